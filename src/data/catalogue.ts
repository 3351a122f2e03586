import type { PackedFile } from "./packed-file.ts";

/** A set of data that comes with the page. */
export interface DataSet {
  readonly title: string;
  /** Below the page's address; its files are named, with bytes and SHA-256, here or in the index. */
  readonly folder: string;
  /** What the set consists of, where a file of its own says so. */
  readonly index?: Omit<PackedFile, "bytes">;
  readonly licence: string;
  readonly citation: string;
}

export const catalogue = {
  qm9: {
    title: "QM9: 130 831 molecules, twelve properties",
    folder: "data/qm9/",
    index: {
      file: "index.json",
      sha256: "adaf2ec2490e6543fded9465b67cc3970303a998fe6ecfb619e3f1ea93fa37b1",
    },
    /** SMILES of the sample, a line each (scripts/qm9-sample-smiles.mjs). */
    sampleSmiles: {
      file: "sample-10000.smiles.txt.gz",
      bytes: 161_104,
      sha256: "64f58b1a2783625deed8b6b88525f9a8b69c4ba71e09e33a77e6bc9bebf81750",
    },
    licence: "CC0 1.0",
    citation:
      "R. Ramakrishnan, P. O. Dral, M. Rupp, O. A. von Lilienfeld, Quantum chemistry structures and properties of 134 kilo molecules, Scientific Data 1, 140022 (2014).",
  },
  graphs: {
    title: "Graphs of the TU collection: molecules and proteins, each of a class",
    folder: "data/tu/",
    files: {
      MUTAG: {
        file: "MUTAG.json.gz",
        bytes: 28524,
        sha256: "099b58704176b489ae58e55ff29269cc967843fd12982727ae5a0d93973c9cb5",
      },
      "PTC-MR": {
        file: "PTC_MR.json.gz",
        bytes: 40863,
        sha256: "f5a748db1b44b95ac1caea2992f3e0ce40debc562c96a6ad6184a3a322edff47",
      },
      ENZYMES: {
        file: "ENZYMES.json.gz",
        bytes: 252174,
        sha256: "77a78e98acee0f90db788c69c31a181ed3adcffe502896beab3257d73e58cdc4",
      },
      PROTEINS: {
        file: "PROTEINS_full.json.gz",
        bytes: 571872,
        sha256: "e683cc2369ba6113821da42103551478920e7aab66d0db027da9246536ef3267",
      },
      NCI1: {
        file: "NCI1.json.gz",
        bytes: 1044992,
        sha256: "139a5cdba8e059181a2f611a9f43df1c7ef74f712aab8806c79d5932b2aa079f",
      },
      NCI109: {
        file: "NCI109.json.gz",
        bytes: 1042968,
        sha256: "3dd1a5507d9a454f80f2654062c8b622d5de450f33845efc08f31516dd35ad9d",
      },
    },
    licence: "Public benchmark without an explicit licence",
    citation:
      "C. Morris, N. M. Kriege, F. Bause, K. Kersting, P. Mutzel, M. Neumann, TUDataset: A collection of benchmark datasets for learning with graphs, ICML workshop on Graph Representation Learning and Beyond (2020).",
  },
  badges: {
    title: "Badges of 1000 users of Stack Overflow, with times",
    folder: "data/stackoverflow/",
    files: {
      badges: {
        file: "badges-1000.json.gz",
        bytes: 675507,
        sha256: "d3387ea089f46abe7151bb31ff0d5b8934f57c846c3ad72a55d581cd607e2468",
      },
    },
    licence: "Stack Exchange content, CC BY-SA",
    citation:
      "Stack Exchange contributors; sequences of the authors of D. Xu, C. Ruan, E. Korpeoglu, S. Kumar, K. Achan, Self-attention with functional time representation learning, NeurIPS (2019), their test folds without repetition.",
  },
  earthquakes: {
    title: "Earthquakes of a week, 31 January to 7 February 2018, with times and places",
    folder: "data/earthquakes/",
    files: {
      week: {
        file: "usgs_week_2018-02.json.gz",
        bytes: 91_678,
        sha256: "8f344d8593f17081ed356b8fcd9fa7a11b9ae653b967ec4014a255e174c1ac00",
      },
    },
    licence: "US public domain",
    citation: "United States Geological Survey, all_week feed of 7 February 2018, by way of vega-datasets.",
  },
  air: {
    title: "Air quality at twelve stations of Beijing, hourly, November 2016 to February 2017",
    folder: "data/beijing-air/",
    files: {
      about: {
        file: "about.json.gz",
        bytes: 940,
        sha256: "1fdf65ad63d2fb78643274a8cf3276d4e945362ad6ac02d259f3007789ed92d2",
      },
      hours: {
        file: "hours.i16.gz",
        bytes: 691_200,
        sha256: "3abbdccf35971b841439eca3ab5081e0c4ee5aea5cf9d7d353bd68787a9b084d",
      },
    },
    licence: "CC BY 4.0, as the UCI repository states",
    citation:
      "S. Chen, Beijing Multi-Site Air Quality, UCI Machine Learning Repository (2017), doi 10.24432/C5RK5G; S. Zhang et al., Cautionary tales on air-quality improvement in Beijing, Proc. R. Soc. A 473 (2017). Coordinates of stations from public lists.",
  },
} as const satisfies Readonly<
  Record<
    string,
    DataSet & { readonly sampleSmiles?: PackedFile; readonly files?: Readonly<Record<string, PackedFile>> }
  >
>;
