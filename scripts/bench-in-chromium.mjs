// Runs benchmark suites in headless Chromium, on the modules as the development server serves them. Called by
// src/cli/bench.ts with what to run as JSON; hands each outcome back as a line of JSON, the adapter's name last.
import process from "node:process";
import { chromium } from "playwright";
import { createServer } from "vite";

const { names, request } = JSON.parse(process.argv[2] ?? "{}");
const server = await createServer({ logLevel: "error", server: { port: 0 } });
await server.listen();
const { chromiumOptions } = await server.ssrLoadModule("/scripts/chromium.ts");
const browser = await chromium.launch(chromiumOptions());
try {
  const origin = server.resolvedUrls.local[0];
  const page = await browser.newPage();
  await page.route(`${origin}blank`, (route) => route.fulfill({ contentType: "text/html", body: "" }));
  await page.exposeFunction("found", (outcome) => console.log(JSON.stringify(outcome)));
  await page.goto(`${origin}blank`);
  const adapter = await page.evaluate(
    `import("/src/bench/in-browser.ts").then(({ runInBrowser }) => runInBrowser(${JSON.stringify(names)}, ${JSON.stringify(request)}, found))`,
  );
  console.log(JSON.stringify({ adapter }));
} finally {
  await browser.close();
  await server.close();
}
