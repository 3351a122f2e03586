/** One cloud: coordinates of all slots, presence of each, the group it is drawn with, and what is to be predicted. */
export interface Cloud {
  readonly points: Float32Array<ArrayBuffer>;
  readonly mask: Float32Array<ArrayBuffer>;
  /** Of each point, by which it is coloured. */
  readonly pattern: Uint8Array;
  /** Index of the right answer in every row; none for points of one's own. */
  readonly labels: Float32Array<ArrayBuffer>;
}
