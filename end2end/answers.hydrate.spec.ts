// Canned answers: an operator writes one, an engineer puts it into a chat, filled in, and changes it before sending.
import { expect, hydrated, signIn, test } from "./support/test.ts";
import { call } from "./support/cases.ts";
import { say } from "./support/words.ts";
import type { Page } from "@playwright/test";

const box = (page: Page) => page.locator("#chat-box");
const filter = (page: Page) => page.locator("#answer-filter");
const menu = (page: Page) => page.locator(".answer-menu > summary");
const line = (page: Page) => page.locator("#answer-list").getByRole("option");

/** A chat that Liam began and Nora took, open in front of her. */
async function chatting(page: Page, liam: Page, subject: string) {
    await signIn(page, "nora@brujula.example");
    await page.goto("/chats");
    await hydrated(page);
    await page.locator("[data-presence=available]").click();
    await signIn(liam, "liam@northwind.example");
    const { products, running } = await call<{ products: { id: string; name: string }[]; running: string | null }>(liam, "chat/new?case=");
    if (running) await call(liam, "chat/end", { chat: running });
    const product = products.find(({ name }) => name === "Pulso")?.id ?? "";
    let chat = "";
    // the server hears of the engineer a moment later
    await expect(async () => {
        const form = { "form[product]": product, "form[subject]": subject, "form[body]": "Hello", "form[key]": crypto.randomUUID() };
        const begun = await call<{ Done: { chat: { Ok?: string } } }>(liam, "chat/begin", form);
        chat = begun.Done.chat.Ok ?? "";
        expect(chat).not.toBe("");
    }).toPass();
    await call(page, "chat/take", { chat });
    await page.goto(`/chats/${chat}`);
    await hydrated(page);
    return chat;
}

test("an operator writes, changes and removes a canned answer, and is told what is wrong beside its field", async ({ page }) => {
    await signIn(page, "oscar@brujula.example");
    await page.getByRole("link", { name: say("es", "organizations.place_answers") }).click();
    await page.getByRole("link", { name: say("es", "answers.new"), exact: true }).click();
    await page.locator("#title").fill("Despedida");
    await page.locator("#name").fill("despedida");
    await page.locator("#body").fill("Adiós, {{cliente}}");
    const save = page.getByRole("button", { name: say("es", "answers.save"), exact: true });
    await save.click();
    await expect(page.locator("#body-error")).toHaveText(say("es", "answers.problem_variable", { what: "{{cliente}}" }));
    await expect(page.locator("#body")).toHaveValue("Adiós, {{cliente}}");
    await page.locator("#body").fill("Adiós, {{customer.first_name}}");
    await page.locator("#name").fill("saludo");
    await save.click();
    await expect(page.locator("#name-error")).toHaveText(say("es", "answers.problem_taken"));
    await page.locator("#name").fill("despedida");
    await save.click();
    const row = page.getByRole("row").filter({ hasText: "/despedida" });
    await expect(row).toContainText(say("es", "answers.all_products"));

    await row.getByRole("link").click();
    await expect(page.locator("#body")).toHaveValue("Adiós, {{customer.first_name}}");
    await page.locator("#title").fill("Despedida breve");
    await save.click();
    await page.getByRole("link", { name: "Despedida breve" }).click();
    await page.getByText(say("es", "answers.remove"), { exact: true }).click();
    await page.getByRole("button", { name: say("es", "answers.remove_now"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: say("es", "answers.title") })).toBeVisible();
    await expect(page.getByRole("link", { name: "Despedida breve" })).toHaveCount(0);
});

test("an engineer puts a canned answer where the caret is, by keyboard alone, and nothing is sent", async ({ page, visitor }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const chat = await chatting(page, await visitor({ locale: "en-GB" }), "Visits *are* missing");
    expect(asked.filter((url) => url.includes("/api/answers/")), "asked for only when the menu is opened").toEqual([]);

    // the list of shortcuts names what opens it
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog").locator(".keys-list > div");
    await expect(keys.filter({ hasText: say("en", "frame.key_answers_typing") }).locator("kbd")).toHaveText("Alt+R");
    await expect(keys.filter({ hasText: say("en", "frame.key_answers") }).locator("kbd")).toHaveText("/");
    await page.keyboard.press("Escape");

    // `/` in an empty box; the words find it, Enter takes it
    await box(page).press("/");
    await expect(filter(page)).toBeFocused();
    await filter(page).pressSequentially("greeting");
    // help topics stand behind the answers
    await expect(line(page).first()).toContainText("/greeting");
    await filter(page).press("Enter");
    await expect(box(page)).toBeFocused();
    await expect(box(page)).toHaveValue(/^Good day, Liam, this is Nora Lindqvist\..*Visits \\\*are\\\* missing/);
    await expect(page.locator(".answer-menu")).not.toHaveAttribute("open");

    // with Alt and R in the middle of a text
    await box(page).fill("before  after");
    await box(page).press("Home");
    for (let n = 0; n < "before ".length; n++) await box(page).press("ArrowRight");
    await box(page).press("Alt+r");
    await filter(page).press("ArrowDown");
    await filter(page).press("ArrowUp");
    await filter(page).pressSequentially("pulso");
    await filter(page).press("Enter");
    await expect(box(page)).toHaveValue(/^before To look at it in Pulso[^]*since when after$/);
    await box(page).pressSequentially("!");
    await expect(box(page)).toHaveValue(/since when! after$/);

    // what is in the box is kept as its draft like all that is typed, and was never sent
    const open = () => call<{ draft: { body: string } | null; events: { event: { body_html: string } }[] }>(page, `chat/open?chat=${chat}`);
    await expect.poll(async () => (await open()).draft?.body ?? "").toContain("To look at it in Pulso");
    expect((await open()).events.some(({ event }) => event.body_html.includes("Pulso I need"))).toBe(false);

    // Escape leaves the menu, and the box as it was
    const before = await box(page).inputValue();
    await box(page).press("Alt+r");
    await filter(page).pressSequentially("qqqqqq");
    await expect(page.getByText(say("en", "answers.none_found"))).toBeVisible();
    await filter(page).press("Escape");
    await expect(box(page)).toBeFocused();
    await expect(box(page)).toHaveValue(before);

    // and by pointer
    await box(page).fill("");
    await menu(page).click();
    await line(page).filter({ hasText: "/saludo" }).click();
    await expect(box(page)).toHaveValue(/^Buenos días, Liam/);
    await box(page).press("Enter");
    await expect(page.locator(".chat-said:not([data-kind=pending])").filter({ hasText: "Buenos días, Liam" })).toContainText("Visits *are* missing");
    await call(page, "chat/end", { chat });
});

test("a customer's box has no canned answers, and a slash is a slash", async ({ page, visitor }) => {
    const liam = await visitor({ locale: "en-GB" });
    const chat = await chatting(page, liam, "No menu here");
    await liam.goto(`/chats/${chat}`);
    await hydrated(liam);
    await box(liam).press("/");
    await expect(box(liam)).toHaveValue("/");
    await expect(menu(liam)).toHaveCount(0);
    await call(page, "chat/end", { chat });
});
