import * as v from "valibot";
import { coordinatesPattern } from "./coordinates.ts";
import { choice, type Field, real, standardsOf, text, type Values, whole } from "./field.ts";
import { ownPattern } from "./own.ts";
import { atomsPattern, lieApart } from "./own-molecule.ts";
import { startsPattern } from "./starts.ts";

/** Degrees. */
const angle = (label: string, help: string, standard: number) =>
  real([label, help], -180, 180, 1, standard, { wraps: true });

/** Text of a list, as its pattern has it, with an example of one. */
const listOf = (pattern: RegExp, most: number, like: string) =>
  v.pipe(v.string(), v.maxLength(most, `at most ${most} characters`), v.regex(pattern, like));

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
    listOf(coordinatesPattern, 200, "a list of numbers like 0.5;-0.2"),
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
    listOf(ownPattern, 12000, "a list of points like 0.3,-0.15;0.5,1"),
  ),
  molecule: whole(["Molecule", "Which molecule of QM9, by its number in GDB-9."], 1, 133_885, 30_863),
  structure: text(
    [
      "Own molecule",
      "Atoms of one's own instead of a molecule of QM9: element,x,y,z of each in angstrom, separated by semicolons.",
    ],
    "",
    v.pipe(
      listOf(atomsPattern, 4000, "a list of atoms like O,0,0,0.119;H,0,0.763,-0.477"),
      v.check(lieApart, "a list of atoms with no two in one place, within 1000 angstrom"),
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
    listOf(coordinatesPattern, 200, "a list of numbers like 0;0;45"),
  ),
  slopes: choice(
    ["Slopes", "Arrows: how the prediction rises with the place of each atom."],
    ["shown", "hidden"],
    "hidden",
  ),
  symbols: choice(["Symbols", "The element of each atom, as letters."], ["shown", "hidden"], "hidden"),
  colour: choice(["Colour by", "What the colour of a point means."], ["pattern", "attention"], "pattern"),
  trajectory: whole(["System", "Which particle system, graph or sequence of the test set."], 1, 2000, 1),
  renumber: whole(
    [
      "Numbering",
      "Of a graph's nodes, in which the networks are asked once more: 0 is that of the file, others are drawn.",
    ],
    0,
    999,
    1,
  ),
  clock: real(
    ["Clock", "By how many days, of earthquakes hours, a sequence is shifted when the networks are asked once more."],
    0,
    1000,
    0.5,
    100,
  ),
  cut: text(
    [
      "Cut",
      "A stretch that is hidden besides: station,measurement,first hour,hour after the last, counted from 0; empty for none.",
    ],
    "",
    listOf(/^(\d{1,3},\d{1,3},\d{1,3},\d{1,3})?$/, 20, "four numbers like 3,0,12,30"),
  ),
  series: whole(["Series", "The measurement that is drawn."], 1, 6, 1),
  station: whole(["Station", "The station whose hours are drawn."], 1, 12, 1),
  span: whole(
    ["Horizon", "States that the models predict from the first one, a hundredth apart in time."],
    5,
    500,
    100,
  ),
  starts: text(
    ["Starts", "Particles put elsewhere than they were drawn, as particle:x,y separated by semicolons."],
    "",
    listOf(startsPattern, 400, "a list like 2:0.3,-0.15;5:1,0"),
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
