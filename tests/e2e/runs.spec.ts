import { expect, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED, open, openSettings, share, stepText } from "./playground.ts";

test("another preset loses nothing: Back goes to the run, and the list opens it", async ({ page }) => {
  await open(page);
  await expect(stepText(page)).toContainText(/Step ([2-9]\d|\d{3})/, { timeout: COMPILED });
  await page.getByLabel("Preset").selectOption("quick-t2");
  await expect(stepText(page)).toHaveText("Trained, 800 steps", { timeout: COMPILED });
  await expect(page).toHaveURL(/preset=quick-t2/);
  await page.goBack();
  await expect(stepText(page)).toContainText(/Step ([2-9]\d|\d{3}) of 100000/, { timeout: COMPILED });
  await expect(page).toHaveURL(/layers=1&width=8/);
  await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled();
  await page.goForward();
  await expect(stepText(page)).toHaveText("Trained, 800 steps", { timeout: COMPILED });

  await page.getByRole("button", { name: "Runs" }).click();
  const dialog = page.getByRole("dialog", { name: "Runs" });
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await expect(dialog).toContainText(/quick, layers=1, width=8.*Accuracy, rotated 0\.\d+/);
  await expectToSuitEveryone(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole("button", { name: "Open", exact: true }).click();
  await expect(stepText(page)).toContainText(/Step ([2-9]\d|\d{3}) of 100000/, { timeout: COMPILED });
});

test("a run is saved to a file and opened again; what is no run is refused, and what runs goes on", async ({
  page,
}) => {
  await open(page);
  await expect(stepText(page)).toContainText(/Step ([2-9]\d|\d{3})/, { timeout: COMPILED });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  const step = /\d+/.exec((await stepText(page).textContent()) ?? "")?.[0];
  const saved = async (item: string) => {
    const [file] = await Promise.all([page.waitForEvent("download"), share(page, item)]);
    return { file, path: await file.path() };
  };
  const run = await saved("Save run");
  const weights = await saved("Save weights");
  const table = await saved("Save history (CSV)");
  expect(table.file.suggestedFilename()).toBe("history.csv");
  await page.getByLabel("Preset").selectOption("quick-t2");
  await expect(stepText(page)).toHaveText("Trained, 800 steps", { timeout: COMPILED });

  const picker = page.getByLabel("Run or weights to open");
  const opened = async (file: Parameters<typeof picker.setInputFiles>[0]) => {
    await page.getByRole("button", { name: "Runs" }).click();
    await picker.setInputFiles(file);
  };
  await opened({ name: "notes.safetensors", mimeType: "text/plain", buffer: Buffer.from("not a run at all") });
  await expect(page.locator(".notice")).toContainText(
    "notes.safetensors cannot be opened: this is no safetensors file",
  );
  await expect(stepText(page)).toHaveText("Trained, 800 steps");
  await opened(run.path);
  await expect(stepText(page)).toHaveText(`Step ${step} of 100000`, { timeout: COMPILED });
  await expect(page).toHaveURL(/layers=1&width=8/);
  await opened(weights.path);
  await expect(stepText(page)).toHaveText("Step 0 of 100000", { timeout: COMPILED });
});

test("settings are found by what they say, and groups are tried with a click", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator(".hint")).toHaveCount(0, { timeout: COMPILED });
  await openSettings(page);
  await page.getByRole("searchbox", { name: "Search settings" }).fill("adam beta");
  await expect(page.locator(".control")).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Search settings" }).fill("no such thing");
  await expect(page.locator(".settings")).toContainText("No setting is called that");
  await page.getByRole("searchbox", { name: "Search settings" }).fill("");
  await page
    .getByRole("region", { name: "Built-in symmetry" })
    .getByRole("button", { name: "T2", exact: true })
    .click();
  await expect(page).toHaveURL(/preset=quick-t2/, { timeout: COMPILED });
  await expect(stepText(page)).toHaveText("Trained, 800 steps", { timeout: COMPILED });
  await expect(page.locator(".why")).toContainText("T2 holds shifts", { timeout: COMPILED });
  await expectToSuitEveryone(page);
});
