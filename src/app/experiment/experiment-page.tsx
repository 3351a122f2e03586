import * as Comlink from "comlink";
import { type ComponentType, useEffect, useRef, useState } from "react";
import { tableCsv, tableMarkdown } from "../../bench/suite.ts";
import { parseLink } from "../../config/link.ts";
import { type Experiment, isChoiceOf } from "../../experiments/experiment.ts";
import { experimentNamed, experiments } from "../../experiments/registry.ts";
import { emptyStudy, type Progress, type Result, readStudy, type Study, writeStudy } from "../../experiments/study.ts";
import { studyDatabase } from "../../experiments/study-database.ts";
import type { Experiments } from "../../experiments/worker.ts";
import { download } from "../download.ts";
import { Document } from "../panels/document.tsx";
import { Figures } from "../panels/figures.tsx";
import { noteRefusal } from "../stores/storage-store.ts";
import { Choices } from "./choices.tsx";
import { Efficiency } from "./efficiency.tsx";
import "./experiment-page.css";
import { reasonOf } from "../../text/reason.ts";

const studies = studyDatabase(noteRefusal);

/** What an experiment shows above its tables, where it shows any more. */
const pictures: Readonly<Record<string, ComponentType<{ results: readonly Result[] }>>> = {
  "data-efficiency": Efficiency,
};

/** The settings in a text, or why they make no such experiment. */
function understood(experiment: Experiment, text: string): { base: string } | { problem: string } {
  const link = parseLink(text);
  if (link.problems.length > 0) return { problem: `${link.problems.join("; ")}.` };
  return experiment.base(link);
}

