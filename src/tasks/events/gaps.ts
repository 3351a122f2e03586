/** Times between two events at which learned kernels are shown: from none to `longest`, evenly. */
export const COUNT = 200;
export const shownGaps = (longest: number): number[] =>
  Array.from({ length: COUNT }, (_, k) => (longest * k) / (COUNT - 1));
