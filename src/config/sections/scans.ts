import { real, whole } from "../field.ts";

export const heading = "Task";
export const when = { task: ["scans"] };

export const fields = {
  scanned: whole(["Points", "Points of a solid's surface that a scan has."], 16, 256, 128),
  unseen: real(
    ["Unseen", "Largest part of the surface that a scan misses, as a plane cuts it off: each scan draws its own part."],
    0,
    0.8,
    0.05,
    0.5,
  ),
  grain: real(
    ["Noise", "Standard deviation of the noise on every coordinate; the solids are about two units wide."],
    0,
    0.3,
    0.01,
    0.02,
  ),
} as const;