/** Networks trained one after the other, beside what was published: `#experiment`. */
export function ExperimentPage() {
  const [worker, setWorker] = useState<Comlink.Remote<Experiments> | null>(null);
  const [experiment, setExperiment] = useState(experiments[0] as Experiment);
  const [text, setText] = useState(experiment.settings);
  const [study, setStudy] = useState<Study | null>(null);
  const [wanted, setWanted] = useState(experiment.axes.map(({ usual }) => usual));
  const [progress, setProgress] = useState<Progress | null>(null);
  const [running, setRunning] = useState(false);
  const [keepsRuns, setKeepsRuns] = useState(false);
  const [problem, setProblem] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const settings = understood(experiment, text);
  const base = "base" in settings ? settings.base : null;

  useEffect(() => {
    const made = new Worker(new URL("../../experiments/worker.ts", import.meta.url), {
      type: "module",
      name: "experiments",
    });
    const remote = Comlink.wrap<Experiments>(made);
    setWorker(() => remote);
    return () => made.terminate();
  }, []);

  // What was found with these settings before.
  useEffect(() => {
    if (!base) return;
    let current = true;
    const empty = emptyStudy(experiment.name, base);
    void studies.get(empty).then((known) => current && setStudy(known ?? empty));
    return () => {
      current = false;
    };
  }, [experiment, base]);

  const show = (next: Experiment, settingsOf = next.settings) => {
    setExperiment(next);
    setText(settingsOf);
    setWanted(next.axes.map(({ usual }) => usual));
    setStudy(null);
    setProblem("");
  };

  const keep = async (found: Study) => {
    setStudy(found);
    await studies.set(found);
  };

  const run = async () => {
    if (!worker || !study) return;
    setProblem("");
    setRunning(true);
    try {
      await worker.run(study, wanted, Comlink.proxy(keep), Comlink.proxy(setProgress), keepsRuns, document.baseURI);
    } catch (error) {
      setProblem(reasonOf(error));
    }
    setRunning(false);
    setProgress(null);
  };

  const open = async (chosen: File) => {
    try {
      const loaded = readStudy(await chosen.text());
      const of = experimentNamed(loaded.experiment);
      const strange = [...loaded.results, ...(loaded.unfinished ? [loaded.unfinished] : [])].find(
        ({ choice }) => !isChoiceOf(of, choice),
      );
      if (strange) throw new Error(`there is no ${strange.choice.join(", ")} in ${of.title}`);
      await studies.set(loaded);
      if (of === experiment) {
        setText(loaded.base);
        setProblem("");
      } else show(of, loaded.base);
      setStudy(loaded);
    } catch (error) {
      setProblem(`${chosen.name}: ${reasonOf(error)}.`);
    }
  };

  const forget = async () => {
    if (!base) return;
    const empty = emptyStudy(experiment.name, base);
    await studies.delete(empty);
    setStudy(empty);
  };

  const results = study?.results ?? [];
  const unfinished = study?.unfinished;
  const begun = results.length > 0 || unfinished;
  const tables = experiment.tables(results).filter(({ rows }) => rows.length > 0);
  const Picture = pictures[experiment.name];
  const save = (ending: string, texts: readonly string[], between: string) =>
    download(`${experiment.name}.${ending}`, texts.join(between));
  return (
    <Document
      title="Experiments"
      back={`./#${experiment.settings}`}
      tools={
        <>
          <button type="button" disabled={running} onClick={() => file.current?.click()}>
            Load JSON
          </button>
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            hidden
            aria-label="Study to load"
            onChange={({ target }) => {
              const [chosen] = target.files ?? [];
              if (chosen) void open(chosen);
              target.value = "";
            }}
          />
          <button
            type="button"
            disabled={!begun}
            onClick={() => study && download(`${experiment.name}.json`, writeStudy(study))}
          >
            Download JSON
          </button>
          <button
            type="button"
            disabled={tables.length === 0}
            onClick={() =>
              save(
                "csv",
                tables.map((table) => `${table.title}\n${tableCsv(table)}`),
                "\n\n",
              )
            }
          >
            CSV
          </button>
          <button
            type="button"
            disabled={tables.length === 0}
            onClick={() => save("md", tables.map(tableMarkdown), "\n\n")}
          >
            Markdown
          </button>
        </>
      }
    >
      <nav className="views" aria-label="Experiments">
        {experiments.map((one) => (
          <button
            key={one.name}
            type="button"
            disabled={running}
            aria-pressed={one === experiment}
            onClick={() => show(one)}
          >
            {one.title}
          </button>
        ))}
      </nav>
      <section className="panel" aria-label="Experiment">
        <h2>{experiment.title}</h2>
        <p>
          {experiment.about} What is found stays in this browser: stop when you like, close the page, and go on later.{" "}
          <code>npm run experiment -- {experiment.name}</code> does the same from the command line, and its file loads
          here.
        </p>
        <label className="settings-text">
          <span>Settings</span>
          <input
            type="text"
            value={text}
            disabled={running}
            spellCheck={false}
            aria-invalid={!base}
            aria-describedby="settings-problem"
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <p id="settings-problem" className="bad" role="status">
          {"problem" in settings ? settings.problem : ""}
        </p>
        {experiment.axes.map((axis, k) => (
          <Choices
            key={axis.name}
            axis={axis}
            chosen={wanted[k] ?? []}
            disabled={running}
            choose={(chosen) => setWanted(wanted.with(k, chosen))}
          />
        ))}
        <label>
          <input
            type="checkbox"
            checked={keepsRuns}
            disabled={running}
            onChange={({ target }) => setKeepsRuns(target.checked)}
          />{" "}
          Keep every network that it trains among Runs, which hold 50 at most
        </label>
        <div className="buttons">
          <button
            type="button"
            className="primary"
            disabled={running || !base || !study || !worker || wanted.some((options) => options.length === 0)}
            onClick={() => void run()}
          >
            {begun ? "Go on" : "Start"}
          </button>
          <button type="button" disabled={!running} onClick={() => void worker?.stop()}>
            Stop
          </button>
          <button type="button" disabled={running || !begun} onClick={() => void forget()}>
            Forget
          </button>
          <span className="note number" role="status">
            {progress
              ? `${experiment.titleOf(progress.choice)}: step ${progress.step} of ${progress.steps}`
              : running
                ? "Compiling…"
                : unfinished
                  ? `${experiment.titleOf(unfinished.choice)} is kept at step ${unfinished.snapshot.last.step}`
                  : ""}
          </span>
        </div>
        {problem && (
          <p className="bad" role="alert">
            {problem}
          </p>
        )}
      </section>
      {Picture && <Picture results={results} />}
      {tables.length > 0 && (
        <section className="panel tables" aria-label="Numbers">
          {tables.map((table) => (
            <Figures key={table.title} table={table} />
          ))}
        </section>
      )}
    </Document>
  );
}
