import { expect, type Locator, type Page, test } from "@playwright/test";
import { COMPILED, open, SMALL, stepText, withinWorker } from "./playground.ts";

/** Puts the cursor into a field, selects what is there and types, key by key. */
async function type(page: Page, field: Locator, text: string): Promise<void> {
  await field.click();
  await page.keyboard.press("Control+A");
  for (let k = 1; k <= text.length; k++) {
    await page.keyboard.type(text[k - 1] as string);
    await expect(field).toHaveValue(text.slice(0, k));
  }
}

/** Nothing but the page itself is looked at: no adapter ever answers. */
const NO_ANSWER = "GPU.prototype.requestAdapter = () => new Promise(() => {});";

const openSection = (page: Page, name: string) => page.locator("summary", { hasText: name }).click();
const apply = (page: Page) => page.getByRole("button", { name: "Apply" });

test("numbers are typed into settings key by key, and applied whatever section is closed", async ({ page }) => {
  await open(page, `${SMALL}&extent=3.5&beta1=0.9375`);
  // Values between the steps of closed fields do not hold the form up.
  await type(page, page.getByLabel("Width", { exact: true }), "16");
  await apply(page).click();
  await expect(page).toHaveURL(/extent=3\.5/);
  await expect(page).toHaveURL(/width=16/);
  await openSection(page, "Task");
  await openSection(page, "Training");
  await type(page, page.getByLabel("Learning rate", { exact: true }), "0.001");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Learning rate", { exact: true })).toHaveValue("0.001");
  await type(page, page.getByLabel("Noise", { exact: true }), "0.05");
  await type(page, page.getByLabel("Drop", { exact: true }), ".25");
  await type(page, page.getByLabel("Own rotation", { exact: true }), "0,125");
  await type(page, page.getByLabel("Adam beta 1", { exact: true }), "9e-1");
  // Enter ends the entry and applies all of them.
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/drop=0\.25&noise=0\.05&tilt=0\.125.*rate=0\.001/);
  await expect(page).not.toHaveURL(/beta1/);
  await expect(stepText(page)).toContainText(/Step [1-9]/, { timeout: COMPILED });
  await expect(page.getByLabel("Own rotation", { exact: true })).toHaveValue("0.125");
});

test("what cannot be applied is said beside its field and beside Apply, and nothing is lost", async ({ page }) => {
  await open(page);
  await openSection(page, "Training");
  const rate = page.getByLabel("Learning rate", { exact: true });
  await type(page, rate, "5");
  // Nobody is told off in the middle of a number.
  await expect(page.locator(".apply")).not.toContainText("Not possible");
  await apply(page).click();
  await expect(page.locator(".apply")).toContainText("rate must be a number from 0.000001 to 0.1, not 5");
  await expect(rate).toHaveAttribute("aria-invalid", "true");
  await openSection(page, "Training");
  await type(page, page.getByLabel("Width", { exact: true }), "10");
  await page.keyboard.press("Enter");
  await expect(page.locator(".apply")).toContainText("rate must be a number");
  await expect(page).not.toHaveURL(/width=10/);
  await openSection(page, "Training");
  await type(page, rate, "1e-2x");
  await page.keyboard.press("Tab");
  await expect(page.locator(".apply")).toContainText("not 1e-2x");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/width=10.*rate=0\.01/);
});

test("exact boxes take minus signs, decimals and commas, go round, and say what they do not take", async ({ page }) => {
  await withinWorker(page, NO_ANSWER);
  await page.goto(`/${SMALL}`);
  const rotation = page.getByLabel("Rotation, exact value");
  await type(page, rotation, "-45");
  await page.keyboard.press("Tab");
  await expect(page).toHaveURL(/rotate=-45/);
  await type(page, rotation, "12.5");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/rotate=12\.5/);
  await type(page, rotation, "504");
  await page.keyboard.press("Tab");
  await expect(page.locator(".exact").first()).toContainText("504 is the same angle as 144");
  await type(page, page.getByLabel("Shift x, exact value"), "-0,25");
  await page.keyboard.press("Tab");
  await expect(page).toHaveURL(/x=-0\.25/);
  await type(page, page.getByLabel("Shift y, exact value"), "1,000");
  await page.keyboard.press("Tab");
  await expect(page.locator(".exact").nth(2)).toContainText("1,000 may be 1000 or 1.000");
  await expect(page).not.toHaveURL(/&y=/);

  await page.goto("about:blank");
  await page.goto("/#preset=springs-quick&span=20");
  await type(page, page.getByLabel("Start x, exact value"), "-0.123456");
  await page.keyboard.press("Tab");
  await expect(page).toHaveURL(/starts=1:-0\.123456,/);
  await type(page, page.getByLabel("Horizon, exact value"), "40");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/span=40/);
});

