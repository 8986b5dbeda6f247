// Screens come in chunks of wasm: when one cannot be loaded, the reader is told and led on.
import { expect, hydrated, savesData, signIn, test } from "./support/test.ts";
import { say } from "./support/words.ts";

test.use({ locale: "es-ES" });

const CASE = /\/split_case.*\.wasm$/;
const FORMS = /\/split_forms.*\.wasm$/;

test("UX-5 a screen whose code cannot be loaded says so, and trying again shows it", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED/, /Failed to fetch/);
    await signIn(page, "carmen@rio-azul.example");
    await page.route(CASE, (route) => route.abort());
    await page.goto("/cases");
    await hydrated(page);
    const link = page.getByRole("main").locator("tbody a").first();
    const title = (await link.textContent()) ?? "";
    await link.click();
    const again = page.getByRole("link", { name: say("es", "errors.try_again") });
    await expect(again).toBeVisible();
    await expect(page).toHaveURL(/\/cases\/\d{6}[A-Z]$/);
    await page.unroute(CASE);
    await again.click();
    await hydrated(page);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
});

test("UX-4 while a list is read, the code of what it leads to is loaded", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    const chunk = page.waitForResponse(CASE);
    await page.goto("/cases");
    expect((await chunk).status()).toBe(200);
});

test("UX-4 for a reader who saves data it is loaded when a link is about to be followed", async ({ page }) => {
    await savesData(page);
    await signIn(page, "carmen@rio-azul.example");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto("/cases");
    await hydrated(page);
    await page.waitForLoadState("networkidle");
    expect(asked.filter((url) => CASE.test(url))).toEqual([]);
    const chunk = page.waitForResponse(CASE);
    await page.getByRole("main").locator("tbody a").first().hover();
    expect((await chunk).status()).toBe(200);
});

test("UX-4 a page of a chunk comes to life without a second round for its code", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto("/cases/new");
    await hydrated(page);
    const chunks = asked.filter((url) => FORMS.test(url));
    expect(chunks, "loaded early by the page, and once").toHaveLength(1);
    const head = await page.locator('link[rel="preload"][as="fetch"]').evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(head.some((href) => FORMS.test(href ?? ""))).toBe(true);
});
