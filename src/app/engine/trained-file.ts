import { type Recording, readRecording } from "../../engine/recording.ts";

/** What comes with a preset. @throws Error where it cannot be had */
async function shipped(name: string): Promise<Response> {
  const answer = await fetch(new URL(`trained/${name}`, document.baseURI));
  if (!answer.ok) throw new Error(`There is no ${name}: ${answer.status}`);
  return answer;
}

/** The trained networks that come with a preset, as a run's file. @throws Error where they cannot be had */
export const trainedFile = async (preset: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await shipped(`${preset}.safetensors`)).arrayBuffer());

/** What they answered when the page was made. @throws Error where it cannot be had */
export const recordingOf = async (preset: string): Promise<Recording> =>
  readRecording(await (await shipped(`${preset}.json`)).text());
