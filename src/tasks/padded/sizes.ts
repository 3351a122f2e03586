/**
 * Sizes, the largest of them `largest`, that padding some counts to costs least, where a padded example costs the square
 * of its size as attention does. Ascending; fewer where the counts do not differ so much.
 */
export function paddedSizes(counts: readonly number[], largest: number, most: number): number[] {
  const upTo = new Array<number>(largest + 1).fill(0);
  for (const count of counts) upTo[count] = (upTo[count] as number) + 1;
  for (let size = 1; size <= largest; size++) upTo[size] = (upTo[size] as number) + (upTo[size - 1] as number);
  /** Of those of more than `from` and at most `to`. */
  const cost = (from: number, to: number) => ((upTo[to] as number) - (upTo[from] as number)) * to ** 2;
  // Dynamic programming over the largest size and how many there are.
  let best = Array.from({ length: largest + 1 }, (_, size) => ({ cost: cost(0, size), sizes: [size] }));
  for (let k = 1; k < most; k++) {
    best = best.map((own, size) => {
      let found = own;
      for (let smaller = 1; smaller < size; smaller++) {
        const below = best[smaller] as { cost: number; sizes: number[] };
        const whole = below.cost + cost(smaller, size);
        if (whole < found.cost) found = { cost: whole, sizes: [...below.sizes, size] };
      }
      return found;
    });
  }
  return best[largest]?.sizes ?? [largest];
}

/** The smallest of some sizes that a count fits; the largest for any beyond. */
export const sizeFor = (sizes: readonly number[], count: number): number =>
  sizes.find((size) => size >= count) ?? (sizes.at(-1) as number);
