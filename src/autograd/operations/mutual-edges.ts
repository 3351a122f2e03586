/*
 * Edges of sets in which every point sends to each other one, set by set and receiver by receiver: sender k of point i is
 * i + 1 + k around the set, so that i is sender n - 2 - k of that one. `equivariant_kernel/edge.wgsl` counts on this order.
 */

/** Senders of each of `count` points, [count, count - 1]. */
export const everyOther = (count: number): number[][] =>
  Array.from({ length: count }, (_, i) => Array.from({ length: count - 1 }, (__, k) => (i + 1 + k) % count));

/** For each edge of as many whole sets as `edges` holds, the one back. */
export function edgesBack(count: number, edges: number): number[] {
  const each = count - 1;
  const sets = Math.floor(edges / (count * each));
  return Array.from({ length: sets * count * each }, (_, e) => {
    const [receiver, k] = [Math.floor(e / each), e % each];
    const i = receiver % count;
    return (receiver - i + ((i + 1 + k) % count)) * each + count - 2 - k;
  });
}
