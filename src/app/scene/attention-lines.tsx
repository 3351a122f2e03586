import { mat4, quat, vec3 } from "gl-matrix";
import { useLayoutEffect, useRef } from "react";
import { Color, type InstancedMesh } from "three";
import type { Palette } from "./palette.ts";

interface LinesProps {
  /** [n, 2] */
  readonly points: Float32Array;
  readonly mask: Float32Array;
  readonly query: number;
  /** Attention weight of each point; negative ones are possible when scores are not normalised by softmax. */
  readonly weights: readonly number[];
  readonly palette: Palette;
  /** 0 .. 1 */
  readonly strength: number;
}

const WIDTH = { least: 0.004, most: 0.032 };

/** Lines from the query point to every point it attends to: width and strength of colour by |weight|, hue by sign. */
export function AttentionLines({ points, mask, query, weights, palette, strength }: LinesProps) {
  const mesh = useRef<InstancedMesh>(null);
  const count = weights.length;
  useLayoutEffect(() => {
    if (!mesh.current) return;
    const largest = Math.max(...weights.map((weight, k) => (mask[k] ? Math.abs(weight) : 0)), Number.MIN_VALUE);
    const from = vec3.fromValues(points[2 * query] ?? 0, points[2 * query + 1] ?? 0, 0);
    const background = new Color(palette.surface);
    weights.forEach((weight, k) => {
      const to = vec3.fromValues(points[2 * k] ?? 0, points[2 * k + 1] ?? 0, 0);
      const offset = vec3.subtract(vec3.create(), to, from);
      const relative = mask[k] ? Math.abs(weight) / largest : 0;
      const turn = quat.setAxisAngle(quat.create(), [0, 0, 1], Math.atan2(offset[1], offset[0]));
      const middle = vec3.lerp(vec3.create(), from, to, 0.5);
      middle[2] = 0.01 * relative;
      const width = relative === 0 ? 0 : WIDTH.least + (WIDTH.most - WIDTH.least) * relative;
      const matrix = mat4.fromRotationTranslationScale(mat4.create(), turn, middle, [vec3.length(offset), width, 1]);
      (mesh.current as InstancedMesh).instanceMatrix.array.set(matrix, 16 * k);
      const colour = new Color(weight < 0 ? palette.negative : palette.accent);
      mesh.current?.setColorAt(k, background.clone().lerp(colour, strength * (0.15 + 0.85 * relative)));
    });
    mesh.current.instanceMatrix.needsUpdate = true;
    if (mesh.current.instanceColor) mesh.current.instanceColor.needsUpdate = true;
  });
  return (
    <instancedMesh
      key={count}
      ref={mesh}
      args={[undefined, undefined, count]}
      frustumCulled={false}
      raycast={() => null}
    >
      <planeGeometry args={[1, 1]} />
      <meshBasicMaterial toneMapped={false} />
    </instancedMesh>
  );
}
