import * as v from "valibot";
import { coordinatesPattern } from "./coordinates.ts";
import { choice, type Field, real, standardsOf, text, type Values, whole } from "./field.ts";
import { ownPattern } from "./own.ts";
import { startsPattern } from "./starts.ts";

/** Degrees. */
const angle = (label: string, help: string, standard: number) =>
  real([label, help], -180, 180, 1, standard, { wraps: true });

/** What a visitor looks at, as a link carries it. */
export const viewFields = {
  rotate: angle(
    "Rotation",
    "Turns the input about the origin, in degrees; in space about the z axis, after pitch and yaw.",
    50,
  ),
  yaw: angle("Yaw", "In space, turns the input about the y axis, after pitch.", 0),
  pitch: angle("Pitch", "In space, turns the input about the x axis.", 0),
  x: real(["Shift x", "Moves the input along x, after the rotation; the cloud spans -1 to 1."], -1.5, 1.5, 0.01, 0.35),
  y: real(["Shift y", "Moves the input along y, after the rotation."], -1.5, 1.5, 0.01, -0.2),
  z: real(["Shift z", "In space, moves the input along z, after the rotation."], -1.5, 1.5, 0.01, 0),
  mirror: choice(["Mirror", "Reflects the input, y to -y, before it is scaled and turned."], ["no", "yes"], "no"),
  scale: real(["Scale", "Makes the input larger or smaller about the origin, before it is turned."], 0.25, 4, 0.01, 1),
  along: text(
    [
      "Generators",
      "How far the input moves along each generator of a custom group, before it is turned: numbers separated by semicolons.",
    ],
    "",
    v.pipe(
      v.string(),
      v.maxLength(200, "at most 200 characters"),
      v.regex(coordinatesPattern, "a list of numbers like 0.5;-0.2"),
    ),
  ),
  lift: choice(
    [
      "Lift",
      "moved: the lifted elements move with the input, so equivariance is exact. fresh: the moved copy draws new random stabiliser samples, as in training. left: it keeps the samples of the input as given.",
    ],
    ["moved", "fresh", "left"],
    "moved",
  ),
  needles: choice(
    [
      "Needles",
      "Each lifted element as a needle, in space as a triad: the rotation that a point was lifted with. One for every sample.",
    ],
    ["shown", "hidden"],
    "shown",
  ),
  axis: choice(
    ["Orbit of", "The motions that networks are surveyed along: everything else about the input's motion stays."],
    [
      "rotate",
      "yaw",
      "pitch",
      "x",
      "y",
      "z",
      "scale",
      "generator1",
      "generator2",
      "generator3",
      "generator4",
      "generator5",
      "generator6",
      "generator7",
      "generator8",
      "generator9",
    ],
    "rotate",
  ),
  cloud: whole(["Cloud", "Which cloud of the test set."], 1, 2000, 3),
  own: text(
    [
      "Own points",
      "Points of one's own instead of a test cloud: x,y or x,y,z of each, separated by semicolons; the network's own range is -1 to 1.",
    ],
    "",
    v.pipe(
      v.string(),
      v.maxLength(12000, "at most 12000 characters"),
      v.regex(ownPattern, "a list of points like 0.3,-0.15;0.5,1"),
    ),
  ),
  point: whole(["Query point", "The point whose attention is shown."], 0, 999, 0),
  layer: whole(
    ["Layer", "Layer whose attention is drawn; 0 for that of the head that tells points apart most."],
    0,
    12,
    1,
  ),
  head: whole(["Head", "Head whose attention is drawn; 0 for the one that tells points apart most."], 0, 16, 1),
  show: choice(
    ["Show", "answers: what the networks answer, and how they learn. laboratory: what goes on inside one of them."],
    ["answers", "laboratory"],
    "answers",
  ),
  sample: whole(["Lift sample", "Which of the query point's lifted elements is looked into."], 1, 64, 1),
  across: whole(
    ["Across", "Coordinate of the group that the picture of the location term spans, from left to right: 1 is x."],
    1,
    16,
    1,
  ),
  up: whole(["Up", "The coordinate that it spans from bottom to top: 2 is y."], 1, 16, 2),
  at: text(
    ["Slice", "Values of the coordinates that the picture does not span: numbers separated by semicolons."],
    "",
    v.pipe(
      v.string(),
      v.maxLength(200, "at most 200 characters"),
      v.regex(coordinatesPattern, "a list of numbers like 0;0;45"),
    ),
  ),
  colour: choice(["Colour by", "What the colour of a point means."], ["pattern", "attention"], "pattern"),
  trajectory: whole(["System", "Which particle system of the test set."], 1, 2000, 1),
  span: whole(
    ["Horizon", "States that the models predict from the first one, a hundredth apart in time."],
    5,
    500,
    100,
  ),
  starts: text(
    ["Starts", "Particles put elsewhere than they were drawn, as particle:x,y separated by semicolons."],
    "",
    v.pipe(
      v.string(),
      v.maxLength(400, "at most 400 characters"),
      v.regex(startsPattern, "a list like 2:0.3,-0.15;5:1,0"),
    ),
  ),
  drawn: choice(
    ["Drawn", "Whose prediction is drawn over the true motion."],
    ["model", "baseline", "third", "fourth"],
    "model",
  ),
  hide: text(
    ["Hide", "Parts of the page that an embedding page does without: header, bar, settings, separated by commas."],
    "",
    v.pipe(
      v.string(),
      v.regex(
        /^(header|bar|settings)?(,(header|bar|settings))*$/,
        "a list of header, bar, settings like header,settings",
      ),
    ),
  ),
  arrows: choice(["Forces", "Forces on the particles as arrows, true and learned."], ["shown", "hidden"], "shown"),
} as const satisfies Record<string, Field>;

export type View = Values<typeof viewFields>;

export const defaultView: View = standardsOf(viewFields);
