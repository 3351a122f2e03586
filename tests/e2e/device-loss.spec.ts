import { expect, type Page, test } from "@playwright/test";
import { COMPILED, open, openSettings, SMALL, share, stepText, withinWorker } from "./playground.ts";

/** Keeps every device that the engine opens, and loses it when told: at once when it opens, or by `lose`. */
const HOOK = `
  const open = GPUAdapter.prototype.requestDevice;
  self.devices = [];
  self.doomed = [];
  GPUAdapter.prototype.requestDevice = async function (...options) {
    const device = await open.apply(this, options);
    self.devices.push(device);
    const delay = self.doomed[self.devices.length - 1];
    if (delay !== undefined) setTimeout(() => device.destroy(), delay);
    return device;
  };`;

type Hooked = { devices: GPUDevice[]; gone?: boolean };
const lose = (page: Page) => page.workers()[0]?.evaluate(() => (self as unknown as Hooked).devices.at(-1)?.destroy());
const notice = (page: Page) => page.locator(".notice");
const pressed = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).click({ timeout: COMPILED });
/** Trains past its twentieth step: it has a good state to go back to. */
const trained = (page: Page) => expect(stepText(page)).toContainText(/Step ([2-9]\d|\d{3})/, { timeout: COMPILED });

test("a lost device is reported, and training goes on from the last good state after reconnecting", async ({
  page,
}) => {
  await withinWorker(page, HOOK);
  await open(page);
  await trained(page);
  await lose(page);
  await expect(notice(page)).toContainText("took the GPU away");
  await expect(page.getByRole("button", { name: "Step", exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Reset", exact: true })).toBeDisabled();
  // What was trained can be saved while nothing runs.
  const download = page.waitForEvent("download");
  await share(page, "Save weights");
  await download;
  await pressed(page, "Reconnect");
  await pressed(page, "Continue");
  await expect(notice(page)).toHaveCount(0);
  await expect(stepText(page)).toContainText(/Step ([1-9]\d|\d{3})/);
});

test("after a loss every way to build opens a new device: settings, a preset, an address", async ({ page }) => {
  await withinWorker(page, HOOK);
  await open(page);
  await trained(page);
  await lose(page);
  await expect(notice(page)).toContainText("took the GPU away");
  await page.getByLabel("Width", { exact: true }).fill("16");
  await pressed(page, "Apply");
  await trained(page);
  await expect(page).toHaveURL(/width=16/);
  await expect(notice(page)).toHaveCount(0);

  await lose(page);
  await expect(notice(page)).toContainText("took the GPU away");
  await page.evaluate(() => {
    location.hash = location.hash.replace("width=16", "width=4&seed=2");
  });
  await trained(page);
  await expect(page).toHaveURL(/seed=2/);
  await expect(notice(page)).toHaveCount(0);

  await lose(page);
  await expect(notice(page)).toContainText("took the GPU away");
  await page.getByLabel("Preset").selectOption("quick-t2");
  await expect(stepText(page)).toHaveText("Trained, 800 steps", { timeout: COMPILED });
  await expect(notice(page)).toHaveCount(0);
  await expect(page).toHaveURL(/preset=quick-t2/);
});

test("a device lost while a model is built leaves the way back, and what ran before it stays", async ({ page }) => {
  await withinWorker(page, `${HOOK} self.doomed = [1, 200];`);
  await page.goto(`/${SMALL}`);
  for (let k = 0; k < 2; k++) {
    await expect(notice(page)).toContainText("took the GPU away", { timeout: COMPILED });
    await expect(page.getByRole("button", { name: "Reconnect", exact: true })).toBeVisible();
    await pressed(page, "Reconnect");
  }
  await trained(page);
  await expect(page).toHaveURL(/layers=1&width=8/);
  await expect(page.getByRole("region", { name: "Change, layer by layer" }).getByRole("table")).toBeVisible({
    timeout: COMPILED,
  });
  // While another network is built.
  await page.workers()[0]?.evaluate(() => {
    const create = GPUDevice.prototype.createComputePipelineAsync;
    GPUDevice.prototype.createComputePipelineAsync = function (...options) {
      GPUDevice.prototype.createComputePipelineAsync = create;
      this.destroy();
      return create.apply(this, options);
    };
  });
  const before = (await stepText(page).textContent()) ?? "";
  await openSettings(page);
  await page.getByLabel("Width", { exact: true }).fill("12");
  await pressed(page, "Apply");
  await expect(notice(page)).toContainText("took the GPU away", { timeout: COMPILED });
  await expect(page).toHaveURL(/width=8/);
  await expect(page.getByLabel("Width", { exact: true })).toHaveValue("12");
  await pressed(page, "Reconnect");
  await pressed(page, "Continue");
  await expect(stepText(page)).not.toHaveText(before);
  await expect(stepText(page)).toContainText(/Step ([1-9]\d|\d{3})/);
});

test("while no adapter answers, what was trained is kept and the way back stays open; so it does over a reload", async ({
  page,
}) => {
  await withinWorker(
    page,
    `${HOOK}
     const ask = GPU.prototype.requestAdapter;
     GPU.prototype.requestAdapter = async function (...options) { return self.gone ? null : ask.apply(this, options); };`,
  );
  await open(page);
  await trained(page);
  const setGone = (gone: boolean) =>
    page.workers()[0]?.evaluate((value) => {
      (self as unknown as Hooked).gone = value;
    }, gone);
  await setGone(true);
  await lose(page);
  await pressed(page, "Reconnect");
  await expect(notice(page)).toContainText("no graphics adapter");
  await expect(page.getByRole("heading", { name: "LieTransformer Playground" })).toBeVisible();
  await setGone(false);
  await pressed(page, "Reconnect");
  await pressed(page, "Continue");
  await expect(stepText(page)).toContainText(/Step ([1-9]\d|\d{3})/);
  await pressed(page, "Stop");
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();

  await page.reload();
  await expect(notice(page)).toContainText(/kept: quick, layers=1, .*: step \d+ of 100000/, { timeout: COMPILED });
  const step = Number(/: step (\d+)/.exec((await notice(page).textContent()) ?? "")?.[1]);
  expect(step).toBeGreaterThan(0);
  await pressed(page, "Go on with it");
  await expect(notice(page)).toHaveCount(0, { timeout: COMPILED });
  await expect
    .poll(async () => Number(/\d+/.exec((await stepText(page).textContent()) ?? "")?.[0]), { timeout: COMPILED })
    .toBeGreaterThanOrEqual(step);
});

test("after a second loss a lighter load is offered, and goes on from the last good state", async ({ page }) => {
  await withinWorker(page, HOOK);
  await open(page);
  await trained(page);
  await lose(page);
  await expect(page.getByRole("button", { name: /Reconnect with/ })).toHaveCount(0);
  await pressed(page, "Reconnect");
  await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled({ timeout: COMPILED });
  await lose(page);
  await expect(notice(page)).toContainText("lighter load");
  await page.getByRole("button", { name: "Reconnect with accumulate=2" }).click();
  await pressed(page, "Continue");
  await expect(page).toHaveURL(/accumulate=2/);
  await expect(stepText(page)).toContainText(/Step ([1-9]\d|\d{3})/);
});
