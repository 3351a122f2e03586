import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { colours, dashes, glyphOf } from "../../src/app/palette.ts";

type Rgb = readonly [number, number, number];

const styles = readFileSync(new URL("../../src/app/styles/base.css", import.meta.url), "utf8");

/** A colour of the style sheet, light or dark. */
function styled(name: string, scheme: "light" | "dark"): string {
  const block = styles.split(':root[data-theme="dark"]')[scheme === "light" ? 0 : 1];
  return new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(block ?? "")?.[1] as string;
}

/** Linear light, 0 .. 1 (IEC 61966-2-1). */
const linear = (hex: string): Rgb =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** Contrast ratio (WCAG 2). */
const contrast = (a: Rgb, b: Rgb): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** What people without one kind of cone see (Vienot, Brettel and Mollon, 1999), and what a printer without colour makes. */
const seen: Readonly<Record<string, (c: Rgb) => Rgb>> = {
  deuteranopia: ([r, g, b]) => {
    const mixed = 0.29275 * r + 0.70725 * g;
    return [mixed, mixed, -0.02234 * r + 0.02234 * g + b];
  },
  protanopia: ([r, g, b]) => {
    const mixed = 0.11238 * r + 0.88762 * g;
    return [mixed, mixed, 0.00401 * r - 0.00401 * g + b];
  },
  print: (c) => {
    const grey = luminance(c);
    return [grey, grey, grey];
  },
};

const entrants = Object.keys(dashes) as (keyof typeof dashes)[];

test("the first two of what is compared differ in lightness for everyone, and in print", () => {
  const pairs = [
    [colours[0], colours[1]],
    ...(["light", "dark"] as const).map((scheme) => [styled("accent", scheme), styled("second", scheme)]),
  ] as [string, string][];
  for (const [a, b] of pairs)
    for (const [who, see] of Object.entries(seen))
      expect(contrast(see(linear(a)), see(linear(b))), `${a} ${b} ${who}`).toBeGreaterThan(1.3);
});

test("every pattern has a glyph of its own, and every entrant its dashes", () => {
  expect(new Set(colours.map((_, k) => glyphOf(k))).size).toBe(colours.length);
  expect(new Set(entrants.map((name) => dashes[name].join())).size).toBe(entrants.length);
});

test("lines and figures in an entrant's colour stand out from their ground", () => {
  for (const scheme of ["light", "dark"] as const)
    for (const name of entrants)
      expect(
        contrast(linear(styled(name, scheme)), linear(styled("surface", scheme))),
        `${name} ${scheme}`,
      ).toBeGreaterThan(4.5);
});
