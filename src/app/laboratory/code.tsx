import { useEffect, useState } from "react";
import { createHighlighterCore, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { isFused } from "../../lie/attention-terms.ts";
import { groupOf } from "../../lie/registry.ts";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useTheme } from "../theme.ts";

/** Its text writes the shaders of sums, products and elementwise steps, as each of them is recorded. */
const SUMS = "src/autograd/operations/reduce.ts";

const texts = import.meta.glob<string>(["../../../shaders/**/*.wgsl", "../../autograd/operations/reduce.ts"], {
  query: "?raw",
  import: "default",
});

const textOf = (file: string) => texts[file === SUMS ? "../../autograd/operations/reduce.ts" : `../../../${file}`];

let highlighter: Promise<HighlighterCore> | null = null;

const openHighlighter = (): Promise<HighlighterCore> => {
  highlighter ??= createHighlighterCore({
    themes: [import("shiki/themes/github-light.mjs"), import("shiki/themes/github-dark.mjs")],
    langs: [import("shiki/langs/wgsl.mjs"), import("shiki/langs/typescript.mjs")],
    engine: createJavaScriptRegexEngine(),
  });
  return highlighter;
};

/** The shader behind each step of the formula, as it stands in the repository. */
export function Code() {
  const config = useConfig((state) => state.config);
  const theme = useTheme();
  const fused = isFused(config);
  const stages: readonly { readonly name: string; readonly file: string }[] = [
    { name: "Lift", file: "shaders/lie_attention/lift.wgsl" },
    { name: "Group", file: `shaders/${groupOf(config).shader}` },
    { name: "Pair feature", file: `shaders/lie_attention/${fused ? "pair" : "pair_features"}.wgsl` },
    ...(fused
      ? [
          { name: "Content, softmax, values", file: "shaders/lie_attention/forward.wgsl" },
          { name: "Location", file: "shaders/locations/net.wgsl" },
          { name: "Score", file: "shaders/lie_attention/score.wgsl" },
        ]
      : [
          { name: "Content, location", file: "shaders/dense/product/product.wgsl" },
          ...(config.normalise === "softmax" ? [{ name: "Normalisation", file: "shaders/dense/softmax.wgsl" }] : []),
        ]),
    { name: "Pooling", file: SUMS },
  ];
  const [chosen, setChosen] = useState("Lift");
  const { name, file } = stages.find((stage) => stage.name === chosen) ?? (stages[0] as (typeof stages)[0]);
  const [shown, setShown] = useState<{ readonly file: string; readonly html: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    void Promise.all([textOf(file)?.(), openHighlighter()]).then(([text = "", { codeToHtml }]) => {
      const html = codeToHtml(text, {
        lang: file.endsWith(".wgsl") ? "wgsl" : "typescript",
        theme: theme === "dark" ? "github-dark" : "github-light",
      });
      if (wanted) setShown({ file, html });
    });
    return () => {
      wanted = false;
    };
  }, [file, theme]);
  return (
    <section className="panel" aria-label="Shaders">
      <div className="row">
        <h2>
          <Explain term="The WGSL that runs">
            {fused
              ? "Attention of these settings is fused: one kernel computes pair features, both terms, softmax and the weighted values, and stores no pair. Its imports are linked and its marked loops unrolled before it is compiled."
              : "These settings have no fused kernel: attention is made of products, sums and softmax that store all pairs."}
          </Explain>
        </h2>
        <label>
          <span>Step</span>
          <select value={name} onChange={({ target }) => setChosen(target.value)}>
            {stages.map((stage) => (
              <option key={stage.name}>{stage.name}</option>
            ))}
          </select>
        </label>
      </div>
      <p className="note">
        <b>{file}</b>
        {file === SUMS && ": sums have no shader of their own, this writes one for each as it is recorded"}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the arrow keys. */}
      <section className="code" aria-label={`Text of ${file.split("/").at(-1)}`} tabIndex={0}>
        {shown?.file === file ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: the highlighter makes it, of a file of ours.
          <div dangerouslySetInnerHTML={{ __html: shown.html }} />
        ) : (
          <p className="note">Loading…</p>
        )}
      </section>
    </section>
  );
}
