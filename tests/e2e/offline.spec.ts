import { expect, test } from "@playwright/test";
import { COMPILED } from "./playground.ts";

test.use({ serviceWorkers: "allow" });

test("after a first visit the page opens without a network, trained networks and laboratory included", async ({
  page,
  context,
}) => {
  await page.goto("/");
  await page.evaluate(async () => {
    const { active, installing, waiting } = await navigator.serviceWorker.ready;
    return (active ?? waiting ?? installing)?.state;
  });
  await context.setOffline(true);
  await page.reload();
  await expect(page.locator("td.right").first()).toBeVisible({ timeout: COMPILED });
  await page.getByRole("button", { name: "Laboratory" }).click();
  await expect(page.getByRole("region", { name: "Shaders" }).locator("pre span").first()).toBeVisible();
  await context.setOffline(false);
});

test("the page can be installed: it says what it is called and how it looks", async ({ request }) => {
  const manifest = await (await request.get("/manifest.webmanifest")).json();
  expect(manifest).toMatchObject({ name: "LieTransformer Playground", display: "standalone" });
  for (const { src } of manifest.icons) expect((await request.get(`/${src}`)).ok()).toBe(true);
});
