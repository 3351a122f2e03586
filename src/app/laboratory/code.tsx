import { useEffect, useState } from "react";
import { createHighlighterCore, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { isFused } from "../../lie/attention-terms.ts";
import { groupOf } from "../../lie/registry.ts";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useTheme } from "../theme.ts";

const texts = import.meta.glob<string>("../../../shaders/**/*.wgsl", { query: "?raw", import: "default" });

const fileOf = (module: string) => texts[`../../../shaders/${module}`];

let highlighter: Promise<HighlighterCore> | null = null;

const openHighlighter = (): Promise<HighlighterCore> => {
  highlighter ??= createHighlighterCore({
    themes: [import("shiki/themes/github-light.mjs"), import("shiki/themes/github-dark.mjs")],
    langs: [import("shiki/langs/wgsl.mjs")],
    engine: createJavaScriptRegexEngine(),
  });
  return highlighter;
};

/** The shader behind each step of the formula, as it stands in the repository. */
export function Code() {
  const config = useConfig((state) => state.config);
  const theme = useTheme();
  const fused = isFused(config);
  const stages: readonly { readonly name: string; readonly module: string }[] = [
    { name: "Lift", module: "lie_attention/lift.wgsl" },
    { name: "Group", module: groupOf(config).shader },
    { name: "Pair feature", module: "lie_attention/pair_features.wgsl" },
    ...(fused
      ? [
          { name: "Content, softmax, values", module: "lie_attention/forward.wgsl" },
          { name: "Location", module: "locations/net.wgsl" },
          { name: "Score", module: "lie_attention/score.wgsl" },
        ]
      : [
          { name: "Content, location", module: "dense/product/product.wgsl" },
          ...(config.normalise === "softmax" ? [{ name: "Normalisation", module: "dense/softmax.wgsl" }] : []),
        ]),
    { name: "Pooling", module: "dense/row.wgsl" },
  ];
  const [chosen, setChosen] = useState("Lift");
  const { name, module } = stages.find((stage) => stage.name === chosen) ?? (stages[0] as (typeof stages)[0]);
  const [shown, setShown] = useState<{ readonly module: string; readonly html: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    void Promise.all([fileOf(module)?.(), openHighlighter()]).then(([text = "", { codeToHtml }]) => {
      const html = codeToHtml(text, { lang: "wgsl", theme: theme === "dark" ? "github-dark" : "github-light" });
      if (wanted) setShown({ module, html });
    });
    return () => {
      wanted = false;
    };
  }, [module, theme]);
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
        shaders/<b>{module}</b>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the arrow keys. */}
      <section className="code" aria-label={`Source of ${module}`} tabIndex={0}>
        {shown?.module === module ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: the highlighter makes it, of a file of ours.
          <div dangerouslySetInnerHTML={{ __html: shown.html }} />
        ) : (
          <p className="note">Loading…</p>
        )}
      </section>
    </section>
  );
}
