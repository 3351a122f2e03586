import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, type Route, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED, open, openSettings, outputChange, SMALL, share, stepText, withinWorker } from "./playground.ts";

const stepOf = async (page: Page) => Number(/\d+/.exec((await stepText(page).textContent()) ?? "")?.[0]);

test("opens on trained networks that differ, learns from scratch, and asks for nothing beyond its origin", async ({
  page,
}) => {
  const requests: string[] = [];
  const problems: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto("/");
  await expect(stepText(page)).toHaveText("Trained, 800 steps", { timeout: COMPILED });
  await expect(page.getByText("These networks are trained.")).toBeVisible();
  const counts = page.locator(".predictions tbody tr:not(.change)");
  await expect(counts.first().getByRole("cell", { name: "right" })).toHaveCount(3, { timeout: COMPILED });
  // In both rows the Set Transformer is wrong about the moved cloud, and about nothing else anybody is.
  for (const row of await counts.all()) await expect(row.getByRole("cell").last()).toHaveClass(/wrong/);
  await expect(page.locator("td.wrong")).toHaveCount(2);
  expect(await outputChange(page, 0)).toBeLessThan(1e-4);
  await page.getByRole("button", { name: "Train from scratch" }).click();
  await expect(page.getByText("These networks are trained.")).toBeHidden();
  await expect(stepText(page)).toContainText(/Step [1-9]\d? /, { timeout: COMPILED });
  await expect(page.locator(".run-bar")).toContainText("steps/s");
  await expect(page.locator(".run-bar .adapter dd")).not.toHaveText("–");
  expect(problems).toEqual([]);
  const origin = new URL(page.url()).origin;
  expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith("blob:"))).toEqual([]);
});

test("the page answers while its engine is held up, and never touches the GPU itself", async ({ page }) => {
  await page.addInitScript(() => {
    const counted = window as unknown as { asked: number };
    counted.asked = 0;
    const gpu = Object.getOwnPropertyDescriptor(Navigator.prototype, "gpu") as PropertyDescriptor;
    Object.defineProperty(Navigator.prototype, "gpu", {
      get() {
        counted.asked++;
        return gpu.get?.call(this);
      },
    });
  });
  await withinWorker(
    page,
    `self.hold = () => {
       const request = new XMLHttpRequest();
       request.open("GET", "/held", false);
       request.send();
     };`,
  );
  const held = new Promise<Route>((resolve) => void page.route("**/held", resolve));
  await open(page);

  // The engine stands still in the middle of its work until the request is answered.
  const working = page.workers()[0]?.evaluate(() => (self as unknown as { hold: () => void }).hold());
  const route = await held;
  await page.locator(".scene").focus();
  for (let k = 0; k < 4; k++) await page.keyboard.press("[");
  await expect(page.getByLabel("Rotation, exact value")).toHaveValue("70");
  await page.getByRole("button", { name: "Help" }).click();
  await expect(page.getByRole("heading", { name: "What am I looking at?" })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByLabel("Width", { exact: true }).fill("9");
  await page.keyboard.press("Tab");
  await expect(page.locator(".apply")).toContainText("not a multiple of 2 heads");
  const stood = await stepOf(page);
  await route.fulfill({ body: "" });
  await working;
  await expect.poll(() => stepOf(page)).toBeGreaterThan(stood);
  expect(await page.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(0);
});

test("a rotation leaves the LieTransformer's output as it is and changes the Set Transformer's", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Reset motion" }).click();
  await expect.poll(() => outputChange(page, 1)).toBeLessThan(1e-5);
  await page.locator(".scene").focus();
  for (let k = 0; k < 6; k++) await page.keyboard.press("[");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByLabel("Rotation, exact value")).toHaveValue("30");
  await expect(page.getByLabel("Shift x, exact value")).toHaveValue("0.05");
  await expect.poll(() => outputChange(page, 1)).toBeGreaterThan(1e-3);
  expect(await outputChange(page, 0)).toBeLessThan(1e-5);
  // Typing an exact value does the same as the keys.
  await page.getByLabel("Rotation, exact value").fill("90");
  await expect(page).toHaveURL(/rotate=90/);
});

