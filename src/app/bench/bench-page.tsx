import * as Comlink from "comlink";
import { useEffect, useRef, useState } from "react";
import type { Outcome } from "../../bench/suite.ts";
import type { Bench } from "../../bench/worker.ts";
import { kindOf } from "../../faults/fault.ts";
import { reasonOf } from "../../text/reason.ts";
import { download } from "../download.ts";
import { Document } from "../panels/document.tsx";
import { Figures } from "../panels/figures.tsx";

/** What each suite answers, in a visitor's words. */
const questions: Readonly<Record<string, string>> = {
  peak: "What can this adapter do at best?",
  attention: "How fast is one layer, fused and decomposed?",
  neighbours: "What do neighbourhoods save at 4096 points?",
  growth: "How does time grow with the number of points?",
  product: "How close do matrix products come to the peak?",
  training: "How long is a training step of each preset?",
  variants: "Which variant of each kernel is fastest here?",
};

type State = "waiting" | "running" | "done" | "failed";

/** The benchmark on the visitor's own GPU: `#bench`. */
export function BenchPage() {
  const [bench, setBench] = useState<Comlink.Remote<Bench> | null>(null);
  const [names, setNames] = useState<readonly string[]>([]);
  const [states, setStates] = useState<Readonly<Record<string, State>>>({});
  const [found, setFound] = useState<readonly { readonly suite: string; readonly outcome: Outcome }[]>([]);
  const [adapter, setAdapter] = useState("");
  const [problem, setProblem] = useState("");
  const stopped = useRef(false);
  const running = Object.values(states).includes("running");

  useEffect(() => {
    const worker = new Worker(new URL("../../bench/worker.ts", import.meta.url), { type: "module", name: "bench" });
    const remote = Comlink.wrap<Bench>(worker);
    setBench(() => remote);
    void remote.names().then(setNames);
    return () => worker.terminate();
  }, []);

  const run = async (asked: readonly string[]) => {
    if (!bench) return;
    stopped.current = false;
    setProblem("");
    for (const name of asked) {
      if (stopped.current) return;
      const enter = (state: State) => setStates((before) => ({ ...before, [name]: state }));
      enter("running");
      setFound((before) => before.filter(({ suite }) => suite !== name));
      try {
        const listener = (outcome: Outcome) => setFound((before) => [...before, { suite: name, outcome }]);
        setAdapter(await bench.run(name, Comlink.proxy(listener), document.baseURI));
        enter("done");
      } catch (error) {
        enter("failed");
        setProblem(`${name}: ${reasonOf(error)}`);
        if (kindOf(error) === "unavailable") return;
      }
    }
  };

  const forget = async () => {
    setFound((before) => before.filter(({ suite }) => suite !== "variants"));
    setStates(({ variants: _, ...others }) => others);
    await bench?.forgetVariants().catch((error: unknown) => setProblem(`variants: ${String(error)}`));
  };

  return (
    <Document
      title="Benchmark"
      back="./"
      tools={
        <button
          type="button"
          disabled={found.length === 0}
          onClick={() =>
            download(
              "lietransformer-bench.json",
              JSON.stringify(
                found.map(({ outcome }) => outcome.report),
                null,
                1,
              ),
            )
          }
        >
          Download JSON
        </button>
      }
    >
      <section className="panel" aria-label="Suites">
        <p>
          The same suites as <code>npm run bench</code>, on your own GPU. Every comparison runs in one go and shows
          medians. Everything together takes under a minute on a GPU; a software adapter needs many. Close other work
          first.
        </p>
        <div className="buttons">
          <button type="button" className="primary" disabled={running || !bench} onClick={() => void run(names)}>
            Run all
          </button>
          <button
            type="button"
            disabled={!running}
            onClick={() => {
              stopped.current = true;
            }}
          >
            Stop after this one
          </button>
          {adapter && <span className="note">Adapter {adapter}</span>}
        </div>
        {problem && (
          <p className="bad" role="alert">
            {problem}
          </p>
        )}
      </section>
      {names.map((name) => (
        <section key={name} className="panel" aria-label={name} aria-busy={states[name] === "running"}>
          <div className="row">
            <h2>{questions[name] ?? name}</h2>
            <div className="buttons">
              {name === "variants" && (
                <button type="button" disabled={running || !bench} onClick={() => void forget()}>
                  Forget
                </button>
              )}
              <button type="button" disabled={running || !bench} onClick={() => void run([name])}>
                {states[name] === "running" ? "Running…" : states[name] === "done" ? "Run again" : "Run"}
              </button>
            </div>
          </div>
          {found
            .filter(({ suite }) => suite === name)
            .map(({ outcome }) => (
              <Figures key={outcome.table.title} table={outcome.table} />
            ))}
        </section>
      ))}
    </Document>
  );
}
