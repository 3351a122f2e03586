import { Canvas, useThree } from "@react-three/fiber";
import { mat2d, vec2 } from "gl-matrix";
import { Component, type KeyboardEvent, type ReactNode, useLayoutEffect, useMemo } from "react";
import { Color, type OrthographicCamera } from "three";
import type { Probe } from "../../engine/protocol.ts";
import { useRun } from "../stores/run-store.ts";
import { useView } from "../stores/view-store.ts";
import { AttentionLines } from "./attention-lines.tsx";
import { Dots } from "./cloud.tsx";
import { Frames } from "./frames.tsx";
import { Handles } from "./handles.tsx";
import { type Palette, patternColour, usePalette } from "./palette.ts";

/** Half of the visible square: the cloud spans -1 to 1, the ring 1.62 and more when shifted. */
const HALF = 2.05;

function FittedCamera() {
  const { camera, size, invalidate } = useThree();
  useLayoutEffect(() => {
    const fitted = camera as OrthographicCamera;
    fitted.zoom = Math.min(size.width, size.height) / (2 * HALF);
    fitted.updateProjectionMatrix();
    invalidate();
  }, [camera, size, invalidate]);
  return null;
}

function Axes({ palette }: { palette: Palette }) {
  return [0, Math.PI / 2].map((turned) => (
    <mesh key={turned} rotation={[0, 0, turned]} position={[0, 0, -0.2]} raycast={() => null}>
      <planeGeometry args={[20, 0.006]} />
      <meshBasicMaterial color={palette.line} toneMapped={false} />
    </mesh>
  ));
}

/** Blends a colour towards the background. */
const faded = (colour: string, background: string, amount: number): string =>
  `#${new Color(colour).lerp(new Color(background), amount).getHexString()}`;

function Contents({ probe, palette }: { probe: Probe; palette: Palette }) {
  const { rotate, x, y, layer, head, colour, needles, look } = useView();
  const { points, mask, pattern, request, attention, frames } = probe;
  // The picture follows the pointer at once; the engine's answer follows.
  const moved = useMemo(() => {
    const motion = mat2d.fromTranslation(mat2d.create(), [x, y]);
    mat2d.rotate(motion, motion, (rotate * Math.PI) / 180);
    const target = new Float32Array(points.length);
    for (let k = 0; k < points.length; k += 2) {
      const point = vec2.transformMat2d(vec2.create(), [points[k] ?? 0, points[k + 1] ?? 0], motion);
      target.set(point, k);
    }
    return target;
  }, [points, rotate, x, y]);

  const rowOf = (maps: number[][][]) => {
    const heads = maps[Math.min(layer, maps.length) - 1];
    return heads?.[Math.min(head, heads.length) - 1];
  };
  const present = Array.from(mask, (_, k) => k).filter((k) => mask[k] === 1);
  const copies = [
    {
      name: "original",
      points,
      row: rowOf(attention.original),
      strength: 0.35,
      faint: 0.35,
      radius: 0.045,
      depth: 0.1,
    },
    { name: "moved", points: moved, row: rowOf(attention.moved), strength: 1, faint: 0, radius: 0.065, depth: 0.2 },
  ] as const;
  return copies.map(({ name, points: at, row, strength, faint, radius, depth }) => {
    const largest = Math.max(...present.map((k) => Math.abs(row?.[k] ?? 0)), Number.MIN_VALUE);
    const tint = (k: number) => {
      if (colour === "pattern" || !row) return patternColour(pattern[k] ?? 0);
      const weight = row[k] ?? 0;
      const strong = weight < 0 ? palette.negative : palette.accent;
      return faded(strong, palette.line, 1 - Math.abs(weight) / largest);
    };
    const dots = present.map((k) => ({
      x: at[2 * k] ?? 0,
      y: at[2 * k + 1] ?? 0,
      radius,
      colour: faded(tint(k), palette.surface, faint),
    }));
    const ring = {
      x: at[2 * request.point] ?? 0,
      y: at[2 * request.point + 1] ?? 0,
      radius: radius + 0.03,
      colour: faded(palette.ink, palette.surface, faint),
    };
    const gap = { ...ring, radius: radius + 0.014, colour: palette.surface };
    return (
      <group key={name}>
        {row && (
          <AttentionLines
            points={at}
            mask={mask}
            query={request.point}
            weights={row}
            palette={palette}
            strength={strength}
          />
        )}
        {frames && needles === "shown" && (
          <Frames
            points={at}
            directions={frames[name]}
            mask={mask}
            colour={faded(palette.ink, palette.surface, faint)}
            depth={depth - 0.03}
          />
        )}
        <Dots dots={[ring]} depth={depth - 0.02} />
        <Dots dots={[gap]} depth={depth - 0.01} />
        <Dots dots={dots} depth={depth} onPick={(index) => look({ point: present[index] ?? 0 })} />
      </group>
    );
  });
}

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

/** What a key adds to the motion. */
const keys: Readonly<Record<string, Readonly<Partial<Record<"rotate" | "x" | "y", number>>>>> = {
  ArrowLeft: { x: -STEP },
  ArrowRight: { x: STEP },
  ArrowUp: { y: STEP },
  ArrowDown: { y: -STEP },
  "[": { rotate: TURN },
  "]": { rotate: -TURN },
};

/** The cloud (faint), its moved copy (full), the handles that move it, and what the query point attends to. */
export function Scene() {
  const palette = usePalette();
  const probe = useRun((state) => state.probe);
  const { rotate, x, y, look } = useView();
  const onKeyDown = (event: KeyboardEvent) => {
    const added = keys[event.key];
    if (!added) return;
    event.preventDefault();
    look({ rotate: rotate + (added.rotate ?? 0), x: x + (added.x ?? 0), y: y + (added.y ?? 0) });
  };
  return (
    <div
      className="scene"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is moved with the keyboard as with the pointer.
      tabIndex={0}
      aria-label="Input cloud and its moved copy. Arrow keys shift it, [ and ] rotate it."
      onKeyDown={onKeyDown}
    >
      <SceneBoundary>
        <Canvas orthographic flat frameloop="demand" dpr={[1, 2]} camera={{ position: [0, 0, 10] }}>
          <color attach="background" args={[palette.surface]} />
          <FittedCamera />
          <Axes palette={palette} />
          {probe && <Contents probe={probe} palette={palette} />}
          {probe && <Handles palette={palette} />}
        </Canvas>
      </SceneBoundary>
      {!probe && <p className="empty overlay">Compiling the network for your GPU…</p>}
    </div>
  );
}
