import { Matrix4 } from "three";
import { colourOf, type Palette } from "../palette.ts";
import { type Arrow, Arrows, type Place } from "../scene/arrows.tsx";
import { faded } from "../scene/faded.ts";
import { Instances } from "../scene/instances.tsx";
import { useParts } from "../stores/view-store.ts";
import { type Bodies, drawnOf, type LookedAt } from "./looked.ts";

const RADIUS = 0.075;
const GHOST = 0.06;

const placeOf = (flat: Float64Array, k: number, unit: number): Place => [
  (flat[3 * k] as number) / unit,
  (flat[3 * k + 1] as number) / unit,
  (flat[3 * k + 2] as number) / unit,
];

/** Arrows from where bodies are to where they are said to be. */
const journeys = (
  from: Bodies,
  to: Bodies,
  unit: number,
  look: { readonly width: number; readonly colour: (k: number) => string },
): Arrow[] =>
  Array.from({ length: from.positions.length / 3 }, (_, k): Arrow => {
    const [start, end] = [placeOf(from.positions, k, unit), placeOf(to.positions, k, unit)];
    return {
      from: start,
      vector: [end[0] - start[0], end[1] - start[1], end[2] - start[2]],
      width: look.width,
      colour: look.colour(k),
    };
  });

/** Plus as blue balls, minus as orange cubes: told apart by colour and by shape. */
function Charges({ looked, unit }: { looked: LookedAt; unit: number }) {
  const { charges } = looked.system;
  const { positions } = looked.start;
  const ofSign = (sign: number, size: number) =>
    charges.flatMap((charge, k) =>
      charge === sign
        ? [
            {
              matrix: new Matrix4().makeScale(size, size, size).setPosition(...placeOf(positions, k, unit)),
              colour: colourOf(sign > 0 ? 0 : 1),
            },
          ]
        : [],
    );
  return (
    <>
      <Instances instances={ofSign(1, RADIUS)}>
        <sphereGeometry args={[1, 28, 20]} />
        <meshLambertMaterial toneMapped={false} />
      </Instances>
      <Instances instances={ofSign(-1, 1.6 * RADIUS)}>
        <boxGeometry args={[1, 1, 1]} />
        <meshLambertMaterial toneMapped={false} />
      </Instances>
    </>
  );
}

/** Where a network said that bodies would be before the motion, moved along. */
function Ghosts({ at, unit, palette }: { at: Bodies; unit: number; palette: Palette }) {
  const balls = Array.from({ length: at.positions.length / 3 }, (_, k) => ({
    matrix: new Matrix4().makeScale(GHOST, GHOST, GHOST).setPosition(...placeOf(at.positions, k, unit)),
    colour: palette.ink,
  }));
  return (
    <Instances instances={balls}>
      <sphereGeometry args={[1, 20, 14]} />
      <meshBasicMaterial toneMapped={false} transparent opacity={0.25} depthWrite={false} />
    </Instances>
  );
}

/** The moved copy: bodies, where each will truly be, and where a network says. */
export function Picture({ looked, unit, palette }: { looked: LookedAt; unit: number; palette: Palette }) {
  const { drawn } = useParts("drawn");
  const { system, start, end, late } = looked;
  const network = drawnOf(looked, drawn);
  const pale = (k: number) => faded(colourOf((system.charges[k] as number) > 0 ? 0 : 1), palette.surface, 0.6);
  return (
    <>
      <Charges looked={looked} unit={unit} />
      <Arrows arrows={journeys(start, end, unit, { width: 0.05, colour: pale })} />
      {network && !late && (
        <>
          <Ghosts at={network.carried} unit={unit} palette={palette} />
          <Arrows
            arrows={journeys(start, network.moved, unit, { width: 0.02, colour: () => palette[network.colour] })}
          />
        </>
      )}
    </>
  );
}
