import "katex/dist/katex.min.css";
import katex from "katex";
import type { Config } from "../../config/schema.ts";
import type { Group } from "../../lie/group.ts";
import { holdsMotions } from "../../lie/membership.ts";
import { groupOf } from "../../lie/registry.ts";
import type { Inspection } from "../../tasks/inspection.ts";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { pointAt, usePair } from "../stores/pair-store.ts";
import { type Head, rowOf } from "./use-inspection.ts";

/** TeX as MathML and HTML: what readers read out, and what is seen. */
function Tex({ children }: { children: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX makes it, of text that this file alone writes.
  return <span className="tex" dangerouslySetInnerHTML={{ __html: katex.renderToString(children) }} />;
}

const number = (value: number): string =>
  value === 0
    ? "0"
    : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4
      ? value.toFixed(3)
      : Number(value.toPrecision(3))
          .toExponential()
          .replace(/e\+?(-?\d+)/, " \\cdot 10^{$1}");

const vector = (values: readonly number[]): string => `(${values.map(number).join(",\\; ")})`;

/** What a pair feature is of, in symbols. */
function pairSymbol({ pairs }: Config, group: Group): string {
  const { algebraDim, label } = group;
  const relative = algebraDim > 0 ? "\\log(g_j^{-1} g_i)" : "g_j^{-1} g_i";
  const labelled = !holdsMotions(group)
    ? "[x_i,\\, x_j]"
    : label === undefined
      ? relative
      : `[${relative},\\, q_i,\\, q_j]`;
  return pairs === "squashed" ? `\\mathrm{squash}(${labelled})` : labelled;
}

const normalised: Readonly<Record<Config["normalise"], string>> = {
  softmax: "\\frac{e^{s_{ij}}}{\\sum_k e^{s_{ik}}}",
  mean: "\\frac{s_{ij}}{n}",
  exp: "\\frac{e^{s_{ij}}}{n}",
};

const combined: Readonly<Record<Config["combine"], string>> = {
  sum: "c_{ij} + \\ell_{ij}",
  multiply: "c_{ij}\\, \\ell_{ij}",
  net: "\\mathrm{net}_h(c_{ij}, \\ell_{ij})",
};

/** A point among those that are there, and which of its lift samples. */
function elementName(element: number, samples: number): string {
  const point = `point ${Math.floor(element / samples)}`;
  return samples > 1 ? `${point}, sample ${(element % samples) + 1}` : point;
}

/** What most of a weight comes from, in words. */
function inWords(
  weights: readonly number[],
  key: number,
  present: number,
  terms: { content: number; location: number } | null,
) {
  const own = Math.abs(weights[key] as number);
  const mean = weights.reduce((sum, weight) => sum + Math.abs(weight), 0) / present;
  const times = mean > 0 ? own / mean : 0;
  const sign = (weights[key] as number) < 0 ? "with a minus sign " : "";
  const much =
    times > 1.05
      ? `${times.toFixed(1)} times as much as the mean key`
      : times < 0.95
        ? `${(100 * times).toFixed(0)} % of the mean key`
        : "about as much as the mean key";
  if (!terms) return `This key counts ${sign}${much}.`;
  const { content, location } = terms;
  const by = Math.abs(location) > Math.abs(content) ? "where it is" : "what it is";
  return `This key counts ${sign}${much}; the larger part of its score comes from ${by}.`;
}

/** The attention formula with the numbers of one pair: that under the pointer, or the query's strongest. */
export function Formula({ inspection, head }: { inspection: Inspection; head: Head }) {
  const config = useConfig((state) => state.config);
  const pair = usePair();
  const group = groupOf(config);
  const { sizes, mask, query } = inspection;
  const { points, samples, heads, pair: width } = sizes;
  const elements = points * samples;
  const row = (all: Float32Array) => rowOf(all, head, heads, elements);
  const weights = row(inspection.weights);
  const own = query.point * samples + query.sample;
  // The query itself says little of a place.
  const strongest = weights.reduce(
    (best, weight, k) => (k !== own && Math.abs(weight) > Math.abs(weights[best] ?? 0) ? k : best),
    -1,
  );
  const key = pair.key !== null && pair.key < points ? pair.key * samples + pair.sample : Math.max(strongest, 0);
  const present = samples * mask.reduce((sum, there) => sum + there, 0);
  const content = inspection.content && row(inspection.content)[key];
  const location = inspection.location && row(inspection.location)[key];
  const both = content != null && location != null;
  const score =
    both && config.combine !== "net" ? (config.combine === "sum" ? content + location : content * location) : null;
  const lines: { readonly name: string; readonly tex: string; readonly why: string }[] = [
    {
      name: "Pair feature",
      tex: `a_{ij} = ${pairSymbol(config, group)} = ${vector(Array.from(inspection.pairs.subarray(key * width, (key + 1) * width)))}`,
      why: "The place of the query i as the key j sees it, the inverse of where the key stands in the picture of the location term. It is the same wherever the group moves both, which is why the network is equivariant.",
    },
    ...(content != null
      ? [
          {
            name: "Content",
            tex: `c_{ij} = ${config.content === "dot" ? "\\frac{(W_Q f_i) \\cdot (W_K f_j)}{\\sqrt{d}}" : "k_c(f_i, f_j)"} = ${number(content)}`,
            why: "What both elements are: their features.",
          },
        ]
      : []),
    ...(location != null
      ? [
          {
            name: "Location",
            tex: `\\ell_{ij} = \\mathrm{net}_h(a_{ij}) = ${number(location)}`,
            why: "Where they are to each other: a small net of the pair feature, each head its own.",
          },
        ]
      : []),
    {
      name: "Score",
      tex: `s_{ij} = ${both || config.combine === "net" ? combined[config.combine] : content != null ? "c_{ij}" : location != null ? "\\ell_{ij}" : combined[config.combine]}${score === null ? "" : ` = ${number(score)}`}`,
      why: "Both as one number.",
    },
    {
      name: "Weight",
      tex: `w_{ij} = ${normalised[config.normalise]} = ${number(weights[key] as number)}`,
      why: "The score among those of all keys; the query's new features are the values of all keys, so weighted.",
    },
  ];
  return (
    <section className="panel" aria-label="Formula">
      <div className="row">
        <h2>
          <Explain term="The formula, with this pair's numbers">
            Of the key that is chosen here or under the pointer, in the picture of the location term or in the maps;
            else of the key, besides itself, that the query attends to most. All of the moved cloud.
          </Explain>
        </h2>
        <label>
          <span>Key</span>
          <select
            value={pair.key === null ? "" : key}
            onChange={({ target: { value } }) =>
              value === "" ? pointAt(null) : pointAt(Math.floor(Number(value) / samples), Number(value) % samples)
            }
          >
            <option value="">the strongest</option>
            {weights.flatMap((_, element) =>
              mask[Math.floor(element / samples)] === 1
                ? [
                    <option key={elementName(element, samples)} value={element}>
                      {elementName(element, samples)}
                    </option>,
                  ]
                : [],
            )}
          </select>
        </label>
      </div>
      <p className="note">
        i: {elementName(own, samples)} · j: {elementName(key, samples)}.{" "}
        {inWords(weights, key, present, both && config.combine === "sum" ? { content, location } : null)}
      </p>
      <dl className="formula">
        {lines.map(({ name, tex, why }) => (
          <div key={name}>
            <dt>
              <Explain term={name}>{why}</Explain>
            </dt>
            <dd>
              <Tex>{tex}</Tex>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
