import type { Group } from "./group.ts";
import { canonical } from "./quaternion.ts";
import { relativeMotion, se3 } from "./se3.ts";

/**
 * SE(3) without a logarithm (specification 2.10): the pair feature is the quaternion and the translation of h^-1 g. The
 * product of two unit quaternions has a sign of its own, which left multiplication keeps.
 */
export const se3Quaternion: Group = {
  ...se3,
  name: "SE3quat",
  title: "SE(3), quaternion pairs with the sign of the samples",
  shader: "groups/se3_quaternion.wgsl",
  pairDim: 7,
  algebraDim: 0,
  pairFeature: (a, g, h) => {
    const { rotation, translation } = relativeMotion(a, g, h);
    return [...rotation, ...translation];
  },
};

/** The same with the sign of the pair made canonical, w >= 0: it does not depend on which of q and -q was sampled. */
export const se3CanonicalQuaternion: Group = {
  ...se3Quaternion,
  name: "SE3quatCanonical",
  title: "SE(3), quaternion pairs with w ≥ 0",
  shader: "groups/se3_canonical_quaternion.wgsl",
  pairFeature: (a, g, h) => {
    const { rotation, translation } = relativeMotion(a, g, h);
    return [...canonical(a, rotation), ...translation];
  },
};
