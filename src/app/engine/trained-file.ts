/** The trained networks that come with a preset, as a run's file. @throws Error where they cannot be had */
export async function trainedFile(preset: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(new URL(`trained/${preset}.safetensors`, document.baseURI));
  if (!answer.ok) throw new Error(`There are no trained networks of ${preset}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
