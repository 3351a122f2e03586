import { useState } from "react";
import { presets } from "../../config/presets.ts";
import { download } from "../download.ts";
import { engine } from "../engine/engine.ts";
import { currentHash } from "../link-sync.ts";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";
import { look } from "../stores/view-store.ts";
import { toggleTheme, useTheme } from "../theme.ts";
import { Help } from "./help.tsx";

async function saveWeights(which: "last" | "best"): Promise<void> {
  try {
    const { step, safetensors } = await engine().weights(which);
    const state = which === "best" ? "best" : `step-${step}`;
    download(`lietransformer-${state}.safetensors`, safetensors);
  } catch (error) {
    useRun.getState().report(`There are no weights to save: ${error instanceof Error ? error.message : error}`);
  }
}

/** A preset is chosen to be seen: its networks come trained, or train at once. */
function choosePreset(preset: string): void {
  const chosen = presets[preset];
  if (!chosen) return;
  look(chosen.view);
  void engine().open(preset, chosen.config);
}

function CopyLink() {
  const [label, setLabel] = useState("Copy link");
  const copy = async () => {
    history.replaceState(null, "", currentHash());
    try {
      await navigator.clipboard.writeText(location.href);
      setLabel("Copied");
    } catch {
      setLabel("It is in the address bar");
    }
    setTimeout(() => setLabel("Copy link"), 2000);
  };
  return (
    <button type="button" onClick={() => void copy()} aria-live="polite">
      {label}
    </button>
  );
}

export function Header() {
  const preset = useConfig((state) => wantedOf(state).preset);
  const ready = useRun((state) => state.summary !== null);
  const evaluated = useRun((state) => state.history.metrics.length > 0);
  const theme = useTheme();
  return (
    <header>
      <h1>LieTransformer Playground</h1>
      <label className="preset">
        <span>Preset</span>
        <select value={preset} onChange={(event) => choosePreset(event.target.value)}>
          {Object.entries(presets).map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <nav aria-label="Tools">
        <CopyLink />
        <button type="button" disabled={!ready} onClick={() => void saveWeights("last")}>
          Save weights
        </button>
        <button type="button" disabled={!evaluated} onClick={() => void saveWeights("best")}>
          Save best
        </button>
        <Help />
        <button type="button" onClick={toggleTheme}>
          {theme === "dark" ? "Light" : "Dark"}
        </button>
      </nav>
    </header>
  );
}
