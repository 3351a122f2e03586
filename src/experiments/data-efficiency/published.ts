/** Models whose errors the paper shows, by our names. */
export const models = ["lietransformer", "hfc", "fc"] as const;
export type Model = (typeof models)[number];

/** Sizes of the training set in the published plot, systems. */
export const sizes = [10, 25, 50, 100, 400, 1000, 3000, 10_000, 30_000, 100_000] as const;

/**
 * Published mean squared errors over 5 states of test systems, by size of the training set: central lines read off the
 * plot, +-15 %; which of the lower lines is HFC and which FC is told by plausibility (specification 8.6). Networks of the
 * published size, 200 epochs.
 */
export const publishedErrors: Readonly<Record<Model, readonly number[]>> = {
  lietransformer: [7.5e-4, 1.5e-4, 6e-5, 2.5e-5, 8.6e-6, 5.8e-6, 1.2e-6, 4.6e-7, 2.9e-7, 1.1e-7],
  hfc: [2.2e-2, 9.5e-3, 5e-3, 2.1e-3, 6e-4, 3.9e-4, 5.7e-5, 1.3e-5, 1.4e-6, 2.7e-6],
  fc: [0.13, 0.1, 7e-2, 4.2e-2, 9.3e-3, 2e-3, 5.2e-4, 8.7e-5, 3.2e-5, 2.9e-5],
};
