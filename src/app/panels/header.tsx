import { useEffect, useRef } from "react";
import { presets } from "../../config/presets.ts";
import { type TaskName, taskTitles } from "../../config/tasks.ts";
import { engine } from "../engine/engine.ts";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { toggleSettings, useFrame } from "../stores/frame-store.ts";
import { look } from "../stores/view-store.ts";
import { toggleTheme, useTheme } from "../theme.ts";
import { Help } from "./help.tsx";
import { Runs } from "./runs.tsx";
import { Share } from "./share.tsx";

/** A preset is chosen to be seen: its networks come trained, or train at once. */
function choosePreset(preset: string): void {
  const chosen = presets[preset];
  if (!chosen) return;
  look(chosen.view);
  void engine().open(preset, chosen.config);
}

/** Presets of a task, by name. */
const presetsOf = (task: TaskName) => Object.entries(presets).filter(([, { config }]) => config.task === task);

export function Header() {
  const preset = useConfig((state) => wantedOf(state).preset);
  const task = useConfig((state) => wantedOf(state).config.task);
  const changed = useConfig((state) => wantedOf(state).config !== state.draft);
  const settings = useFrame((state) => state.settings);
  const theme = useTheme();
  const tasks = useRef<HTMLElement>(null);
  // On a phone the tasks are wider than the page: the chosen one is brought into sight.
  useEffect(() => {
    const nav = tasks.current;
    const chosen = nav?.querySelector<HTMLElement>(`[data-task="${task}"]`);
    if (nav && chosen)
      nav.scrollLeft = chosen.offsetLeft - nav.offsetLeft - nav.clientWidth / 2 + chosen.offsetWidth / 2;
  }, [task]);
  return (
    <header>
      <h1>LieTransformer Playground</h1>
      <nav aria-label="Tasks" className="tasks" ref={tasks}>
        {Object.entries(taskTitles).map(([name, title]) => (
          <button
            key={name}
            type="button"
            data-task={name}
            aria-pressed={name === task}
            onClick={() => name !== task && choosePreset(presetsOf(name as TaskName)[0]?.[0] ?? "")}
          >
            {title}
          </button>
        ))}
      </nav>
      <label className="preset">
        <span>Preset</span>
        <select value={preset} onChange={(event) => choosePreset(event.target.value)}>
          {presetsOf(task).map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <nav aria-label="Tools">
        <button type="button" aria-expanded={settings} aria-controls="settings" onClick={toggleSettings}>
          Settings{changed && !settings ? " •" : ""}
        </button>
        <Runs />
        <Share />
        <Help />
        <button type="button" onClick={toggleTheme}>
          {theme === "dark" ? "Light" : "Dark"}
        </button>
      </nav>
    </header>
  );
}
