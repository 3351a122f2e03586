import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED, open, SMALL } from "./playground.ts";

test("the inside of a head: place on the group, formula, terms, maps and shader", async ({ page }) => {
  await open(page, `${SMALL}&samples=2&activation=swish`);
  await page.getByRole("button", { name: "Laboratory" }).click();
  const field = page.getByRole("region", { name: "Location term" });
  await expect(field.getByRole("img", { name: "Now" }).locator("svg image")).toBeAttached({ timeout: COMPILED });
  await expect(page).toHaveURL(/show=laboratory/);

  // A slice at another angle is another picture, and stays with the link.
  const picture = () => field.getByRole("img", { name: "Now" }).locator("svg image").getAttribute("href");
  const before = await picture();
  await field.getByLabel("Angle, exact value").fill("90");
  await expect.poll(picture).not.toBe(before);
  await expect(page).toHaveURL(/at=0;0;90/);
  await field.getByLabel("Across").selectOption("Angle");
  await expect(field.getByLabel("x, exact value")).toBeVisible();

  // The formula follows the pointer over a map, and a click makes a row the query.
  const formula = page.getByRole("region", { name: "Formula" });
  await expect(formula.locator(".katex").first()).toBeVisible();
  const maps = page.getByRole("region", { name: "Attention maps" });
  const moved = maps.getByRole("img", { name: "Moved" });
  await moved.scrollIntoViewIfNeeded();
  const box = await moved.boundingBox();
  if (!box) throw new Error("There is no map.");
  await page.mouse.move(box.x + 0.9 * box.width, box.y + 0.9 * box.height);
  const numbers = await formula.locator(".katex").first().textContent();
  await page.mouse.move(box.x + 0.25 * box.width, box.y + 0.9 * box.height);
  await expect(formula.locator(".katex").first()).not.toHaveText(numbers ?? "");
  const query = page.getByText(/^The query is point \d+/);
  const told = await query.textContent();
  await page.mouse.click(box.x + 0.5 * box.width, box.y + 0.95 * box.height);
  await expect(query).not.toHaveText(told ?? "");

  await expect(page.getByRole("region", { name: "Terms of the score" }).locator("svg rect").first()).toBeVisible();
  const code = page.getByRole("region", { name: "Shaders" });
  await code.getByLabel("Step").selectOption("Group");
  await expect(code).toContainText("shaders/groups/se2.wgsl");
  await expect(code.locator("pre span").first()).toBeVisible();

  // Two motions at once, all of them measured.
  const map = page.getByRole("region", { name: "Map of motions" });
  await map.getByRole("button", { name: "Measure" }).click();
  await expect(map.getByText(/Largest change/)).toBeVisible({ timeout: COMPILED });

  // A picture is taken along as SVG.
  const saving = page.waitForEvent("download");
  await field.getByRole("button", { name: "SVG" }).last().click();
  const file = await (await saving).path();
  expect(await readFile(file, "utf8")).toMatch(/^<svg.*xmlns/s);
  await expectToSuitEveryone(page);
});

test("a network that lifts nothing has no inside to show, in words", async ({ page }) => {
  await open(page, `${SMALL}&model=set-transformer`);
  await page.getByRole("button", { name: "Laboratory" }).click();
  await expect(page.getByRole("region", { name: "Laboratory" })).toContainText("lifts nothing to a group");
});
