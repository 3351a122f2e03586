import { expect, type Page, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED } from "./playground.ts";

/** A network that a software adapter compiles in half a minute. */
const SMALL =
  "#preset=nbody-quick&layers=1&channels=4&divisor=2&radial=4&systems=20&batch=4&tests=16&evaluate=20&steps=2000";

const predictions = (page: Page) => page.getByRole("region", { name: "Predictions" }).first();
const changeOf = async (page: Page, row: number): Promise<number> =>
  Number(await predictions(page).locator("tbody tr").nth(row).locator("td").nth(2).textContent());

test("charges are turned: the SE(3)-Transformer's arrows turn along, the Set Transformer's do not", async ({
  page,
}) => {
  await page.goto("/#preset=nbody-quick");
  await expect(page.locator(".lead")).toContainText("These networks are trained", { timeout: COMPILED });
  await expect(page.locator(".scene canvas")).toBeVisible({ timeout: COMPILED });
  await page.getByLabel("Pitch, exact value").fill("75");
  await expect(predictions(page).getByRole("rowheader", { name: "Set Transformer" })).toBeVisible({
    timeout: COMPILED,
  });
  await expect(page.getByLabel("Why")).toContainText("only rounding is left", { timeout: 2 * COMPILED });
  expect(await changeOf(page, 0)).toBeLessThan(1e-4);
  expect(await changeOf(page, 1)).toBeGreaterThan(1e-2);
  // The ladder goes by layer and degree.
  await expect(page.getByRole("region", { name: "Change, layer by layer" })).toContainText("Layer 2, vectors");
  // Another's arrows, and another system, with the keyboard.
  await page.getByRole("radio", { name: "Draw what Set Transformer says" }).check();
  await expect(page).toHaveURL(/drawn=baseline/);
  await page.getByRole("button", { name: "Next system" }).press("Enter");
  await expect(page).toHaveURL(/trajectory=2/);
  await page.locator(".scene").press(".");
  await expect(page).toHaveURL(/yaw=5/);
  await expectToSuitEveryone(page);
});

test("parity is switched: with even kernels alone mirror images are held too", async ({ page }) => {
  await page.goto(`/${SMALL}&mirror=yes`);
  await expect(page.getByLabel("Why")).toContainText("with parity even", { timeout: 2 * COMPILED });
  expect(await changeOf(page, 0)).toBeGreaterThan(1e-3);
  await page.getByRole("radio", { name: "Mirror images too" }).check();
  await expect(page).toHaveURL(/parity=even/, { timeout: COMPILED });
  await expect(page.getByLabel("Why")).toContainText("representations of E3", { timeout: 2 * COMPILED });
  await expect.poll(() => changeOf(page, 0), { timeout: COMPILED }).toBeLessThan(1e-4);
  await expect(page.getByRole("region", { name: "Kernels" })).toContainText("Of even parity alone");
});
