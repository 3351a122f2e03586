import { expect, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED, open, SMALL } from "./playground.ts";

test("a cloud is drawn by hand: points are added, moved and taken away, and the link keeps them", async ({ page }) => {
  await open(page, `${SMALL}&rotate=30&x=0&y=0`);
  await page.getByRole("button", { name: "Draw your own" }).click();
  const own = page.locator(".own b");
  await expect(own).toContainText("5 of 10 points");
  const box = await page.locator(".scene").boundingBox();
  if (!box) throw new Error("There is no picture.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.click(x + 0.3 * box.height, y - 0.3 * box.height);
  await expect(own).toContainText("6 of 10 points");
  const link = () => new URL(page.url()).hash;
  await expect.poll(link).toMatch(/own=.*;[\d.,-]+&point=5/);
  const before = link();
  await page.mouse.move(x + 0.3 * box.height, y - 0.3 * box.height);
  await page.mouse.down();
  await page.mouse.move(x + 0.2 * box.height, y - 0.35 * box.height, { steps: 4 });
  await page.mouse.up();
  await expect.poll(link).not.toBe(before);
  // Nobody knows the truth about it; the networks answer all the same.
  await expect(page.locator("td.answer")).toHaveCount(8, { timeout: COMPILED });
  await expect(page.getByText("Another answer than as given at")).toBeVisible({ timeout: COMPILED });
  await page.locator(".scene").focus();
  await page.keyboard.press("Delete");
  await expect(own).toContainText("5 of 10 points");
  await page.getByRole("button", { name: "Done" }).click();
  await expectToSuitEveryone(page);
  await page.getByRole("button", { name: "Test clouds" }).click();
  await expect(page.locator("td.right, td.wrong")).toHaveCount(8, { timeout: COMPILED });
});

test("points come from text and files, with errors in words where one looks", async ({ page }) => {
  await open(page, SMALL);
  await page.getByRole("button", { name: "Paste or open…" }).click();
  const dialog = page.getByRole("dialog", { name: "Your own points" });
  const text = dialog.getByRole("textbox");
  await text.fill("0 0\n1 0.5\n0.2");
  await dialog.getByRole("button", { name: "Use these points" }).click();
  await expect(dialog.getByRole("status")).toHaveText(
    "The text cannot be read: line 3 has 1 entries, where 2 were expected.",
  );
  const rows = Array.from({ length: 40 }, (_, k) => `p${k},${5 * Math.cos(k)},${9 * Math.sin(k)},${k}`);
  await dialog.locator("input[type=file]").setInputFiles({
    name: "ring.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`name,a,b,c\n${rows.join("\n")}`),
  });
  // Three columns of numbers: which are meant is asked.
  await dialog.getByRole("button", { name: "Use as one cloud" }).click();
  await expect(dialog.getByRole("status")).toContainText("Took 10 of 40 points");
  await expectToSuitEveryone(page);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.locator(".own b")).toContainText("10 of 10 points");
});

test("labelled clouds of one's own are learned to be told apart, and stay with the browser", async ({ page }) => {
  await page.goto("/#outlines");
  // Those that come with the page first.
  await expect(page.getByRole("heading", { name: "Of which kind?" })).toBeVisible({ timeout: COMPILED });
  await expect(page.locator("td.right, td.wrong").first()).toContainText(/circle|square|triangle/, {
    timeout: COMPILED,
  });
  const rows = Array.from({ length: 40 }, (_, cloud) => {
    const long = cloud % 2 === 0 ? 1 : 3;
    return [0, 1, 2].map((k) => `${cloud},${long === 1 ? "short" : "long"},${long * k + 0.01 * cloud},${0.1 * k}`);
  }).flat();
  await page.getByRole("button", { name: "Paste or open…" }).click();
  const dialog = page.getByRole("dialog", { name: "Your own points" });
  await dialog.locator("input[type=file]").setInputFiles({
    name: "bars.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`cloud,label,x,y\n${rows.join("\n")}`),
  });
  await dialog.getByRole("button", { name: "Train on its clouds" }).click();
  await expect(page).toHaveURL(/set=own\/\w+\.csv/, { timeout: COMPILED });
  await expect(page.locator("td.right, td.wrong").first()).toContainText(/long|short/, { timeout: COMPILED });
  await expect(page.locator(".progress")).toContainText(/Step [1-9]/, { timeout: COMPILED });
  await expectToSuitEveryone(page);
  // The link finds it again in this browser, and says so where it cannot.
  await page.reload();
  await expect(page.locator("td.right, td.wrong").first()).toContainText(/long|short/, { timeout: COMPILED });
  await page.goto("/#preset=outlines&set=own/none.csv");
  await expect(page.getByText(/own\/none\.csv is of another browser, or was deleted/).first()).toBeVisible({
    timeout: COMPILED,
  });
});
