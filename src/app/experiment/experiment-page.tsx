import * as Comlink from "comlink";
import { useEffect, useRef, useState } from "react";
import type { Table } from "../../bench/suite.ts";
import { parseLink } from "../../config/link.ts";
import { models as titles } from "../../config/models.ts";
import { models, publishedErrors, sizes } from "../../experiments/published.ts";
import {
  baseOf,
  emptyStudy,
  type Point,
  type Progress,
  readStudy,
  type Study,
  writeStudy,
} from "../../experiments/study.ts";
import { studyDatabase } from "../../experiments/study-database.ts";
import type { Experiments } from "../../experiments/worker.ts";
import { download } from "../download.ts";
import { Document } from "../panels/document.tsx";
import { Figures } from "../panels/figures.tsx";
import { noteRefusal } from "../stores/storage-store.ts";
import { EfficiencyChart } from "./efficiency-chart.tsx";
import "./experiment-page.css";

const studies = studyDatabase(noteRefusal);

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The settings in a text, or why they make no study. */
function understood(text: string): { base: string } | { problem: string } {
  const link = parseLink(text);
  if (link.problems.length > 0) return { problem: `${link.problems.join("; ")}.` };
  if (link.config.task !== "particles")
    return { problem: "data efficiency is measured on particles, such as preset=springs-quick." };
  return { base: baseOf(link) };
}

const shown = (error: number): number | string => (Number.isFinite(error) ? error : "ran away");

function tableOf(points: readonly Point[]): Table {
  return {
    title: "What was found here",
    columns: ["5 states", "published", "100 states", "steps", "seconds"],
    rows: points.map(({ model, systems, error5, error100, steps, seconds }) => ({
      name: `${titles[model].title}, ${systems} systems`,
      cells: [
        shown(error5),
        publishedErrors[model][(sizes as readonly number[]).indexOf(systems)] ?? null,
        shown(error100),
        steps,
        Math.round(seconds),
      ],
    })),
  };
}

/** Things to choose any of. */
function Choices<T extends string | number>({
  legend,
  options,
  chosen,
  disabled,
  title = String,
  choose,
}: {
  legend: string;
  options: readonly T[];
  chosen: readonly T[];
  disabled: boolean;
  title?: (option: T) => string;
  choose: (chosen: readonly T[]) => void;
}) {
  return (
    <fieldset className="choices" disabled={disabled}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option}>
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={({ target }) =>
              choose(options.filter((other) => (other === option ? target.checked : chosen.includes(other))))
            }
          />
          {title(option)}
        </label>
      ))}
    </fieldset>
  );
}

/** How much a model learns from how few examples: `#experiment`. */
export function ExperimentPage() {
  const [worker, setWorker] = useState<Comlink.Remote<Experiments> | null>(null);
  const [text, setText] = useState("preset=springs-quick");
  const [study, setStudy] = useState<Study | null>(null);
  const [wantedSizes, setSizes] = useState<readonly number[]>([10, 25, 50, 100]);
  const [wantedModels, setModels] = useState<readonly Point["model"][]>(models);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const settings = understood(text);
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
    void studies.get(base).then((known) => current && setStudy(known ?? emptyStudy(base)));
    return () => {
      current = false;
    };
  }, [base]);

  const keep = async (found: Study) => {
    setStudy(found);
    await studies.set(found.base, found);
  };

  const run = async () => {
    if (!worker || !study) return;
    setProblem("");
    setRunning(true);
    const wanted = { models: wantedModels, systems: wantedSizes };
    try {
      await worker.run(study, wanted, Comlink.proxy(keep), Comlink.proxy(setProgress));
    } catch (error) {
      setProblem(words(error));
    }
    setRunning(false);
    setProgress(null);
  };

  const open = async (chosen: File) => {
    try {
      const loaded = readStudy(await chosen.text());
      await keep(loaded);
      setText(loaded.base);
      setProblem("");
    } catch (error) {
      setProblem(`${chosen.name}: ${words(error)}.`);
    }
  };

  const forget = async () => {
    if (!base) return;
    await studies.delete(base);
    setStudy(emptyStudy(base));
  };

  const points = study?.points ?? [];
  const unfinished = study?.unfinished;
  const begun = points.length > 0 || unfinished;
  return (
    <Document
      title="Data efficiency"
      back="./#preset=springs-quick"
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
            onClick={() => study && download("data-efficiency.json", writeStudy(study))}
          >
            Download JSON
          </button>
        </>
      }
    >
      <section className="panel" aria-label="Experiment">
        <p>
          How few systems does a model need to see before it foresees others? Each model is trained afresh on each
          number of systems, as many epochs each time, and scored on test systems it has not seen, as in the
          paper&apos;s figure. What is found stays in this browser: stop when you like, close the page, and go on later.{" "}
          <code>npm run experiment</code> does the same from the command line, and its file loads here.
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
        <Choices
          legend="Training systems"
          options={sizes}
          chosen={wantedSizes}
          disabled={running}
          title={(size) => size.toLocaleString("en")}
          choose={setSizes}
        />
        <Choices
          legend="Models"
          options={models}
          chosen={wantedModels}
          disabled={running}
          title={(model) => titles[model].title}
          choose={setModels}
        />
        <div className="buttons">
          <button
            type="button"
            className="primary"
            disabled={running || !base || !study || !worker || wantedSizes.length * wantedModels.length === 0}
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
              ? `${titles[progress.model].title} on ${progress.systems} systems: step ${progress.step} of ${progress.steps}`
              : running
                ? "Compiling…"
                : unfinished
                  ? `${titles[unfinished.model].title} on ${unfinished.systems} systems is kept at step ${unfinished.snapshot.last.step}`
                  : ""}
          </span>
        </div>
        {problem && (
          <p className="bad" role="alert">
            {problem}
          </p>
        )}
      </section>
      <section className="panel" aria-label="Curves">
        <h2>Error by number of training systems</h2>
        <EfficiencyChart points={points} />
        <p className="note">
          Dashed: read off the paper&apos;s plot to 15 %, for networks of its size (842 000 parameters) and 200 epochs.
        </p>
      </section>
      {points.length > 0 && (
        <section className="panel" aria-label="Numbers">
          <Figures table={tableOf(points)} />
        </section>
      )}
    </Document>
  );
}
