/**
 * What the settings of networks must know of the collections of graphs that come with the page: how many kinds of nodes and
 * classes there are, how large the largest class is, and what is published of them (`docs/neighbours.md`, 2.3).
 */
export interface CollectionTraits {
  readonly title: string;
  readonly labels: number;
  readonly classes: number;
  readonly graphs: number;
  /** Nodes of the largest graph. */
  readonly largest: number;
  /** What kinds of nodes and classes are called, where that is known. */
  readonly names?: { readonly nodes: readonly string[]; readonly classes: readonly string[] };
  /** Share of the largest class. */
  readonly majority: number;
  /** Published accuracies of SAGPool, hierarchical and global, where there are some. */
  readonly published?: { readonly hierarchical: number; readonly global: number };
}

export const collectionNames = ["MUTAG", "PTC-MR", "ENZYMES", "PROTEINS", "NCI1", "NCI109"] as const;

export const collections: Readonly<Record<(typeof collectionNames)[number], CollectionTraits>> = {
  MUTAG: {
    title: "Molecules that change genes, or do not",
    labels: 7,
    classes: 2,
    graphs: 188,
    largest: 28,
    names: { nodes: ["C", "N", "O", "F", "I", "Cl", "Br"], classes: ["not mutagenic", "mutagenic"] },
    majority: 125 / 188,
  },
  "PTC-MR": {
    title: "Molecules that cause cancer in male rats, or do not",
    labels: 18,
    classes: 2,
    graphs: 344,
    largest: 64,
    majority: 192 / 344,
  },
  ENZYMES: {
    title: "Enzymes of six classes, as graphs of secondary structure",
    labels: 3,
    classes: 6,
    graphs: 600,
    largest: 126,
    majority: 1 / 6,
  },
  PROTEINS: {
    title: "Proteins that are enzymes, or are not, as graphs of secondary structure",
    labels: 3,
    classes: 2,
    graphs: 1113,
    largest: 620,
    majority: 663 / 1113,
    published: { hierarchical: 0.7186, global: 0.7004 },
  },
  NCI1: {
    title: "Molecules that act against lung cancer cells, or do not",
    labels: 37,
    classes: 2,
    graphs: 4110,
    largest: 111,
    majority: 2057 / 4110,
    published: { hierarchical: 0.6745, global: 0.7418 },
  },
  NCI109: {
    title: "Molecules that act against ovarian cancer cells, or do not",
    labels: 38,
    classes: 2,
    graphs: 4127,
    largest: 111,
    majority: 2079 / 4127,
    published: { hierarchical: 0.6786, global: 0.7406 },
  },
};
