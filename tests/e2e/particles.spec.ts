import { expect, type Page, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";

/** Small enough to compile and to foresee in seconds on a software adapter. */
const SMALL =
  "#preset=springs-quick&particles=3&width=8&heads=2&kernel=4&mlp_width=16&mlp_layers=2&batch=4&systems=8&tests=8&evaluate=5&span=20";
const COMPILED = 120_000;

const figure = async (page: Page, row: string, model: 0 | 1) =>
  Number(await page.getByRole("row", { name: row }).getByRole("cell").nth(model).textContent());

async function open(page: Page, hash = SMALL): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(page.getByRole("row", { name: "Error over 20 states" })).toBeVisible({ timeout: COMPILED });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible({ timeout: COMPILED });
}

test("both models learn, and a shift of the start leaves only rounding", async ({ page }) => {
  await open(page, `${SMALL}&rotate=0&x=0.8&y=-0.3`);
  for (const model of [0, 1] as const) {
    await expect.poll(() => figure(page, "Change if moved", model)).toBeLessThan(1e-5);
    await expect.poll(() => figure(page, "Momentum drift", model)).toBeLessThan(1e-4);
  }
  await expect(page.locator(".comparison")).toContainText("T2 holds shifts, not rotations");
  // A turn is no motion of theirs.
  await page.getByLabel("Rotation, exact value").fill("90");
  await expect.poll(() => figure(page, "Change if moved", 1)).toBeGreaterThan(1e-5);
  await page.getByRole("button", { name: "Reset motion" }).click();
  await expect.poll(() => figure(page, "Change if moved", 0)).toBe(0);
  const before = await page.locator(".run-bar .progress").textContent();
  await page.getByRole("button", { name: "Step", exact: true }).click();
  await expect(page.locator(".run-bar .progress")).not.toHaveText(before ?? "");
});

test("the futures are played, scrubbed and made longer, with mouse and with keys", async ({ page }) => {
  await open(page);
  const time = page.locator(".timeline .number");
  await expect(time).toHaveText("t = 0.19 of 0.19");
  await page.getByRole("slider", { name: "Time" }).focus();
  await page.keyboard.press("Home");
  await expect(time).toHaveText("t = 0.00 of 0.19");
  await page.keyboard.press("ArrowRight");
  await expect(time).toHaveText("t = 0.01 of 0.19");
  await page.locator(".scene").focus();
  await page.keyboard.press(" ");
  // It stops at the horizon.
  await expect(time).toHaveText("t = 0.19 of 0.19", { timeout: 15_000 });
  await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
  await page.getByLabel("Horizon, exact value").fill("40");
  await expect(time).toHaveText(/of 0.39$/);
  await expect(page.getByRole("row", { name: "Error over 40 states" })).toBeVisible({ timeout: COMPILED });
  // Both clicks within one task of the page: it plays for 1.3 s, and a busy machine may take longer from click to click.
  const names = await page.getByRole("button", { name: "Play" }).evaluate(async (button: HTMLButtonElement) => {
    const seen: (string | null)[] = [];
    for (let click = 0; click < 2; click++) {
      button.click();
      await Promise.resolve();
      seen.push(button.textContent);
    }
    return seen;
  });
  expect(names).toEqual(["Pause", "Play"]);
  await page.getByRole("combobox", { name: "Drawn" }).selectOption("HFC");
  await page.getByRole("checkbox", { name: "Forces" }).uncheck();
  await expect(page).toHaveURL(/span=40.*drawn=baseline&arrows=hidden/);
});

test("a particle starts where its ring is dragged, both futures follow, and the link keeps it", async ({ page }) => {
  // The shift brings particle 1's start to the middle of the picture.
  await open(page, `${SMALL}&rotate=0&x=-0.5&y=0&starts=1:0.5,0`);
  await expect(page.getByLabel("Start x, exact value")).toHaveValue("0.5");
  const error = await page.getByRole("row", { name: "Error over 20 states" }).textContent();
  const box = await page.locator(".scene").boundingBox();
  if (!box) throw new Error("no scene");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 40, y - 20, { steps: 4 });
  await page.mouse.move(x + 60, y - 30, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByLabel("Start x, exact value")).not.toHaveValue("0.5");
  expect(Number(await page.getByLabel("Start x, exact value").inputValue())).toBeGreaterThan(0.5);
  expect(Number(await page.getByLabel("Start y, exact value").inputValue())).toBeGreaterThan(0);
  await expect(page.getByRole("row", { name: "Error over 20 states" })).not.toHaveText(error ?? "");
  await page.getByLabel("Start y, exact value").fill("-0.25");
  await expect(page).toHaveURL(/starts=1:[\d.]+,-0.25/);
  await page.getByRole("button", { name: "Next particle" }).click();
  await page.getByLabel("Start x, exact value").fill("0.1");
  await expect(page).toHaveURL(/starts=1:[^;]+;2:0.1,/);
  await page.reload();
  await expect(page.getByLabel("Start x, exact value")).toHaveValue("0.1");
  await page.getByRole("button", { name: "Put particle back" }).click();
  await expect(page).toHaveURL(/starts=1:[\d.]+,-0.25/);
  // Another system has its own starts.
  await page.getByRole("button", { name: "Next system" }).click();
  await expect(page).not.toHaveURL(/starts=/);
});

test("particles of space have their picture, and the page suits every size and reader", async ({ page }) => {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await open(page, `${SMALL}&group=T3&dimension=3&system=gravity&model=hfc`);
  await expect(page.getByLabel("Start z, exact value")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Shift" })).toBeVisible();
  await page.locator(".scene").focus();
  await page.keyboard.press("PageUp");
  await expect(page.getByLabel("Shift z, exact value")).toHaveValue("0.05");
  await expectToSuitEveryone(page);
  expect(problems).toEqual([]);
});
