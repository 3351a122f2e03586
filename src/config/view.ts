import * as v from "valibot";
import { choice, type Field, type Meta, real, text, type Values, whole } from "./field.ts";
import { startsPattern } from "./starts.ts";

const view = (label: string, help: string): Meta => ({ label, help, section: "View" });
/** Degrees. */
const angle = (label: string, help: string) => real({ ...view(label, help), wraps: true }, -180, 180, 1);

/** What a visitor looks at, as a link carries it. */
export const viewFields = {
  rotate: angle(
    "Rotation",
    "Turns the input about the origin, in degrees; in space about the z axis, after pitch and yaw.",
  ),
  yaw: angle("Yaw", "In space, turns the input about the y axis, after pitch."),
  pitch: angle("Pitch", "In space, turns the input about the x axis."),
  x: real(view("Shift x", "Moves the input along x, after the rotation; the cloud spans -1 to 1."), -1.5, 1.5, 0.01),
  y: real(view("Shift y", "Moves the input along y, after the rotation."), -1.5, 1.5, 0.01),
  z: real(view("Shift z", "In space, moves the input along z, after the rotation."), -1.5, 1.5, 0.01),
  lift: choice(
    view(
      "Lift",
      "moved: the lifted elements move with the input, so equivariance is exact. fresh: the moved copy draws new random stabiliser samples, as in training.",
    ),
    ["moved", "fresh"],
  ),
  needles: choice(
    view(
      "Needles",
      "Each lifted element as a needle, in space as a triad: the rotation that a point was lifted with. One for every sample.",
    ),
    ["shown", "hidden"],
  ),
  cloud: whole(view("Cloud", "Which cloud of the test set."), 1, 2000),
  point: whole(view("Query point", "The point whose attention is shown."), 0, 999),
  layer: whole(view("Layer", "Layer whose attention is drawn."), 1, 12),
  head: whole(view("Head", "Head whose attention is drawn."), 1, 16),
  colour: choice(view("Colour by", "What the colour of a point means."), ["pattern", "attention"]),
  trajectory: whole(view("System", "Which particle system of the test set."), 1, 2000),
  span: whole(view("Horizon", "States that the models predict from the first one, a hundredth apart in time."), 5, 500),
  starts: {
    ...text(view("Starts", "Particles put elsewhere than they were drawn, as particle:x,y parted by semicolons.")),
    schema: v.pipe(
      v.string(),
      v.maxLength(400, "at most 400 characters"),
      v.regex(startsPattern, "a list like 2:0.3,-0.15;5:1,0"),
    ),
  },
  drawn: choice(view("Drawn", "Whose prediction is drawn over the true motion."), ["model", "baseline"]),
  arrows: choice(view("Forces", "Forces on the particles as arrows, true and learned."), ["shown", "hidden"]),
} as const satisfies Record<string, Field>;

export type View = Values<typeof viewFields>;

export const defaultView: View = {
  rotate: 50,
  yaw: 0,
  pitch: 0,
  x: 0.35,
  y: -0.2,
  z: 0,
  lift: "moved",
  needles: "shown",
  cloud: 3,
  point: 0,
  layer: 1,
  head: 1,
  colour: "pattern",
  trajectory: 1,
  span: 100,
  starts: "",
  drawn: "model",
  arrows: "shown",
};
