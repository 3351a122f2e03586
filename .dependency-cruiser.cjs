/**
 * The rooms of the house, from the ground up: one may import from those before it in this list, never from those after
 * it, and what it reaches through them counts as well. Types alone weigh nothing.
 */
const rooms = [
  "faults",
  "text",
  "random",
  "storage",
  "lie",
  "integrators",
  "molecules",
  "data",
  "gpu",
  "autograd",
  "nn",
  "config",
  "tasks",
  "training",
  "engine",
  "experiments",
  "bench",
  "cli",
  "app",
];

/** Rooms below that are none of a room's business all the same. */
const strangers = {
  random: ["text"],
  storage: ["text", "random"],
  lie: ["random", "storage"],
  integrators: ["text", "random", "storage", "lie"],
  molecules: ["random", "storage", "lie", "integrators"],
  data: ["random", "storage", "lie", "integrators", "molecules"],
  gpu: ["text", "random", "storage", "lie", "integrators", "molecules", "data"],
  autograd: ["random", "storage", "integrators", "molecules", "data"],
  nn: ["random", "storage", "molecules", "data"],
  config: ["random", "storage", "integrators", "data", "gpu", "autograd", "nn"],
  // The page talks to the engine through its protocol.
  app: ["gpu", "autograd", "nn", "training", "cli"],
};

const inside = (names) => `^src/(${names.join("|")})/`;

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    ...rooms.flatMap((room, floor) => {
      const closed = [...rooms.slice(floor + 1), ...(strangers[room] ?? [])];
      return closed.length === 0
        ? []
        : [
            {
              name: `${room}-reaches-too-far`,
              severity: "error",
              from: { path: inside([room]) },
              to: { path: inside(closed), reachable: true },
            },
          ];
    }),
    {
      name: "engine-knows-no-page",
      severity: "error",
      from: { path: inside(rooms.filter((room) => room !== "app")) },
      to: { path: "^node_modules/(react/index|react-dom|three|@react-three|zustand)", reachable: true },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^(vite/client)$" } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: false,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".css"],
      conditionNames: ["import", "default"],
      exportsFields: ["exports"],
    },
  },
};
