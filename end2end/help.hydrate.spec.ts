// Help: found while one types, read, voted on; the palette over every page; topics beside a case that is written.
import { axe, expect, hydrated, layoutShifts, signIn, test } from "./support/test.ts";
import { dropDraft } from "./support/cases.ts";
import { say } from "./support/words.ts";

test("HELP-2 a customer finds a topic while typing, with typing errors, and reads it in the other language", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    await page.getByRole("link", { name: say("es", "frame.help"), exact: true }).click();
    await hydrated(page);
    await page.locator("#help-q").pressSequentially("limtes de la propiedad");
    const first = page.locator(".hits .hit").first();
    await expect(first.locator("mark").first()).toBeVisible();
    await expect(page).toHaveURL(/[?&]q=limtes/);
    await expect(page.locator("#help-q")).toBeFocused();
    await page.locator("#help-product").selectOption({ label: "Pulso" });
    await expect(page).toHaveURL(/product=pulso/);
    await first.getByRole("link").click();
    await expect(page).toHaveURL(/\/topics\/es\/pulso\//);
    await expect(page.locator(".topic-guide [aria-current]")).toHaveCount(1);
    await page.getByRole("link", { name: say("es", "topics.read_in_other") }).click();
    await expect(page).toHaveURL(/\/topics\/en\/pulso\//);
    await expect(page.locator("article")).toHaveAttribute("lang", "en");
    await page.reload();
    await hydrated(page);
    expect(await layoutShifts(page)).toEqual([]);
    await axe(page);
});

test("HELP-2 what a misspelled word meant is one press away", async ({ page }) => {
    await signIn(page, "liam@northwind.example");
    await page.goto("/search");
    await hydrated(page);
    await page.locator("#search-q").pressSequentially("propertty limmits");
    await page.locator(".meant").getByRole("link", { name: "property limits" }).click();
    await expect(page.locator("#search-q")).toHaveValue("property limits");
    await expect(page.locator(".meant")).toHaveCount(0);
    // words are marked one by one, but for those that say nothing, and the blanks between them are still there
    await page.locator("#search-q").fill("limits of a property");
    const topic = page.locator(".hit-title", { has: page.locator("mark:nth-of-type(2):last-child") }).first();
    await expect(topic).toHaveText("Limits of a property", { useInnerText: true });
});

test("SEC-2 a visitor reads what is shown to everybody, and is led to the door by the rest", async ({ visitor }) => {
    const page = await visitor({ locale: "en-GB" });
    await page.goto("/sign-in");
    await page.getByRole("link", { name: say("en", "access.read_help") }).click();
    await hydrated(page);
    await page.locator("#help-q").pressSequentially("limits");
    await expect(page.locator(".hits .hit").first()).toBeVisible();
    await axe(page);
    await page.locator(".hits .hit").first().getByRole("link").click();
    await expect(page).toHaveURL(/\/topics\/en\/pulso\//);
    await axe(page);
    await page.getByRole("link", { name: say("en", "topics.sign_in") }).click();
    await expect(page).toHaveURL(/\/sign-in\?next=\/topics\/en\/pulso\//);
    await page.goto("/cases");
    await expect(page).toHaveURL(/\/sign-in/);
});

test("HELP-4 a vote counts at once and asks what is missing", async ({ page }) => {
    await signIn(page, "liam@northwind.example");
    await page.goto("/topics/en/pulso/property-limits");
    await hydrated(page);
    const no = page.locator(".topic-vote").getByRole("button", { name: say("en", "topics.helped_not"), exact: true });
    await no.click();
    await expect(no).toHaveAttribute("aria-pressed", "true");
    await page.locator("#topic-reason").fill("The figure for events is missing.");
    await page.getByRole("button", { name: say("en", "topics.send_reason"), exact: true }).click();
    await expect(page.locator(".topic-vote-thanks")).toHaveText(say("en", "topics.reason_counted"));
    await expect(page.locator("#topic-reason")).toHaveCount(0);
    await page.reload();
    await expect(no).toHaveAttribute("aria-pressed", "true");
});

test("HELP-2 the palette opens over any page, finds cases and topics, and is worked by keyboard alone", async ({ page }) => {
    await signIn(page, "liam@northwind.example");
    await page.goto("/cases");
    await hydrated(page);
    const title = (await page.locator("tbody tr a").first().textContent()) ?? "";
    await page.keyboard.press("/");
    const field = page.locator("#palette-field");
    await expect(field).toBeFocused();
    await field.fill(title);
    const options = page.locator("#palette-list").getByRole("option");
    await expect(options.first()).toContainText(title);
    await expect(options.first()).toHaveAttribute("aria-selected", "true");
    await axe(page);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
    await expect(page.getByRole("dialog")).toHaveCount(0);

    await page.keyboard.press("Control+k");
    await expect(field).toBeFocused();
    await expect(options.first()).toContainText(title);
    await field.fill("roles");
    await expect(page.getByText(say("en", "search.topics"), { exact: true })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);

    // who presses Enter before the answer is there opens what was asked for, not what was found before
    await page.goto("/topics");
    await hydrated(page);
    await page.keyboard.press("Control+k");
    await expect(options.first()).toBeVisible();
    await page.route("**/api/search/find*", async (route) => {
        await new Promise((done) => setTimeout(done, 500));
        await route.continue();
    });
    await field.fill(title);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
});

test("UX-5 a topic that cannot be loaded does not stand under another one's address", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED/);
    await signIn(page, "liam@northwind.example");
    await page.goto("/topics/en/pulso/property-limits");
    await hydrated(page);
    const first = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    await page.route("**/api/topics/open*", (route) => route.abort());
    await page.locator(".topic-neighbor").last().click();
    await expect(page).not.toHaveURL(/property-limits/);
    await expect(page.getByRole("heading", { level: 1 })).not.toContainText(first);
});

test("HELP-3 topics appear beside a case that is written, and one of them closes the draft", async ({ page }) => {
    await signIn(page, "liam@northwind.example");
    await dropDraft(page);
    await page.goto("/cases/new?step=problem");
    await hydrated(page);
    await page.locator("#title").pressSequentially("Roles and permissions of folders");
    const suggestions = page.locator(".wizard-suggestions li");
    await expect(suggestions.first()).toBeVisible();
    await expect(page.locator("#title")).toBeFocused();
    expect(await suggestions.count()).toBeLessThanOrEqual(5);
    // the click itself leaves the title, and so saves the draft that it makes an end of
    await suggestions.first().getByRole("button", { name: say("en", "topics.solved_it") }).click();
    await expect(page).toHaveURL(/\/topics\/.+\?solved=1/);
    await page.goto("/cases");
    await expect(page.getByText(say("en", "cases.draft_waits"))).toHaveCount(0);
    await page.goto("/cases/new?step=problem");
    await hydrated(page);
    await expect(page.locator("#title")).toHaveValue("");
});
