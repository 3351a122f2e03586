import * as v from "valibot";
import { choice, real, type Settings, text, whole } from "../field.ts";

export const heading = "Task";
export const when = { task: ["constellations"] };

const planePatterns = ["square", "triangle", "pentagon", "L"] as const;
const spacePatterns = ["tetrahedron", "pyramid", "octahedron", "cube", "staircase"] as const;
export type PatternName = (typeof planePatterns)[number] | (typeof spacePatterns)[number];

/** Dimension of the space that the patterns lie in. */
export const shapesDimension = ({ patterns }: Settings): 2 | 3 =>
  (spacePatterns as readonly string[]).includes(String(patterns).split(",")[0] as string) ? 3 : 2;

const patternList = v.pipe(
  v.string(),
  v.check(
    (list) => {
      const names = list.split(",");
      const allOf = (known: readonly string[]) => names.every((name) => known.includes(name));
      return names.length === new Set(names).size && (allOf(planePatterns) || allOf(spacePatterns));
    },
    `a list of ${planePatterns.join(", ")}, or of ${spacePatterns.join(", ")}, each at most once`,
  ),
);

export const fields = {
  patterns: text(
    [
      "Patterns",
      "Shapes to count, separated by commas: square, triangle, pentagon, L in the plane; tetrahedron, pyramid, octahedron, cube, staircase in space.",
    ],
    "pentagon,L",
    patternList,
  ),
  repeats: whole(["Repeats", "Largest number of copies of each pattern in a cloud."], 1, 4, 1),
  generator: choice(
    ["Generator", "published keeps the authors' quirk (polygons spread three times as far); clean does not."],
    ["clean", "published"],
    "clean",
    { applies: (settings) => shapesDimension(settings) === 2 },
  ),
  extent: real(
    ["Extent", "Width of the square or cube the patterns are scattered in; a pattern has radius 1."],
    2,
    48,
    1,
    3,
  ),
  drop: real(["Drop", "Chance that a pattern is absent."], 0, 0.9, 0.05, 0.5),
  noise: real(["Noise", "Standard deviation of the noise on every coordinate."], 0, 0.5, 0.01, 0.02),
  tilt: real(
    ["Own rotation", "Patterns are turned by up to half this many turns either way, in space about any axis."],
    0,
    1,
    0.01,
    0,
  ),
} as const;
