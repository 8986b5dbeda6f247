// A customer's whole way with scripting off: every page is complete and every form posts.
import { expect, signIn, test, tick } from "./support/test.ts";
import { dropDraft } from "./support/cases.ts";
import { picture, text } from "./support/files.ts";
import { say } from "./support/words.ts";

const TITLE = "Goals disappeared from the weekly report";

test("UX-4 CASE-1 CASE-3 CASE-11 CASE-20: without scripting a customer signs in, looks around, opens a case with files, replies, changes the language and leaves", async ({ page }) => {
    test.setTimeout(120_000);

    await test.step("sign in", async () => {
        await page.goto("/cases");
        await expect(page).toHaveURL(/\/sign-in\?next=/);
        await signIn(page, "liam@northwind.example");
        await dropDraft(page);
    });

    await test.step("list, filter and sort by address alone", async () => {
        await page.goto("/cases");
        const rows = page.locator("tbody tr");
        const all = await rows.count();
        expect(all).toBeGreaterThan(1);
        const title = (await rows.first().getByRole("link").first().textContent()) ?? "";
        await page.getByLabel(say("en", "cases.search")).fill(title);
        await page.getByRole("button", { name: say("en", "cases.filter_apply"), exact: true }).click();
        await expect(page).toHaveURL(/[?&]q=/);
        await expect(rows.filter({ hasText: title })).not.toHaveCount(0);
        expect(await rows.count()).toBeLessThan(all);
        await page.getByRole("link", { name: say("en", "cases.clear") }).click();
        await page.locator("#filter-status > summary").click();
        await tick(page.locator("#filter-status").getByLabel(say("en", "cases.status_closed"), { exact: true }));
        await page.getByRole("button", { name: say("en", "cases.filter_apply"), exact: true }).click();
        await expect(page).toHaveURL(/status=closed/);
        for (const row of await rows.all()) await expect(row).toContainText("Closed (");
        await page.goto("/cases?sort=priority");
        await expect(page.locator("#filter-sort")).toHaveValue("priority");
    });

    await test.step("open a case of the list", async () => {
        await page.goto("/cases");
        const link = page.locator("tbody tr a").first();
        const title = (await link.textContent()) ?? "";
        await link.click();
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    });

    const goOn = page.getByRole("button", { name: say("en", "cases.go_on"), exact: true });

    await test.step("a step that lacks something says so beside its fields", async () => {
        await page.goto("/cases");
        await page.getByRole("link", { name: say("en", "cases.new_case") }).click();
        await tick(page.getByRole("radio", { name: "Pulso" }));
        await goOn.click();
        await expect(page).toHaveURL(/step=problem/);
        await page.getByLabel(say("en", "cases.title"), { exact: true }).fill(TITLE);
        await page.getByLabel(say("en", "cases.description"), { exact: true }).fill("Too short.");
        await tick(page.getByRole("group", { name: say("en", "cases.ask_reproducible") }).getByLabel(say("en", "cases.no"), { exact: true }));
        await goOn.click();
        await page.goto("/cases/new?step=problem&check=1");
        await expect(page.locator("#summary")).toContainText(say("en", "errors.problem_too_short", { least: 50, now: 10 }));
        await expect(page.getByLabel(say("en", "cases.description"), { exact: true })).toHaveAttribute("aria-invalid", "true");
        await expect(page.getByLabel(say("en", "cases.title"), { exact: true })).toHaveValue(TITLE);
    });

    await test.step("attach files by the plain form", async () => {
        await page.getByLabel(say("en", "cases.description"), { exact: true }).fill("The weekly report lists **no goals** since Monday.\n\n| goal | visits |\n| --- | --- |\n| signup | 0 |");
        await goOn.click();
        await page.goto("/cases/new?step=problem");
        await page.locator("#attachments").setInputFiles([picture("goals.png"), text("collector.log", "no goal today\n")]);
        await page.getByRole("button", { name: say("en", "attach.send"), exact: true }).click();
        await expect(page).toHaveURL(/step=problem/);
        const list = page.getByRole("list", { name: say("en", "attach.list") });
        await expect(list.getByText("goals.png", { exact: true })).toBeVisible();
        await expect(list.getByText("collector.log", { exact: true })).toBeVisible();
        await expect(page.getByLabel(say("en", "cases.title"), { exact: true })).toHaveValue(TITLE);
    });

    await test.step("the other steps, the review and the case", async () => {
        await goOn.click();
        await page.getByLabel("Property id").fill("PU-7001-2");
        await page.getByLabel(say("en", "cases.environment"), { exact: true }).fill("Production");
        await tick(page.getByRole("group", { name: say("en", "cases.ask_changed") }).getByLabel(say("en", "cases.no"), { exact: true }));
        await goOn.click();
        await tick(page.getByRole("radio", { name: "P3" }));
        await goOn.click();
        await goOn.click();
        await expect(page).toHaveURL(/step=review/);
        await expect(page.getByText("PU-7001-2")).toBeVisible();
        await expect(page.getByText("goals.png").first()).toBeVisible();
        await page.getByRole("button", { name: say("en", "cases.send_case") }).click();
        await expect(page).toHaveURL(/\/cases\/\d{6}[A-Z]/);
        await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
        const first = page.getByRole("article").first();
        await expect(first.locator("table")).toContainText("signup");
        await expect(first.getByRole("link", { name: "goals.png" })).toBeVisible();
    });

    await test.step("reply, with a file", async () => {
        await page.locator("#reply-files").setInputFiles(text("later.txt"));
        await page.locator("#reply").getByRole("button", { name: say("en", "attach.send"), exact: true }).click();
        await expect(page.locator("#reply").getByText("later.txt", { exact: true })).toBeVisible();
        await page.locator("#reply-body").fill("It happens on *every* property.");
        await page.getByRole("button", { name: say("en", "cases.send_reply") }).click();
        const comment = page.getByRole("article").filter({ hasText: "It happens on every property." });
        await expect(comment.locator("em")).toHaveText("every");
        await expect(comment.getByRole("link", { name: "later.txt" })).toBeVisible();
        await expect(page.locator("#reply-body")).toHaveValue("");
    });

    await test.step("change the language and stay", async () => {
        const here = new URL(page.url()).pathname;
        await page.getByRole("button", { name: "Español" }).click();
        await expect(page.locator("html")).toHaveAttribute("lang", "es");
        expect(new URL(page.url()).pathname).toBe(here);
        await expect(page.getByRole("button", { name: say("es", "cases.send_reply") })).toBeVisible();
        await page.getByRole("button", { name: "English" }).click();
        await expect(page.locator("html")).toHaveAttribute("lang", "en");
    });

    await test.step("sign out", async () => {
        await page.locator("summary").filter({ hasText: "Liam" }).click();
        await page.getByRole("button", { name: say("en", "frame.sign_out") }).click();
        await expect(page).toHaveURL(/\/sign-in/);
        await page.goto("/cases");
        await expect(page).toHaveURL(/\/sign-in/);
    });
});

test("UX-4 CASE-20: without scripting the eleventh file and a file that is too large are refused in words, and nothing typed is lost", async ({ page }) => {
    await signIn(page, "grace@northwind.example");
    await dropDraft(page);
    await page.goto("/cases/new?step=problem");
    await page.getByLabel(say("en", "cases.title"), { exact: true }).fill("Eleven files");
    await page.getByRole("button", { name: say("en", "cases.go_on"), exact: true }).click();
    await page.goto("/cases/new?step=problem");
    await page.locator("#attachments").setInputFiles(Array.from({ length: 11 }, (_, n) => text(`part-${n}.txt`)));
    await page.getByRole("button", { name: say("en", "attach.send"), exact: true }).click();
    await expect(page.getByText(say("en", "errors.problem_too_many", { most: 10 })).first()).toBeVisible();
    await expect(page.getByLabel(say("en", "cases.title"), { exact: true })).toHaveValue("Eleven files");
    await expect(page.getByRole("list", { name: say("en", "attach.list") }).getByRole("listitem")).toHaveCount(10);
    await dropDraft(page);
});
