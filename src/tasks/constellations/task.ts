import { cloudTask } from "../clouds/task.ts";

/** Counting the shapes in a point cloud (specification 6). Clouds are drawn as they are needed. */
export const constellations = cloudTask;
