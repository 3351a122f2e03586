import { expect, type Page, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED, open, SMALL, withinWorker } from "./playground.ts";

const ladder = (page: Page) => page.getByRole("region", { name: "Change, layer by layer" });
const why = (page: Page) => page.locator(".why");
const surveyed = (page: Page) => expect(ladder(page).getByRole("row")).not.toHaveCount(0, { timeout: COMPILED });

/** Opens the networks that come trained, and waits until this adapter has surveyed them. */
async function trained(page: Page, hash = ""): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(page.locator(".hint")).toHaveCount(0, { timeout: COMPILED });
  await surveyed(page);
  await expect(why(page)).toHaveAttribute("aria-busy", "false", { timeout: COMPILED });
}

test("the opening shows what holds along the whole orbit, and why", async ({ page }) => {
  await trained(page);
  await expect(page.locator(".wrong-on-orbit")).toContainText("0 of 72 angles (LieTransformer)");
  await expect(page.locator(".wrong-on-orbit")).toContainText(/[3-6]\d of 72 \(Set Transformer\)/);
  await expect(why(page)).toContainText("SE2 holds this motion: only rounding is left");
  await expect(ladder(page).getByRole("row")).toHaveCount(5);
  await expect(ladder(page)).toContainText("control: mirror image");
  // A mirror image is no motion of SE(2); what was said of the turn is gone at once.
  await page.getByRole("checkbox", { name: "Mirror image" }).check();
  await expect(why(page)).toContainText("not every input that is", { timeout: COMPILED });
  await page.getByRole("combobox", { name: "Along" }).selectOption("scale");
  await expect(page).toHaveURL(/axis=scale/);
  await expect(page.locator(".wrong-on-orbit")).toContainText("places", { timeout: COMPILED });
  const chart = page.locator(".orbit .u-over");
  const box = await chart.boundingBox();
  if (!box) throw new Error("no chart");
  await page.mouse.click(box.x + 0.9 * box.width, box.y + box.height / 2);
  await expect.poll(async () => Number(await page.getByLabel("Scale, exact value").inputValue())).toBeGreaterThan(2);
});

test("a cloud is dragged, turned by its ring, scaled by the wheel and mirrored by a key", async ({ page }) => {
  await open(page, `${SMALL}&rotate=0&x=0&y=0`);
  const scene = page.locator(".scene");
  const box = await scene.boundingBox();
  if (!box) throw new Error("no scene");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const unit = Math.min(box.width, box.height) / 4.2;
  const drag = async (from: [number, number], to: [number, number]) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 5 });
    await page.mouse.up();
  };
  await drag([x + unit, y + 0.4 * unit], [x + 1.5 * unit, y + 0.4 * unit]);
  await expect(page.getByLabel("Shift x, exact value")).toHaveValue(/^0\.(49|5|51)$/);
  await page.getByRole("button", { name: "Reset motion" }).click();
  await drag([x, y - 1.62 * unit], [x - 1.62 * unit, y]);
  await expect(page.getByLabel("Rotation, exact value")).toHaveValue(/^(89|90|91)$/);
  await scene.focus();
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -300);
  await page.keyboard.press("m");
  await expect(page).toHaveURL(/mirror=yes&scale=1\.[3-5]/);
  await page.getByRole("button", { name: "Random of SE2" }).click();
  await expect(page).not.toHaveURL(/mirror=yes/);
});

test("without WebGPU recorded answers follow the ring", async ({ page }) => {
  await withinWorker(page, "GPU.prototype.requestAdapter = async () => null;");
  await page.goto("/");
  await expect(page.getByRole("alert")).toContainText("hardware acceleration", { timeout: COMPILED });
  await expect(page.getByText(/trained networks answered when this page was made/)).toBeVisible();
  await expect(page.locator("td.wrong")).toHaveCount(2);
  await page.getByLabel("Rotation, exact value").fill("0");
  await expect(page.locator("td.wrong")).toHaveCount(0);
  await expect(page.locator("td.right")).toHaveCount(8);
  // What was not recorded is not made up.
  await page.getByLabel("Shift x, exact value").fill("0.4");
  await expect(page.locator("td.right, td.wrong")).toHaveCount(0);
  await expectToSuitEveryone(page);
});

test("on a phone the picture and the answers share the first screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  await expect(page.locator("td.wrong")).toHaveCount(2, { timeout: COMPILED });
  // Until the stage is laid out, what stands in its place is not measured.
  await expect(async () => {
    const scene = await page.locator(".scene").boundingBox();
    const answers = await page.locator(".predictions tbody tr").last().boundingBox();
    expect(scene?.height).toBeGreaterThan(250);
    expect((answers?.y ?? 1e9) + (answers?.height ?? 0)).toBeLessThan(844);
  }).toPass({ timeout: COMPILED });
});

test("a first visit is led through four acts, once", async ({ page }) => {
  await page.goto("/");
  const lead = page.locator(".lead");
  await expect(lead).toContainText("Turn the cloud");
  await expect(lead).toContainText("1 of 4");
  // Its place stands before the picture does.
  await expect(page.locator(".scene canvas")).toBeVisible({ timeout: COMPILED });
  await page.locator(".scene").focus();
  await page.keyboard.press("]");
  await expect(lead).toContainText("Tick Mirror image");
  await page.keyboard.press("m");
  await expect(lead).toContainText("Click a point");
  await page.evaluate(() => {
    location.hash = `${location.hash}&point=7`;
  });
  await expect(lead).toContainText("Open the Laboratory");
  await page.getByRole("button", { name: "Laboratory" }).click();
  await expect(lead).not.toContainText("of 4");
  await page.reload();
  await expect(page.getByRole("button", { name: "Laboratory" })).toBeVisible();
  await expect(lead).not.toContainText("of 4");
  await page.getByRole("button", { name: "Help" }).click();
  await page.getByRole("button", { name: "Take the tour" }).click();
  await expect(lead).toContainText("1 of 4");
  await lead.getByRole("button", { name: "Skip" }).click();
  await expect(lead).not.toContainText("of 4");
});
