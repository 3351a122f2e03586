/** How long others wait for a turn, in milliseconds. */
const TURN_MS = 50;

/** Goes through what takes its time piece by piece, and lets whoever waits have a turn in between. */
export async function* withPauses<Piece>(pieces: Iterable<Piece>): AsyncGenerator<Piece> {
  let since = performance.now();
  for (const piece of pieces) {
    yield piece;
    if (performance.now() - since < TURN_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    since = performance.now();
  }
}
