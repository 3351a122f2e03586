/** Index of the largest of some numbers, the first of equal ones: of the class that logits or probabilities are for. */
export const likeliest = (values: ArrayLike<number>): number =>
  Array.prototype.indexOf.call(values, Math.max(...Array.from(values)));
