/** All of some things that hold GPU memory, or none: where one fails, what was made by then is given back. @throws as it */
export async function allOrNone<Made extends { destroy(): void }>(making: readonly Promise<Made>[]): Promise<Made[]> {
  try {
    return await Promise.all(making);
  } catch (error) {
    for (const made of await Promise.allSettled(making)) if (made.status === "fulfilled") made.value.destroy();
    throw error;
  }
}
