// The forum with scripting off: every page is complete and every form posts.
import { expect, signIn, test, tick } from "./support/test.ts";
import { say } from "./support/words.ts";

test("UX-4 FORUM-1 FORUM-4: without scripting a customer reads, asks, answers, votes, reports and changes", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    await page.goto("/forum");
    const rows = page.locator("tbody tr");
    expect(await rows.count()).toBeGreaterThan(5);
    await page.locator("#filter-place").selectOption({ label: "Faro" });
    await page.getByRole("button", { name: say("es", "forum.filter_apply"), exact: true }).click();
    await expect(page).toHaveURL(/in=/);
    for (const row of await rows.all()) await expect(row).toContainText("Faro");
    await page.getByRole("link", { name: say("es", "forum.show_unanswered") }).click();
    await expect(page).toHaveURL(/show=unanswered/);

    await page.getByRole("link", { name: say("es", "forum.ask") }).click();
    await tick(page.getByRole("radio", { name: say("es", "forum.kind_discussion") }));
    await page.locator("#place").selectOption({ label: "Faro › Consentimiento" });
    await page.locator("#title").fill("Corto");
    await page.locator("#body").fill("Un texto que *no* debe perderse.");
    await page.getByRole("button", { name: say("es", "forum.publish"), exact: true }).click();
    await expect(page.locator("#title-error")).toHaveText(say("es", "errors.problem_too_short", { least: 8, now: 5 }));
    await expect(page.locator("#body")).toHaveValue("Un texto que *no* debe perderse.");
    await page.locator("#title").fill("Lo bastante largo");
    await page.getByRole("button", { name: say("es", "forum.publish"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Lo bastante largo" })).toBeVisible();
    await expect(page.locator("#post-1 em")).toHaveText("no");

    await page.locator("#answer-body").fill("Añado una cosa más.");
    await page.getByRole("button", { name: say("es", "forum.send_answer"), exact: true }).click();
    await expect(page).toHaveURL(/#post-2$/);
    await page.locator("#post-2").getByRole("link", { name: say("es", "forum.change"), exact: true }).click();
    await page.locator("#edit").fill("Añado una cosa distinta.");
    await page.getByRole("button", { name: say("es", "forum.save"), exact: true }).click();
    await expect(page.locator("#post-2")).toContainText("Añado una cosa distinta.");

    await page.goto("/forum?order=votes");
    await page.getByRole("link", { name: "Experiments that lost and taught us something" }).click();
    const vote = page.locator("#post-1").getByRole("button", { name: say("es", "forum.helpful") });
    const before = await vote.getAttribute("aria-pressed");
    await vote.click();
    await expect(vote).not.toHaveAttribute("aria-pressed", before ?? "");
    await page.locator("#post-1 summary").filter({ hasText: say("es", "forum.report") }).click();
    await page.locator("#report-1").fill("Solo para probar");
    await page.getByRole("button", { name: say("es", "forum.report_send"), exact: true }).first().click();
    await expect(page.getByText(say("es", "forum.reported"))).toBeVisible();
});
