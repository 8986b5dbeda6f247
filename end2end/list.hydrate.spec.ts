// The case list by hand: its saved views, and its rows under a finger.
import { SIZES, expect, hydrated, signIn, test } from "./support/test.ts";
import { say } from "./support/words.ts";

test("CASE-11 a view is saved, followed and deleted, and the list stays where it is", async ({ page }) => {
    await signIn(page, "liam@northwind.example");
    await page.goto("/cases?q=report");
    await hydrated(page);
    await page.getByText(say("en", "cases.views_manage")).click();
    await page.getByLabel(say("en", "cases.view_name")).fill("Everything on reports");
    await page.getByRole("button", { name: say("en", "cases.view_save") }).click();
    const link = page.getByRole("link", { name: "Everything on reports" });
    await expect(link).toBeVisible();
    await expect(page).toHaveURL(/\/cases\?q=report$/);
    await page.goto("/cases");
    await hydrated(page);
    await link.click();
    await expect(page).toHaveURL(/q=report/);
    await page.getByText(say("en", "cases.views_manage")).click();
    await page.getByRole("button", { name: /Everything on reports/ }).click();
    await expect(link).toHaveCount(0);
    await page.reload();
    await hydrated(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(link).toHaveCount(0);
});

test.describe("under a finger", () => {
    test.use({ hasTouch: true, isMobile: true, viewport: SIZES.portrait, locale: "es-ES" });

    test("UX-4 the whole row of a case leads to it", async ({ page }) => {
        await signIn(page, "carmen@rio-azul.example");
        await page.goto("/cases");
        await hydrated(page);
        const row = page.getByRole("main").locator("tbody tr").first();
        const box = (await row.boundingBox())!;
        expect(box.height).toBeGreaterThanOrEqual(44);
        await page.touchscreen.tap(box.x + box.width - 12, box.y + box.height - 6);
        await expect(page).toHaveURL(/\/cases\/\d{6}[A-Z]$/);
    });
});