test("dragging the knob rotates the input, and clicking a point shows what it attends to", async ({ page }) => {
  await open(page, `${SMALL}&rotate=0&x=0&y=0`);
  const box = await page.locator(".scene").boundingBox();
  if (!box) throw new Error("no scene");
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const radius = (1.62 * Math.min(box.width, box.height)) / 4.2;
  await page.mouse.move(middle.x + radius, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + radius * 0.7, middle.y - radius * 0.7, { steps: 4 });
  await page.mouse.move(middle.x, middle.y - radius, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByLabel("Rotation, exact value")).toHaveValue(/^(89|90|91)$/);
  const map = page.getByRole("radio", { name: "Layer 1, head 2" });
  await map.check({ force: true });
  await expect(page).toHaveURL(/head=2/);
  await page.getByRole("checkbox", { name: "Needles" }).uncheck();
  await expect(page).toHaveURL(/needles=hidden/);
  await expect(page.locator(".map.chosen svg path.positive, .map.chosen svg path.negative").first()).toBeAttached();
});

test("in space a cloud is turned by handles and keys, and orbiting it moves nothing", async ({ page }) => {
  await open(page, `${SMALL.replace("quick", "quick-space")}&rotate=0&x=0&y=0`);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByLabel("Pitch, exact value")).toHaveValue("0");
  await page.locator(".scene").focus();
  for (let k = 0; k < 4; k++) await page.keyboard.press("'");
  await page.keyboard.press("PageUp");
  await expect(page.getByLabel("Pitch, exact value")).toHaveValue("20");
  await expect(page.getByLabel("Shift z, exact value")).toHaveValue("0.05");
  await expect.poll(() => outputChange(page, 1)).toBeGreaterThan(1e-3);
  expect(await outputChange(page, 0)).toBeLessThan(1e-5);
  await expect(page).toHaveURL(/pitch=20&x=0&y=0&z=0.05/);

  const box = await page.locator(".scene canvas").boundingBox();
  if (!box) throw new Error("no scene");
  const drag = async (from: [number, number], by: [number, number]) => {
    await page.mouse.move(...from);
    // The handles know what is under the pointer once they have been drawn with it.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.mouse.down();
    await page.mouse.move(from[0] + by[0], from[1] + by[1], { steps: 4 });
    await page.mouse.up();
  };
  await drag([box.x + 20, box.y + box.height - 20], [60, -20]);
  await expect(page.getByLabel("Pitch, exact value")).toHaveValue("20");
  await expect(page.getByLabel("Rotation, exact value")).toHaveValue("0");
  // Inside the rings, all three axes turn.
  await drag([box.x + box.width / 2 + 25, box.y + box.height / 2 - 25], [30, 30]);
  await expect(page).not.toHaveURL(/pitch=20&x=0/);
  expect(await outputChange(page, 0)).toBeLessThan(1e-5);
  await page.getByLabel("Shift", { exact: true }).check();
  await page.getByRole("checkbox", { name: "Triads" }).uncheck();
  await expect(page).toHaveURL(/needles=hidden/);
});

test("generators that make no group are refused in words, with a change that mends them", async ({ page }) => {
  await open(page, `${SMALL}&group=custom&generators=0,-1,1,0&box=-1,1`);
  await page.getByLabel("Generators", { exact: true }).fill("0,1,0,0;0,0,1,0");
  await page.keyboard.press("Tab");
  await expect(page.locator(".apply")).toContainText("not closed");
  await page.getByLabel("Generators", { exact: true }).fill("0,-1,1,0");
  await page.getByLabel("Sampling box", { exact: true }).fill("-3,3");
  await page.keyboard.press("Tab");
  await expect(page.locator(".apply")).toContainText("logarithm is not defined");
  await page.getByRole("button", { name: /Use box=/ }).click();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/group=custom/);
  await expect(stepText(page)).toContainText(/Step [1-9]/, { timeout: COMPILED });
  await expect(page.getByRole("button", { name: "Random of custom" })).toBeVisible();
});

