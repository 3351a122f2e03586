import { useMemo } from "react";
import { motionOf } from "../../config/motion.ts";
import type { Motion } from "../../lie/motion.ts";
import { useConfig } from "./config-store.ts";
import { useMotion } from "./view-store.ts";

/** The view's motion of the input. */
export function useInputMotion(): Motion {
  const view = useMotion();
  const config = useConfig((state) => state.config);
  return useMemo(() => motionOf(view, config), [view, config]);
}
