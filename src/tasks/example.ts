/** What is looked at: an index into the test examples, or points of one's own, one after the other [n d]. */
export type Example = number | readonly number[];

export const isOwn = (example: Example): example is readonly number[] => typeof example !== "number";

export const sameExample = (a: Example, b: Example): boolean => String(a) === String(b) && isOwn(a) === isOwn(b);