test("a link restores settings, seed and view, and names what is wrong in it", async ({ page }) => {
  await open(page, `${SMALL}&seed=7&rotate=-40&cloud=2&group=T2&colour=purple&wings=2&rate=5`);
  const notice = page.locator(".notice");
  await expect(notice).toContainText("colour must be one of");
  await expect(notice).toContainText("there is no setting wings");
  await expect(notice).toContainText("rate must be a number from");
  await expect(page.getByLabel("Rotation, exact value")).toHaveValue("-40");
  await expect(page.getByText("Cloud 2")).toBeVisible();
  await expect(page.getByLabel("Group", { exact: true })).toHaveValue("T2");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await share(page, "Copy link");
  await expect(page.getByRole("button", { name: "Link copied" })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("seed=7");
  expect(link).toContain("group=T2");
  expect(link).not.toContain("wings");
  // Editing the address by hand applies at once and keeps the engine running.
  await page.evaluate(() => {
    location.hash = location.hash.replace("seed=7", "seed=8");
  });
  await expect(stepText(page)).toContainText(/Step [1-9]/, { timeout: COMPILED });
  await expect(page).toHaveURL(/seed=8/);
});

test("a setting that cannot be is refused in words, and the running model goes on", async ({ page }) => {
  await open(page);
  await page.getByLabel("Width", { exact: true }).fill("9");
  await page.keyboard.press("Tab");
  await expect(page.locator(".apply")).toContainText("not a multiple of 2 heads");
  await expect(page.getByRole("button", { name: "Apply" })).toBeDisabled();
  const before = (await stepText(page).textContent()) ?? "";
  await expect(stepText(page)).not.toHaveText(before, { timeout: 20_000 });
  await page.getByRole("button", { name: "Use width=10" }).click();
  await expect(page.getByRole("button", { name: "Apply" })).toBeEnabled();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByLabel("Width", { exact: true })).toHaveValue("8");
});

test("what this GPU cannot run is refused in words: a running model goes on, and a link opens on the default", async ({
  page,
}) => {
  const notice = page.locator(".notice");
  const has16Bits = "navigator.gpu.requestAdapter().then((adapter) => adapter.features.has('shader-f16'))";
  await open(page);
  test.skip(await page.evaluate<boolean>(has16Bits), "This adapter runs every setting.");
  await page.getByLabel("Net arithmetic", { exact: true }).selectOption("half");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(notice).toContainText("has no 16-bit floats");
  const before = (await stepText(page).textContent()) ?? "";
  await expect(stepText(page)).not.toHaveText(before, { timeout: 20_000 });
  await page.goto("about:blank");
  await page.goto(`/${SMALL}&precision=half`);
  await expect(notice).toContainText("has no 16-bit floats", { timeout: COMPILED });
  await expect(notice).toContainText("the default preset runs instead");
  await expect(stepText(page)).toContainText(/Step [1-9]/, { timeout: COMPILED });
  await openSettings(page);
  await expect(page.getByLabel("Net arithmetic", { exact: true })).toHaveValue("single");
});

test("stop, single step, reset and continue do what they say", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await expect(stepText(page)).toContainText("Step 0 of");
  await page.getByRole("button", { name: "Step", exact: true }).click();
  await expect(stepText(page)).toContainText("Step 1 of");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(stepText(page)).toContainText(/Step ([2-9]|\d\d)/);
  await page.getByRole("button", { name: "Stop" }).click();
  const download = page.waitForEvent("download");
  await share(page, "Save weights");
  expect((await download).suggestedFilename()).toMatch(/^lietransformer-step-\d+\.safetensors$/);
});

test("an adapter that tells nothing of itself runs all the same", async ({ page }) => {
  await withinWorker(page, 'Object.defineProperty(GPUAdapter.prototype, "info", { get: () => undefined });');
  await open(page);
  await expect(page.locator(".run-bar .adapter dd")).toHaveText("unknown adapter");
});

test("a picture whose WebGL context was lost comes back with it, though nothing else changes", async ({ page }) => {
  // Keeps what is drawn, so that it can be looked at.
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, options?: object) {
      return (getContext as (...options: unknown[]) => unknown).call(this, kind, {
        ...options,
        preserveDrawingBuffer: true,
      });
    } as typeof getContext;
  });
  await open(page);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  const lost = await page.evaluateHandle(() => {
    const canvas = document.querySelector(".scene canvas") as HTMLCanvasElement;
    const gl = canvas.getContext("webgl2") as WebGL2RenderingContext;
    return { canvas, gl, extension: gl.getExtension("WEBGL_lose_context") as WEBGL_lose_context };
  });
  const painted = () =>
    lost.evaluate(({ gl }) => {
      const pixel = new Uint8Array(4 * gl.drawingBufferWidth);
      gl.readPixels(0, gl.drawingBufferHeight >> 1, gl.drawingBufferWidth, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      return new Set(pixel).size;
    });
  const before = await painted();
  expect(before).toBeGreaterThan(2);
  await lost.evaluate(
    ({ canvas, extension }) =>
      new Promise((resolve) => {
        canvas.addEventListener("webglcontextlost", resolve, { once: true });
        extension.loseContext();
      }),
  );
  await lost.evaluate(({ extension }) => extension.restoreContext());
  await expect.poll(painted).toBe(before);
});

