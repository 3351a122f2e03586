import { expect, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED, open, SMALL, stepText } from "./playground.ts";

test("a link names four networks that train side by side, with memory and speed of each", async ({ page }) => {
  await open(page, `${SMALL}&compare=set-transformer;group:T2;group:T2,layers:2`);
  const networks = page.getByRole("region", { name: "Networks" }).getByRole("row");
  await expect(networks).toHaveCount(5, { timeout: COMPILED });
  for (const [k, title] of [
    /LieTransformer group=SE2, layers=1/,
    /Set Transformer/,
    /LieTransformer group=T2, layers=1/,
    /LieTransformer group=T2, layers=2/,
  ].entries()) {
    await expect(networks.nth(k + 1)).toHaveText(title);
    await expect(networks.nth(k + 1)).toHaveText(/MiB.*\d ms/, { timeout: COMPILED });
  }
  // Of each a count for every pattern, as given and as moved.
  await expect(page.locator("td.right, td.wrong")).toHaveCount(16, { timeout: COMPILED });
  await expect(page.locator(".curves .chart").first().locator("b")).toHaveCount(4);
  await expectToSuitEveryone(page);
});

test("what cannot be compared is named where it was typed, and what runs goes on", async ({ page }) => {
  await open(page, SMALL);
  await page.getByLabel("Compare with", { exact: true }).fill("hfc");
  await page.getByLabel("Compare with", { exact: true }).press("Tab");
  await expect(page.getByRole("form", { name: "Settings" })).toContainText("hfc does not learn constellations");
  await page.getByRole("button", { name: "Use the usual compare" }).click();
  await expect(page.getByRole("form", { name: "Settings" })).not.toContainText("does not learn");
});

test("a network is added by hand, all begin anew, and one is left out again", async ({ page }) => {
  await open(page, SMALL);
  await expect(page.locator("td.right, td.wrong")).toHaveCount(8, { timeout: COMPILED });
  await page.getByRole("button", { name: "Add a network" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a network" });
  await dialog.getByLabel("Group").selectOption("SE2grid");
  await expect(dialog.getByRole("status")).toHaveText("group:SE2grid,samples:4");
  await expectToSuitEveryone(page);
  await dialog.getByRole("button", { name: "Add and train" }).click();
  const networks = page.getByRole("region", { name: "Networks" }).getByRole("row");
  await expect(networks).toHaveCount(4, { timeout: COMPILED });
  await expect(page).toHaveURL(/compare=set-transformer;group:SE2grid,samples:4/);
  // A run that has not made a step is not kept.
  await expect(stepText(page)).toContainText(/Step [1-9]/, { timeout: COMPILED });
  await page.getByRole("button", { name: /^Leave out Set Transformer/ }).click();
  await page.getByRole("button", { name: "Leave it out" }).click();
  await expect(networks).toHaveCount(3, { timeout: COMPILED });
  await page.getByRole("button", { name: "Runs" }).click();
  await expect(page.getByRole("dialog", { name: "Runs" })).toContainText("set-transformer;group:SE2grid,samples:4");
});
