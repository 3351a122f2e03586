import { Component, type KeyboardEvent, type ReactNode, useRef } from "react";
import type { View } from "../../config/view.ts";
import { coarse, look, useView } from "../stores/view-store.ts";
import { useGestures } from "./gestures.ts";

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
const GROWTH = 1.05;

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

/** What a key makes of the view's motion, if anything. */
function changeBy(key: string, dimension: 2 | 3, view: View): Partial<View> | null {
  const change = keys[dimension][key];
  if (change) return { [change[0]]: view[change[0]] + change[1] };
  if (key === "m") return { mirror: view.mirror === "yes" ? "no" : "yes" };
  if (key === "+" || key === "=") return { scale: view.scale * GROWTH };
  return key === "-" ? { scale: view.scale / GROWTH } : null;
}

const keysInWords = {
  2: "Arrow keys shift it, [ and ] rotate it, M mirrors it, plus and minus scale it.",
  3: "Arrow, Page Up and Page Down keys shift it; [ and ], comma and full stop, semicolon and apostrophe turn it; M mirrors it, plus and minus scale it.",
};

interface StageProps {
  readonly dimension: 2 | 3;
  /** What the picture shows, for who cannot see it. */
  readonly label: string;
  /** Keys beside those that move the input; true for one that was taken. */
  readonly onKey?: (key: string) => boolean;
  readonly children: ReactNode;
}

/** The picture's place on the page: takes the keys that move the input. */
export function Stage({ dimension, label, onKey, children }: StageProps) {
  const element = useRef<HTMLDivElement>(null);
  useGestures(element, dimension === 2);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const view = useView.getState();
    const change = changeBy(event.key, dimension, view);
    if (change) look(coarse(change));
    if (change || onKey?.(event.key)) event.preventDefault();
  };
  return (
    <div
      ref={element}
      className="scene"
      data-dimension={dimension}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is moved with the keyboard as with the pointer.
      tabIndex={0}
      aria-label={`${label} ${keysInWords[dimension]}`}
      onKeyDown={onKeyDown}
    >
      <SceneBoundary>{children}</SceneBoundary>
    </div>
  );
}
