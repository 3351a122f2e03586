import { expect, type Page } from "@playwright/test";

/** Small enough to compile in seconds on a software adapter, with more steps than any takes meanwhile. */
export const SMALL = "#preset=quick&layers=1&width=8&heads=2&kernel=4&tests=32&evaluate=10&batch=8&steps=100000";
/** How long a software adapter may compile, on a busy machine. */
export const COMPILED = 90_000;

export const stepText = (page: Page) => page.locator(".run-bar .progress .number");
export const outputChange = async (page: Page, model: 0 | 1) =>
  Number(await page.locator(".predictions .change td").nth(model).textContent());

/** Opens a link and waits until it trains and has answered. */
export async function open(page: Page, hash = SMALL): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(stepText(page)).toContainText(/Step [1-9]/, { timeout: COMPILED });
  await expect(page.getByRole("cell", { name: /right|wrong/ }).first()).toBeVisible({ timeout: COMPILED });
  await openSettings(page);
}

/** The drawer with the settings stands open. */
export async function openSettings(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^Settings/ });
  if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
}

/** Chooses what to take along. */
export async function share(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Runs code at the start of the engine's worker. */
export async function withinWorker(page: Page, code: string): Promise<void> {
  await page.route(/\/worker-[^/]*\.js$/, async (route) => {
    try {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${code}\n${await response.text()}` });
    } catch {
      // The page has gone elsewhere before its worker started: nobody waits for it any more.
      await route.abort().catch(() => {});
    }
  });
}
