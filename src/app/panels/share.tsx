import { Menu } from "@base-ui/react/menu";
import { useState } from "react";
import { reasonOf } from "../../text/reason.ts";
import { download } from "../download.ts";
import { engine } from "../engine/engine.ts";
import { currentHash } from "../link-sync.ts";
import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";
import { traitsOf } from "../task-traits.ts";
import { historyCsv } from "./history-csv.ts";

async function saveWeights(which: "last" | "best"): Promise<void> {
  try {
    const { step, safetensors } = await engine().weights(which);
    const state = which === "best" ? "best" : `step-${step}`;
    download(`lietransformer-${state}.safetensors`, safetensors);
  } catch (error) {
    useRun.getState().report(`There are no weights to save: ${reasonOf(error)}`);
  }
}

async function saveRun(): Promise<void> {
  try {
    download(`run-step-${useRun.getState().step}.safetensors`, await engine().runFile());
  } catch (error) {
    useRun.getState().report(`This run cannot be saved: ${reasonOf(error)}`);
  }
}

function saveHistory(): void {
  const { history, summary, recording } = useRun.getState();
  const { config } = useConfig.getState();
  const entrants = (summary ?? recording)?.entrants ?? [];
  download("history.csv", historyCsv(history, entrants, traitsOf(config).measures(config)));
}

/** The picture as it is on the screen. */
function savePicture(): void {
  document.querySelector<HTMLCanvasElement>(".scene canvas")?.toBlob((blob) => blob && download("picture.png", blob));
}

const embedCode = (): string => {
  const address = `${location.origin}${location.pathname}${currentHash()}&hide=header,settings`;
  return `<iframe src="${address.replaceAll('"', "&quot;")}" width="900" height="700" allow="clipboard-write"></iframe>`;
};

/** Everything that can be taken along. */
export function Share() {
  const ready = useRun((state) => state.summary !== null);
  const measured = useRun((state) => state.history.metrics.length > 0);
  const [said, setSaid] = useState("");
  const copy = async (text: string, what: string) => {
    history.replaceState(history.state, "", currentHash());
    try {
      await navigator.clipboard.writeText(text);
      setSaid(`${what} copied`);
    } catch {
      setSaid(what === "Link" ? "The link is in the address bar" : "The browser copies nothing here");
    }
    setTimeout(() => setSaid(""), 2000);
  };
  return (
    <Menu.Root>
      <Menu.Trigger>{said || "Share"}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner positionMethod="fixed" sideOffset={4} align="end" className="explanation-place">
          <Menu.Popup className="menu">
            <Menu.Item onClick={() => void copy(`${location.origin}${location.pathname}${currentHash()}`, "Link")}>
              Copy link
            </Menu.Item>
            <Menu.Item onClick={() => void copy(embedCode(), "Code")}>Copy code to embed</Menu.Item>
            <Menu.Separator className="separator" />
            <Menu.Item onClick={savePicture}>Save picture (PNG)</Menu.Item>
            <Menu.Item disabled={!measured} onClick={saveHistory}>
              Save history (CSV)
            </Menu.Item>
            <Menu.Item disabled={!ready} onClick={() => void saveRun()}>
              Save run
            </Menu.Item>
            <Menu.Item disabled={!ready} onClick={() => void saveWeights("last")}>
              Save weights
            </Menu.Item>
            <Menu.Item disabled={!ready || !measured} onClick={() => void saveWeights("best")}>
              Save best weights
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </Menu.Root>
  );
}
