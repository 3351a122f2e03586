import { Component, type KeyboardEvent, type ReactNode } from "react";
import { dimensionOf } from "../../config/schema.ts";
import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";
import { useView } from "../stores/view-store.ts";
import { usePalette } from "./palette.ts";
import { PlanePicture } from "./plane.tsx";
import { SpacePicture } from "./space.tsx";

/** Three.js needs WebGL; without it the rest of the page still works. */
class SceneBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return <p className="empty">The picture needs WebGL, which this browser refused. Numbers and charts still work.</p>;
  }
}

const TURN = 5;
const STEP = 0.05;

type MotionField = "rotate" | "yaw" | "pitch" | "x" | "y" | "z";

/** What a key adds to the motion, in the plane and in space. */
const keys: Readonly<Record<2 | 3, Readonly<Record<string, readonly [MotionField, number]>>>> = {
  2: {
    ArrowLeft: ["x", -STEP],
    ArrowRight: ["x", STEP],
    ArrowUp: ["y", STEP],
    ArrowDown: ["y", -STEP],
    "[": ["rotate", TURN],
    "]": ["rotate", -TURN],
  },
  3: {
    ArrowLeft: ["x", -STEP],
    ArrowRight: ["x", STEP],
    ArrowUp: ["y", STEP],
    ArrowDown: ["y", -STEP],
    PageUp: ["z", STEP],
    PageDown: ["z", -STEP],
    "[": ["rotate", TURN],
    "]": ["rotate", -TURN],
    ",": ["yaw", -TURN],
    ".": ["yaw", TURN],
    ";": ["pitch", -TURN],
    "'": ["pitch", TURN],
  },
};

const labels = {
  2: "Input cloud and its moved copy. Arrow keys shift it, [ and ] rotate it.",
  3: "Input cloud in space and its moved copy. Arrow, Page Up and Page Down keys shift it; [ and ], comma and full stop, semicolon and apostrophe turn it.",
};

/** The cloud (faint), its moved copy (full), the handles that move it, and what the query point attends to. */
export function Scene() {
  const palette = usePalette();
  const probe = useRun((state) => state.probe);
  const dimension = useConfig(({ config }) => dimensionOf(config));
  // The last answer may still be of the other task.
  const shown = probe && probe.points.length === dimension * probe.mask.length ? probe : null;
  const onKeyDown = (event: KeyboardEvent) => {
    const change = keys[dimension][event.key];
    if (!change || event.target !== event.currentTarget) return;
    event.preventDefault();
    const [name, step] = change;
    const view = useView.getState();
    view.look({ [name]: view[name] + step });
  };
  const Picture = dimension === 2 ? PlanePicture : SpacePicture;
  return (
    <div
      className="scene"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is moved with the keyboard as with the pointer.
      tabIndex={0}
      aria-label={labels[dimension]}
      onKeyDown={onKeyDown}
    >
      <SceneBoundary>
        <Picture probe={shown} palette={palette} />
      </SceneBoundary>
      {!shown && <p className="empty overlay">Compiling the network for your GPU…</p>}
    </div>
  );
}
