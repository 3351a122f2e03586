// Runs every check and test and closes with one line: N passed, N failed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";

const UNIT = "test-results/unit.json";
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

rmSync("test-results", { recursive: true, force: true });
mkdirSync("test-results", { recursive: true });
for (const check of ["lint", "typecheck", "rooms", "unused"]) {
  console.log(`\n== ${check}`);
  const passed = run("npm", "run", "--silent", check);
  add(passed ? 1 : 0, passed ? 0 : 1);
}
console.log("\n== unit and GPU tests");
const unit = run("npx", "vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${UNIT}`);
addReport(UNIT, unit, (report) => [report.numPassedTests, report.numFailedTests]);
console.log("\n== the built page");
const e2e = run("npx", "playwright", "test");
addReport(E2E, e2e, ({ stats }) => [stats.expected + stats.flaky, stats.unexpected]);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
