/** The event that asks, from 0: the view counts from 1, and 0 is the last of n. */
export const askingEvent = (point: number, n: number): number => (point === 0 ? n : Math.min(point, n)) - 1;