test("where the system chooses all colours, keys, states and progress are told apart", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await open(page);
  const colours = (selector: string, pseudo: string | null, property: string) =>
    page
      .locator(selector)
      .evaluateAll(
        (elements, [name, which]) =>
          elements.map((element) => getComputedStyle(element, name).getPropertyValue(which as string)),
        [pseudo, property],
      );
  const background = (await colours("body", null, "background-color"))[0];
  for (const [selector, pseudo, property] of [
    [".entrants tbody th", "::before", "border-top-color"],
    [".predictions .glyph", null, "background-color"],
    [".note .positive, .note .negative", null, "color"],
  ] as const) {
    const found = await colours(selector, pseudo, property);
    expect(found.length).toBeGreaterThan(1);
    expect(new Set([...found, background]).size, selector).toBe(found.length + 1);
  }
  expect((await colours(".map.chosen", null, "outline-style"))[0]).toBe("solid");
  expect((await colours("progress", null, "border-top-style"))[0]).toBe("solid");
});

test("without WebGPU the page says what is wrong and what to do", async ({ page }) => {
  await withinWorker(page, 'Object.defineProperty(WorkerNavigator.prototype, "gpu", { get: () => undefined });');
  await page.goto("/");
  const heading = page.getByRole("heading", { name: "The playground cannot reach your GPU" });
  // The test before may still be compiling in the GPU's process.
  await expect(heading).toBeVisible({ timeout: COMPILED });
  const [title, reason] = [await heading.boundingBox(), await page.getByRole("alert").boundingBox()];
  expect(reason?.y).toBeGreaterThanOrEqual((title?.y ?? 0) + (title?.height ?? 0));
  await expect(page.getByRole("alert")).toContainText("Use a recent Chrome");
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
});

test("without an adapter the page names the settings to look at", async ({ page }) => {
  await withinWorker(page, "GPU.prototype.requestAdapter = async () => null;");
  await page.goto("/");
  await expect(page.getByRole("alert")).toContainText("hardware acceleration", { timeout: COMPILED });
});

test("the benchmark measures this adapter and gives its figures away", async ({ page }) => {
  await page.goto("/#bench");
  await page.getByRole("button", { name: "Forget" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("region", { name: "peak" }).getByRole("button").click();
  await expect(page.getByRole("row", { name: /multiply-adds, 10⁹ a second/ })).toBeVisible({ timeout: COMPILED });
  await expect(page.getByRole("region", { name: "peak" }).getByRole("button")).toHaveText("Run again");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download JSON" }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const [report] = JSON.parse(Buffer.concat(chunks).toString());
  expect(report.suite).toBe("peak");
  expect(report.multiplyAdds).toBeGreaterThan(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await page.getByRole("link", { name: "Playground" }).click();
  await expect(page.getByRole("button", { name: "Share" })).toBeVisible();
});

test("what a figure means is told to the keyboard, to a mouse and to a click", async ({ page }) => {
  await open(page);
  const term = page.getByRole("button", { name: "Logits change" });
  const told = page.getByText("|y' - y| / |y| of the logits");
  await term.focus();
  await page.keyboard.press("Enter");
  await expect(told).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(told).toBeHidden();
  await expect(term).toBeFocused();
  await page.getByRole("button", { name: "About: Rotation" }).hover();
  await expect(page.getByText("Turns the input about the origin, in degrees")).toBeVisible();
  await page.mouse.move(0, 0);
  await term.click();
  await expect(told).toBeVisible();
  await expectToSuitEveryone(page);
});

test("is accessible in light and dark, and fits a phone", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Stop" }).click();
  await expectToSuitEveryone(page);
});

test("another page and back again: nothing is loaded anew, and training has gone on", async ({ page }) => {
  await open(page);
  const before = await stepOf(page);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.evaluate(() => {
    location.hash = "#page=bench";
  });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Benchmark");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("LieTransformer Playground");
  await expect(page).toHaveURL(/preset=quick/);
  expect(await page.evaluate(() => "stayed" in window)).toBe(true);
  await expect.poll(() => stepOf(page), { timeout: COMPILED }).toBeGreaterThan(before);
});
