import type { Motion } from "../lie/motion.ts";
import { coordinatesOf, withCoordinate } from "./coordinates.ts";
import { generatorsOf, motionOf } from "./motion.ts";
import type { Config } from "./schema.ts";
import { dimensionOf } from "./tasks.ts";
import { type View, viewFields } from "./view.ts";

/** Motions of an orbit. */
export const MOST_MOTIONS = 72;

type Axis = View["axis"];
type MotionField = "rotate" | "yaw" | "pitch" | "x" | "y" | "z" | "scale";

/** Ends of what is surveyed along a generator. */
const REACH = 2;

const planeAxes = ["rotate", "x", "y", "scale"] as const;
const spaceAxes = ["rotate", "yaw", "pitch", "x", "y", "z", "scale"] as const;

/** Axes that an orbit of a config's inputs can follow. */
export const axesOf = (config: Config): readonly Axis[] => [
  ...(dimensionOf(config) === 2 ? planeAxes : spaceAxes),
  ...generatorsOf(config).map((_, k) => `generator${k + 1}` as Axis),
];

/** The axis that a view follows: turning, where the config has none of that name. */
const axisOf = (view: Pick<View, "axis">, config: Config): Axis =>
  axesOf(config).includes(view.axis) ? view.axis : "rotate";

const generatorOf = (axis: Axis): number | null =>
  axis.startsWith("generator") ? Number(axis.slice("generator".length)) - 1 : null;

/** A sweep of an axis: its values, what the view is at each, and where it is now. */
export interface OrbitAxis {
  readonly axis: Axis;
  readonly label: string;
  readonly values: readonly number[];
  readonly now: number;
  /** The view with the input moved to a value. */
  at(value: number): Partial<View>;
}

/** How the values of an axis are spread: the whole turn, once, and a scale by powers. */
function valuesOf(field: MotionField): number[] {
  const { min, max } = viewFields[field].range;
  const last = field === "rotate" || field === "yaw" || field === "pitch" ? MOST_MOTIONS : MOST_MOTIONS - 1;
  return Array.from({ length: MOST_MOTIONS }, (_, k) => {
    const share = k / last;
    return field === "scale" ? min * (max / min) ** share : min + (max - min) * share;
  });
}

export function orbitAxis(view: Pick<View, "axis" | "along" | MotionField>, config: Config): OrbitAxis {
  const axis = axisOf(view, config);
  const generator = generatorOf(axis);
  if (generator === null) {
    const field = axis as MotionField;
    return {
      axis,
      label: viewFields[field].label,
      values: valuesOf(field),
      now: view[field],
      at: (value) => ({ [field]: value }),
    };
  }
  const count = generatorsOf(config).length;
  return {
    axis,
    label: `Generator ${generator + 1}`,
    values: Array.from({ length: MOST_MOTIONS }, (_, k) => REACH * ((2 * k) / (MOST_MOTIONS - 1) - 1)),
    now: coordinatesOf(view.along, count)[generator] as number,
    at: (value) => ({ along: withCoordinate(view.along, count, generator, value) }),
  };
}

/** The motions along the axis that a view follows. */
export function orbitOf(view: View, config: Config): { readonly axis: OrbitAxis; readonly motions: readonly Motion[] } {
  const axis = orbitAxis(view, config);
  return { axis, motions: axis.values.map((value) => motionOf({ ...view, ...axis.at(value) }, config)) };
}

/** Index of the value that is nearest to another. */
export function nearest(values: readonly number[], to: number): number {
  let best = 0;
  values.forEach((value, k) => {
    if (Math.abs(value - to) < Math.abs((values[best] as number) - to)) best = k;
  });
  return best;
}
