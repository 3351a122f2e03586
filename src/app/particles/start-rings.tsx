import { Billboard } from "@react-three/drei";
import { type ThreeEvent, useThree } from "@react-three/fiber";
import { withStart } from "../../config/starts.ts";
import { inverseMotion, movedPoint } from "../../lie/motion.ts";
import { colourOf, type Palette } from "../palette.ts";
import { underPointer } from "../scene/facing-plane.ts";
import { Handle } from "../scene/handles.tsx";
import { look, useParts, useView } from "../stores/view-store.ts";
import { placeOf } from "./appearance.ts";
import type { Truth } from "./futures.ts";

/** Decimals of a place that a hand drags to. */
const DRAGGED = 3;

const RING = { radius: 0.075, width: 0.014, target: 0.12 };

/** Where every particle starts: drag a ring to start it elsewhere, and both futures change. */
export function StartRings({ truth, palette }: { truth: Truth; palette: Palette }) {
  const { point } = useParts("point");
  const camera = useThree((state) => state.camera);
  const { system, moved: start, unit, motion } = truth;
  const { dimension } = system;
  return system.masses.map((_, k) => {
    const place = placeOf(start, k, dimension, unit);
    if (!place) return null;
    const drag = ({ ray }: ThreeEvent<PointerEvent>) => {
      const at = underPointer(ray, camera, place);
      if (!at) return;
      const moved = at.slice(0, dimension).map((value) => value * unit);
      const { starts } = useView.getState();
      const dragged = movedPoint(moved, inverseMotion(motion)).map((value) => Number(value.toFixed(DRAGGED)));
      look({ point: k, starts: withStart(starts, k + 1, dragged) });
    };
    const chosen = point === k;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: particles are told apart by their index.
      <Billboard key={k} position={[place[0], place[1], place[2] + (dimension === 2 ? 0.25 : 0)]}>
        <Handle onDrag={drag} onPick={() => look({ point: k })} cursor="grab">
          <mesh>
            <ringGeometry args={[RING.radius - RING.width, RING.radius, 40]} />
            <meshBasicMaterial color={colourOf(k)} toneMapped={false} />
          </mesh>
          {chosen && (
            <mesh>
              <ringGeometry args={[RING.radius + 0.012, RING.radius + 0.022, 40]} />
              <meshBasicMaterial color={palette.ink} toneMapped={false} />
            </mesh>
          )}
          <mesh>
            <circleGeometry args={[RING.target, 24]} />
            <meshBasicMaterial transparent opacity={0} depthWrite={false} />
          </mesh>
        </Handle>
      </Billboard>
    );
  });
}