test.describe("an address", () => {
  test.beforeEach(({ page }) => withinWorker(page, NO_ANSWER));

  const title = (page: Page) => page.getByRole("heading", { name: "LieTransformer Playground" });

  for (const [hash, told] of [
    ["#%", "there is no setting %"],
    [`${SMALL}&rotate=50%`, "rotate must be a number from -180 to 180, not 50%"],
    [`${SMALL}&group=custom&generators=0,-1,1,0%3`, "generator 1 holds something that is not a number"],
    [`${SMALL}&rate=0,001`, "not 0,001 (with a decimal point, 0.001)"],
  ] as const) {
    test(`with what cannot be read names it, and tells what runs at once: ${hash.slice(-24)}`, async ({ page }) => {
      await page.goto(`/${hash}`);
      await expect(title(page)).toBeVisible();
      await expect(page.locator(".notice")).toContainText(told);
      await expect(page).toHaveURL(/#v=1&preset=quick/);
      expect(page.url()).not.toContain("%");
      expect(page.url()).not.toContain("0,001");
    });
  }

  test("is read from what chats and mails make of it", async ({ page }) => {
    const plain = "preset=quick&group=T2&seed=3";
    const wrapped = [
      plain.replaceAll("&", "&amp;"),
      encodeURIComponent(plain),
      encodeURIComponent(encodeURIComponent(plain)),
      `${plain})`,
      `${plain}."`,
    ];
    for (const hash of wrapped) {
      await page.goto("about:blank");
      await page.goto(`/#${hash}`);
      await expect(page).toHaveURL(/#v=1&preset=quick&group=T2&seed=3$/);
      await expect(page.locator(".notice")).toHaveCount(0);
    }
    await page.goto("about:blank");
    await page.goto("/#quick-t2.");
    await expect(page).toHaveURL(/#v=1&preset=quick-t2&layer=0&head=0$/);
  });

  test("edited by hand to nonsense names it, and the address comes back to what runs", async ({ page }) => {
    await page.goto(`/${SMALL}`);
    await expect(title(page)).toBeVisible();
    await page.evaluate(() => {
      location.hash = "preset=quick&seed=2&x=5%";
    });
    await expect(page.locator(".notice")).toContainText("x must be a number from -1.5 to 1.5, not 5%");
    await expect(page).toHaveURL(/#v=1&preset=quick&seed=2$/);
  });

  test("of any kind, a thousand of them, never leaves a blank page", async ({ page }) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`/${SMALL}`);
    await expect(title(page)).toBeVisible();
    const blanks = await page.evaluate(async () => {
      let state = 12345;
      const below = (size: number) => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return Math.floor((state / 2 ** 32) * size);
      };
      const words =
        "preset quick task particles group custom generators box starts rotate seed rate x layers model".split(" ");
      const marks = [
        "=",
        "&",
        "&amp;",
        "%",
        "%26",
        "%3D",
        "%E0%A4",
        "#",
        "+",
        ",",
        ";",
        ".",
        ")",
        "-",
        "\u2212",
        "1",
        "0.5",
        "9e9",
      ];
      const blank: string[] = [];
      for (let k = 0; k < 1000; k++) {
        const parts = Array.from({ length: 1 + below(12) }, () =>
          below(2) === 0 ? words[below(words.length)] : marks[below(marks.length)],
        );
        const hash = `#${parts.join("")}`;
        try {
          history.replaceState(null, "", hash);
        } catch {
          // Some browsers take only so many a second.
          continue;
        }
        window.dispatchEvent(new HashChangeEvent("hashchange"));
        if (k % 50 !== 49) continue;
        await new Promise((resolve) => setTimeout(resolve));
        if (!document.querySelector("h1")) blank.push(hash);
      }
      return blank;
    });
    expect(blanks).toEqual([]);
    expect(problems).toEqual([]);
    await expect(title(page)).toBeVisible();
  });
});
