import { Component, type KeyboardEvent, type ReactNode } from "react";
import { coarse, useView } from "../stores/view-store.ts";

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

const keysInWords = {
  2: "Arrow keys shift it, [ and ] rotate it.",
  3: "Arrow, Page Up and Page Down keys shift it; [ and ], comma and full stop, semicolon and apostrophe turn it.",
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
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const change = keys[dimension][event.key];
    if (change) {
      const [name, step] = change;
      const view = useView.getState();
      view.look(coarse({ [name]: view[name] + step }));
    }
    if (change || onKey?.(event.key)) event.preventDefault();
  };
  return (
    <div
      className="scene"
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
