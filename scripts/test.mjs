// Runs every check and test and closes with one line: N passed, N failed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";

const E2E = "test-results/e2e.json";

const totals = { passed: 0, failed: 0 };
const run = (command, ...options) => spawnSync(command, options, { stdio: "inherit", shell: false }).status === 0;
const add = (passed, failed) => {
  totals.passed += passed;
  totals.failed += failed;
};

/** A suite that failed before it could report counts as one failure. */
function addReport(path, succeeded, read) {
  const [passed, failed] = existsSync(path) ? read(JSON.parse(readFileSync(path, "utf8"))) : [0, 0];
  add(passed, succeeded ? failed : Math.max(failed, 1));
}

/** Some of the unit tests; what they print comes in one piece, when they have ended. */
function unit({ name, options }, slot) {
  const report = `test-results/${name.replaceAll(/\W+/g, "-")}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return new Promise((resolve) => {
    let printed = "";
    const tests = spawn("npx", ["vitest", "run", ...reporters, ...options], {
      stdio: ["ignore", "pipe", "pipe"],
      // Side by side each bundles dependencies for itself.
      env: { ...process.env, VITE_CACHE: `node_modules/.vite/unit-${slot}` },
    });
    for (const stream of [tests.stdout, tests.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        printed += text;
      });
    }
    tests.on("close", (status) => {
      console.log(`\n== unit tests: ${name}\n${printed}`);
      addReport(report, status === 0, ({ numPassedTests, numFailedTests }) => [numPassedTests, numFailedTests]);
      resolve();
    });
  });
}

/** A software adapter compiles on one core: tests of a GPU go in parts, each with a browser of its own. */
const GPU_PARTS = 4;

const parts = [
  { name: "node", options: ["--project", "node"] },
  ...Array.from({ length: GPU_PARTS }, (_, k) => ({
    name: `gpu, part ${k + 1} of ${GPU_PARTS}`,
    options: ["--project", "gpu (chromium)", `--shard=${k + 1}/${GPU_PARTS}`],
  })),
];

/** One part after the other, as long as there are some. */
async function units(slot) {
  for (let part = parts.shift(); part; part = parts.shift()) await unit(part, slot);
}

rmSync("test-results", { recursive: true, force: true });
mkdirSync("test-results", { recursive: true });
for (const check of ["lint", "typecheck", "rooms", "unused"]) {
  console.log(`\n== ${check}`);
  const passed = run("npm", "run", "--silent", check);
  add(passed ? 1 : 0, passed ? 0 : 1);
}
await Promise.all([units(0), units(1)]);
console.log("\n== the built page");
const e2e = run("npx", "playwright", "test");
addReport(E2E, e2e, ({ stats }) => [stats.expected + stats.flaky, stats.unexpected]);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
