import { Dialog } from "@base-ui/react/dialog";
import { useRef, useState } from "react";
import { changesIn, parseLink } from "../../config/link.ts";
import type { Config } from "../../config/schema.ts";
import type { RunHead } from "../../engine/runs.ts";
import { figure } from "../../text/figure.ts";
import { engine } from "../engine/engine.ts";
import { useRun } from "../stores/run-store.ts";
import { traitsOf } from "../task-traits.ts";

const ago = (then: number): string => {
  const minutes = Math.round((Date.now() - then) / 60_000);
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (minutes < 60) return minutes < 1 ? "just now" : format.format(-minutes, "minute");
  return minutes < 60 * 24
    ? format.format(-Math.round(minutes / 60), "hour")
    : format.format(-Math.round(minutes / 1440), "day");
};

/** A run's settings, as they differ from its preset. */
function namesOf(link: string): { readonly name: string; readonly config: Config } {
  const { preset, config } = parseLink(link);
  return { name: [preset, ...changesIn(preset, config)].join(", "), config };
}

export const runInWords = ({ link, step, kept }: RunHead): string => {
  const { name, config } = namesOf(link);
  return `${name}: step ${step} of ${config.steps}, ${ago(kept)}`;
};

/** What was measured of a run last, by the last of its task's metrics: the one that tells most. */
function scoreOf({ metrics }: RunHead, config: Config): string {
  const metric = traitsOf(config).measures(config).metrics.at(-1);
  const value = metric && metrics?.[metric.name];
  return metric && typeof value === "number" ? `${metric.title} ${figure(value)}` : "not measured yet";
}

function Row({ run, onOpen }: { run: RunHead; onOpen: () => void }) {
  const { name, config } = namesOf(run.link);
  return (
    <li>
      <span>
        <b>{name}</b>
        <small>
          step {run.step} of {config.steps}, {scoreOf(run, config)}, {ago(run.kept)}
        </small>
      </span>
      <span className="buttons">
        <button
          type="button"
          onClick={() => {
            onOpen();
            void engine().reopen(run, false);
          }}
        >
          Open
        </button>
        <button type="button" aria-label={`Delete ${name}`} onClick={() => void engine().forget(run.id)}>
          Delete
        </button>
      </span>
    </li>
  );
}

/** Runs that are kept in this browser, and those in files. */
export function Runs() {
  const runs = useRun((state) => state.runs);
  const [open, setOpen] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(now) => {
        setOpen(now);
        if (now) void engine().listRuns();
      }}
    >
      <Dialog.Trigger>Runs</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="runs-dialog">
          <div className="row">
            <Dialog.Title>Runs</Dialog.Title>
            <Dialog.Close>Close</Dialog.Close>
          </div>
          <Dialog.Description className="note">
            What was trained stays here when something else is chosen, and goes on in another visit. The 50 newest and
            longest are kept, in this browser alone.
          </Dialog.Description>
          {runs.length === 0 ? (
            <p className="note">None besides this one yet.</p>
          ) : (
            <ul className="run-list">
              {runs.map((run) => (
                <Row key={run.id} run={run} onOpen={() => setOpen(false)} />
              ))}
            </ul>
          )}
          <div className="buttons">
            <button type="button" onClick={() => picker.current?.click()}>
              Open a file…
            </button>
            <input
              ref={picker}
              type="file"
              aria-label="Run or weights to open"
              accept=".safetensors"
              hidden
              onChange={({ target }) => {
                const [file] = target.files ?? [];
                target.value = "";
                if (!file) return;
                setOpen(false);
                void engine().openFile(file);
              }}
            />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
