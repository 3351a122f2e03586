import { expect, type Page, test } from "@playwright/test";
import { expectToSuitEveryone } from "./everyone.ts";
import { COMPILED } from "./playground.ts";

const SMALL =
  "#preset=qm9-quick&group=SE3&augmented=none&layers=1&width=8&heads=2&kernel=4&train=200&batch=4&tests=16&evaluate=10&steps=60&rate=0.02&buckets=1&compare=group:Trivial3,samples:1";

/** A column of the table of predictions, by network. */
const cell = (page: Page, row: number, column: number) =>
  page.getByRole("region", { name: "Predictions" }).first().locator("tbody tr").nth(row).locator("td").nth(column);

async function number(page: Page, row: number, column: number): Promise<number> {
  return Number((await cell(page, row, column).textContent())?.replace("−", "-"));
}

async function open(page: Page, hash = SMALL): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(cell(page, 1, 0)).toHaveText(/\d/, { timeout: COMPILED });
}

test("a molecule is turned: what SE(3) predicts stays, and the plain transformer's does not", async ({ page }) => {
  await open(page);
  await expect(page.locator(".scene canvas")).toBeVisible();
  await expect(cell(page, 0, 0)).toHaveText("81.4000");
  await page.getByLabel("Rotation, exact value").fill("90");
  await page.getByLabel("Shift x, exact value").fill("1.5");
  // Changed for the second network, and no more than rounded for the first.
  await expect.poll(async () => (await number(page, 2, 2)) / (await number(page, 1, 2))).toBeGreaterThan(5);
  await expect(page.getByLabel("Why")).toContainText("SE3 holds this motion", { timeout: COMPILED });
  await expect(page.getByText(/Finished at step 60/)).toBeVisible({ timeout: COMPILED });
  // Its error stands beside the fit on counts.
  await expect(page.getByRole("region", { name: "Learning curves" })).toContainText("Error, bohr³");
  await page.getByRole("checkbox", { name: "Slopes" }).check();
  await page.getByRole("checkbox", { name: "Symbols" }).check();
  await expectToSuitEveryone(page);
});

test("molecules are found, stepped through, and predicted together; a dot opens its molecule", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Find…" }).click();
  const dialog = page.getByRole("dialog", { name: "Find a molecule" });
  await dialog.getByRole("searchbox").fill("C7H10O2");
  await expect(dialog.getByRole("status")).toContainText(/found|first 40/);
  await dialog.getByRole("searchbox").fill("COC1=C(C)C=C(C)O1");
  await expect(dialog.getByRole("status")).toHaveText("1 found.");
  await expectToSuitEveryone(page);
  await dialog.getByRole("button", { name: /C7H10O2/ }).click();
  await expect(page.getByText("C7H10O2, no. 30863")).toBeVisible();
  await page.getByRole("button", { name: "next molecule" }).click();
  await expect(page).toHaveURL(/molecule=\d+/);
  const tests = page.getByRole("region", { name: "Test molecules" });
  await tests.getByRole("button", { name: "Predict" }).click();
  await expect(tests.getByText(/Mean absolute error of 500/)).toBeVisible({ timeout: COMPILED });
  const before = page.url();
  const scatter = tests.getByRole("img", { name: /over QM9/ });
  const plot = await scatter.boundingBox();
  if (!plot) throw new Error("There is no scatter.");
  await scatter.click({ position: { x: 0.55 * plot.width, y: 0.5 * plot.height } });
  await expect(page).not.toHaveURL(before);
});

test("a molecule of one's own comes from text, a file of several, or SMILES; what is wrong is said", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("button", { name: "Your own…" }).click();
  const dialog = page.getByRole("dialog", { name: "Your own molecule" });
  const text = dialog.getByRole("textbox");
  const use = dialog.getByRole("button", { name: "Use this" });
  await text.fill("C 0 0 0\nS 1.8 0 0");
  await use.click();
  await expect(dialog.getByRole("status")).toContainText("line 2: “S” is none of H, C, N, O, F");
  // The nitrogen lies in the middle of the picture.
  await text.fill("N 0 0 0\nH 1 0 0\nH -1 0 0");
  await use.click();
  await expect(page.getByText("H2N, your own")).toBeVisible();
  await expect(page).toHaveURL(/structure=N,0,0,0;/);
  await expect(cell(page, 0, 0)).toHaveText("–");
  await expect(cell(page, 1, 0)).toHaveText(/\d/);

  // It is dragged, and predictions follow.
  await page.getByRole("button", { name: "Reset motion" }).click();
  // It is still there.
  await expect(page.getByText("H2N, your own")).toBeVisible();
  await expect(page).toHaveURL(/structure=N,0,0,0;/);
  await page.getByRole("button", { name: "Move atoms" }).click();
  // The spread over lifts is told in three figures, whatever the prediction's size.
  const before = await cell(page, 1, 4).textContent();
  const box = await page.locator(".scene").boundingBox();
  if (!box) throw new Error("There is no scene.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 20, y - 10, { steps: 4 });
  await page.mouse.move(x + 90, y - 60, { steps: 6 });
  await page.mouse.up();
  await expect(page).not.toHaveURL(/structure=N,0,0,0;/);
  // The atom alone: the hand that drags it turns nothing.
  await expect(page).not.toHaveURL(/yaw=|pitch=/);
  await expect(cell(page, 1, 4)).not.toHaveText(before ?? "");
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "Your own…" }).click();
  await dialog.locator("input[type=file]").setInputFiles({
    name: "two.xyz",
    mimeType: "text/plain",
    buffer: Buffer.from(
      "2\nhydrogen\nH 0 0 0\nH 0.74 0 0\n3\nwater\nO 0 0 0.119\nH 0 0.763 -0.477\nH 0 -0.763 -0.477\n",
    ),
  });
  await dialog.getByRole("button", { name: /hydrogen/ }).click();
  await expect(page.getByText("H2, your own")).toBeVisible();

  await page.getByRole("button", { name: "Your own…" }).click();
  await text.fill("CCO");
  await use.click();
  await expect(dialog.getByRole("status")).toContainText("force field", { timeout: COMPILED });
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("C2H6O, your own")).toBeVisible();
  await page.getByRole("button", { name: "QM9", exact: true }).click();
  await expect(page.getByText("no. 30863")).toBeVisible();
});

test("the whole of QM9 loads from the page's own origin, is stopped, and goes on", async ({ page }) => {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await open(page);
  let held = 0;
  // One shard is on its way until loading is stopped.
  await page.route(/shard-05/, () => {
    held++;
  });
  const ask = () =>
    page.evaluate(() => {
      location.hash = `${location.hash.replace("&molecules=full", "")}&molecules=full`;
    });
  await ask();
  await expect.poll(() => held).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Stop loading" }).click({ timeout: COMPILED });
  await expect(page.getByText(/Loading was stopped/)).toBeVisible();
  // What ran still runs.
  await expect(cell(page, 1, 0)).toHaveText(/\d/);
  await page.unroute(/shard-05/);
  await page.getByRole("button", { name: "Dismiss" }).click();
  const first = requests.filter((url) => url.includes("shard-00")).length;
  await ask();
  await expect(page).toHaveURL(/molecules=full/, { timeout: COMPILED });
  await expect(page.getByText(/of 60|at step 60/)).toBeVisible({ timeout: COMPILED });
  expect(requests.some((url) => url.includes("shard-12"))).toBe(true);
  // A kept file is not fetched again by whoever loads next.
  expect(requests.filter((url) => url.includes("shard-00")).length).toBe(first);
  const { origin } = new URL(page.url());
  expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith("blob:"))).toEqual([]);
});
