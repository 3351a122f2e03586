/** Bytes in words. */
export const bytes = (count: number): string => `${(count / 2 ** 20).toFixed(1)} MiB`;
