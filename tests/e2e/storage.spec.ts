import { expect, type Page, test } from "@playwright/test";
import { open, withinWorker } from "./playground.ts";

const INSECURE = `IDBFactory.prototype.open = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };`;

/** Ways in which a browser has no IndexedDB for a page, early and late; tests/storage has all of them. */
const refusals = {
  "refuses later": `
    IDBFactory.prototype.open = () => {
      const request = { error: new DOMException("Storage is disabled.", "UnknownError") };
      setTimeout(() => request.onerror?.(), 1);
      return request;
    };`,
  "is full": `
    IDBObjectStore.prototype.put = () => { throw new DOMException("The disk is full.", "QuotaExceededError"); };`,
};
const noLocalStorage = `
  Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("Access is denied.", "SecurityError"); },
  });`;

const refusal = (page: Page) => page.locator(".notice", { hasText: "does not keep what this page gives it" });

for (const [name, code] of Object.entries(refusals)) {
  test(`where IndexedDB ${name} the visit goes on, and it is said once`, async ({ page }) => {
    await withinWorker(page, code);
    await page.addInitScript(code);
    await open(page);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
    await expect(refusal(page)).toHaveCount(1);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Step", exact: true }).click();
    await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled();
    await expect(refusal(page)).toHaveCount(0);
  });
}

test("where localStorage is refused every page opens, and the theme changes all the same", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.addInitScript(noLocalStorage);
  await page.addInitScript(INSECURE);
  for (const [hash, title] of [
    ["#experiment", "Data efficiency"],
    ["#bench", "Benchmark"],
    ["", "LieTransformer Playground"],
  ] as const) {
    await page.goto("about:blank");
    await page.goto(`/${hash}`);
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
    await expect(refusal(page)).toHaveCount(1);
    await page.getByRole("button", { name: "Dark" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  }
});
