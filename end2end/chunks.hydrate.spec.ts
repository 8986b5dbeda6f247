// Screens come in chunks of wasm: when one cannot be loaded, the reader is told and led on.
import { expect, hydrated, signIn, test } from "./support/test.ts";
import { say } from "./support/words.ts";

test.use({ locale: "es-ES" });

const CHUNK = /\/split_case.*\.wasm$/;

test("UX-5 a screen whose code cannot be loaded says so, and trying again shows it", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED/, /Failed to fetch/);
    await signIn(page, "carmen@rio-azul.example");
    await page.goto("/cases");
    await hydrated(page);
    await page.route(CHUNK, (route) => route.abort());
    const link = page.getByRole("main").locator("tbody a").first();
    const title = (await link.textContent()) ?? "";
    await link.click();
    const again = page.getByRole("link", { name: say("es", "errors.try_again") });
    await expect(again).toBeVisible();
    await expect(page).toHaveURL(/\/cases\/\d{6}[A-Z]$/);
    await page.unroute(CHUNK);
    await again.click();
    await hydrated(page);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
});

test("UX-4 a link that is about to be followed has its screen's code loaded ahead", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    await page.goto("/cases");
    await hydrated(page);
    const chunk = page.waitForResponse(CHUNK);
    await page.getByRole("main").locator("tbody a").first().hover();
    expect((await chunk).status()).toBe(200);
});

test("UX-4 a page of a chunk comes to life without a second round for its code", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto("/cases/new");
    await hydrated(page);
    const chunks = asked.filter((url) => CHUNK.test(url));
    expect(chunks, "loaded early by the page, and once").toHaveLength(1);
    const head = await page.locator('link[rel="preload"][as="fetch"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(head.some((href) => CHUNK.test(href ?? ""))).toBe(true);
});
