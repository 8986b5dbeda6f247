// A chat between a customer and engineers, and that nothing of it is lost whatever the network does.
import { expect, hydrated, signIn, test, tick } from "./support/test.ts";
import { call } from "./support/cases.ts";
import { say } from "./support/words.ts";
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";

const TABLET = { locale: "en-GB", viewport: { width: 768, height: 1024 }, hasTouch: true };
const box = (page: Page) => page.locator("#chat-box");
const said = (page: Page, text: string) => page.locator(".chat-said:not([data-kind=pending])").filter({ hasText: text });

/** Signs an engineer in who takes chats. */
async function available(page: Page, email: string) {
    await signIn(page, email);
    await page.goto("/chats");
    await hydrated(page);
    // each in their own language
    const choice = page.locator("[data-presence=available]");
    await choice.click();
    await expect(choice).toHaveAttribute("aria-pressed", "true");
}

/** Begins a chat on Pulso by the form; the server must have heard that somebody is there. */
async function begin(page: Page, subject: string, text: string) {
    await expect(async () => {
        await page.goto("/chats/new");
        await hydrated(page);
        await page.getByLabel(say("en", "chat.product"), { exact: true }).selectOption({ label: "Pulso" });
        await expect(page.getByText(say("en", "chat.open_now"))).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await page.getByLabel(say("en", "chat.subject"), { exact: true }).fill(subject);
    await page.getByLabel(say("en", "chat.first_message"), { exact: true }).fill(text);
    await page.getByRole("button", { name: say("en", "chat.start"), exact: true }).click();
    await expect(page).toHaveURL(/\/chats\/[0-9a-f-]{36}/);
    await expect(page.getByText(say("en", "chat.you_are_next"))).toBeVisible();
}

async function write(page: Page, text: string) {
    await box(page).fill(text);
    await box(page).press("Enter");
}

/** The numbered messages as a page shows them. */
const transcript = (page: Page) =>
    page.locator(".chat-log [data-seq]").evaluateAll((entries) =>
        entries.map((entry) => `${entry.getAttribute("data-seq")} ${entry.querySelector(".prose")?.textContent?.trim() ?? ""}`),
    );
const hash = (lines: string[]) => createHash("sha256").update(lines.join("\n")).digest("hex");

/** Ends what a test before has left open. */
async function endRunning(page: Page) {
    const { running } = await call<{ running: string | null }>(page, "chat/new?case=");
    if (running) await call(page, "chat/end", { chat: running });
}

test("CHAT-1 CHAT-2 CHAT-6 CHAT-7 CHAT-8 from the first message to the rating, with two engineers", async ({ page, visitor }) => {
    test.slow();
    await available(page, "nora@brujula.example");
    const ines = await visitor({ locale: "en-GB" });
    await available(ines, "ines@brujula.example");
    const liam = await visitor(TABLET);
    await signIn(liam, "liam@northwind.example");
    await endRunning(liam);
    await begin(liam, "Visits are missing", "Since **Monday** nothing is counted.");

    // the desk hears of it by itself; `t` takes who has waited longest
    await expect(page.locator(".chat-desk").getByText("Visits are missing")).toBeVisible();
    await page.keyboard.press("t");
    await expect(page).toHaveURL(/\/chats\/[0-9a-f-]{36}/);
    await expect(said(page, "nothing is counted")).toBeVisible();
    await expect(page.getByRole("heading", { name: say("en", "chat.earlier_cases") })).toBeVisible();

    await expect(liam.getByText(say("en", "chat.with_engineer", { name: "Nora Lindqvist" }))).toBeVisible();
    await box(page).pressSequentially("Good morning");
    await expect(liam.getByText(say("en", "chat.typing", { n: 1, names: "Nora Lindqvist" }))).toBeVisible();
    await box(page).press("Enter");
    await expect(said(liam, "Good morning")).toBeVisible();
    await expect(box(page)).toHaveValue("");
    await liam.bringToFront();
    await expect(said(page, "Good morning").locator(".chat-state")).toHaveText(say("en", "chat.state_read"));
    await write(liam, "Thank you for the quick answer");
    await expect(said(page, "Thank you for the quick answer")).toBeVisible();

    await page.bringToFront();
    await page.getByLabel(say("en", "chat.hand_over_to")).selectOption({ label: `Inés Vidal Castro (${say("en", "chat.presence_available")})` });
    await page.getByRole("button", { name: say("en", "chat.hand_over"), exact: true }).click();
    await expect(liam.getByText(say("en", "chat.with_engineer", { name: "Inés Vidal Castro" }))).toBeVisible();
    await ines.locator(".chat-desk").getByRole("link", { name: /Liam/ }).click();
    await expect(said(ines, "Thank you for the quick answer")).toBeVisible();
    await write(ines, "I go on from here.");
    await expect(said(liam, "I go on from here.")).toBeVisible();

    await liam.getByRole("button", { name: say("en", "chat.end"), exact: true }).click();
    await expect(liam.getByRole("heading", { name: say("en", "chat.ended") })).toBeVisible();
    await liam.getByRole("button", { name: say("en", "chat.rate_good"), exact: true }).click();
    await expect(liam.getByText(say("en", "chat.rated"))).toBeVisible();
    await expect(ines.getByRole("heading", { name: say("es", "chat.ended") })).toBeVisible();
    await expect.poll(async () => hash(await transcript(liam))).toBe(hash(await transcript(ines)));

    // the transcript is the case's timeline
    await liam.getByRole("complementary").getByRole("link", { name: /^Open case/ }).click();
    await expect(liam.getByRole("article").filter({ hasText: "I go on from here." })).toBeVisible();
});

test("CHAT-5 P2 P3 what is written without network and over the server's end arrives once, in order, on both sides", async ({ page, portal, visitor, watch }) => {
    test.slow();
    watch.allow(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|WebSocket connection/);
    await available(page, "nora@brujula.example");
    const liam = await visitor(TABLET);
    await signIn(liam, "liam@northwind.example");
    await endRunning(liam);
    await begin(liam, "The network goes away", "One");
    const chat = liam.url();
    await expect(page.locator(".chat-desk").getByText("The network goes away")).toBeVisible();
    await page.keyboard.press("t");
    await expect(said(page, "One")).toBeVisible();
    await write(page, "Two");
    await expect(said(liam, "Two")).toBeVisible();

    await liam.context().setOffline(true);
    await liam.evaluate(() => window.dispatchEvent(new Event("offline")));
    await write(liam, "Three");
    await write(liam, "Four");
    await expect(liam.locator(".chat-said[data-kind=pending]")).toHaveCount(2);
    await write(page, "Meanwhile");
    await expect(said(page, "Meanwhile")).toBeVisible();
    // closed in the middle of it, and opened again when the network is back: the unsent ones are still there
    await liam.close({ runBeforeUnload: false });
    await liam.context().setOffline(false);
    const again = await liam.context().newPage();
    await again.goto(chat);
    await hydrated(again);
    await expect(said(page, "Four")).toBeVisible();

    await box(again).fill("Half a sentence");
    await expect.poll(async () => (await call<{ draft: { body: string } | null }>(again, `chat/open?chat=${chat.split("/").at(-1)}`)).draft?.body).toBe("Half a sentence");
    const address = new URL(portal.url).host;
    await portal.kill();
    await portal.serve({ ATIENDE_LISTEN: address });
    await write(page, "After the end");
    await expect(said(page, "After the end")).toBeVisible({ timeout: 30_000 });
    await expect(said(again, "After the end")).toBeVisible({ timeout: 30_000 });
    await expect(box(again)).toHaveValue("Half a sentence");
    const texts = (await transcript(again)).map((line) => line.split(" ").slice(1).join(" ")).filter(Boolean);
    expect(texts).toEqual(["One", "Two", "Meanwhile", "Three", "Four", "After the end"]);
    expect(hash(await transcript(again))).toBe(hash(await transcript(page)));

    // another device has what was being typed
    const phone = await visitor({ locale: "en-GB" });
    await signIn(phone, "liam@northwind.example");
    await phone.goto(chat);
    await hydrated(phone);
    await expect(box(phone)).toHaveValue("Half a sentence");
    expect(hash(await transcript(phone))).toBe(hash(await transcript(page)));
    await phone.getByRole("button", { name: say("en", "chat.end"), exact: true }).click();
    await expect(page.getByRole("heading", { name: say("en", "chat.ended") })).toBeVisible();
});

test("CHAT-4 ROLL-5 where nobody answers the same form files a case, and says so before", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    await page.goto("/chats/new");
    await hydrated(page);
    await page.locator("#product").selectOption({ label: "Faro" });
    await expect(page.getByText(say("es", "chat.not_offered"))).toBeVisible();
    await page.locator("#subject").fill("Sin chat");
    await page.getByRole("button", { name: say("es", "chat.file_case"), exact: true }).click();
    await expect(page.locator("#body")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#subject")).toHaveValue("Sin chat");
    await page.locator("#body").fill("No se publica el contenedor.");
    await page.getByRole("button", { name: say("es", "chat.file_case"), exact: true }).click();
    await expect(page).toHaveURL(/\/cases\/\d{6}[A-Z0-9]$/);
    await expect(page.getByRole("article").filter({ hasText: "No se publica el contenedor." })).toBeVisible();
});

test("CHAT-4 an operator sets the hours, is told what is wrong beside its day, and opens it always again", async ({ page }) => {
    await signIn(page, "oscar@brujula.example");
    await page.goto("/operate/chat-hours");
    await hydrated(page);
    const save = page.getByRole("button", { name: say("es", "chat_hours.save"), exact: true });
    const product = page.getByRole("main").getByRole("row").getByRole("link", { name: "Pulso" });
    await product.click();
    await tick(page.getByLabel(say("es", "chat_hours.weekly"), { exact: true }));
    await page.locator("#monday").fill("de nueve a dos");
    await save.click();
    await expect(page.locator("#monday-error")).toHaveText(say("es", "chat_hours.problem_times", { what: "de nueve a dos" }));
    await expect(page.locator("#monday")).toHaveValue("de nueve a dos");
    // the whole week, so that no other test meets a closed chat
    for (const day of ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]) await page.locator(`#${day}`).fill("0-24");
    await page.locator("#holidays").fill("2020-12-25");
    const preview = page.locator(".chat-hours-preview");
    await expect(preview).toHaveText(say("es", "chat_hours.preview", { state: say("es", "chat_hours.open_now") }));
    await page.locator("#sunday").fill("half");
    await expect(preview).toHaveText("");
    await page.locator("#sunday").fill("0-24");
    await save.click();
    const row = page.getByRole("row").filter({ hasText: "Pulso" });
    await expect(row).toContainText(say("es", "chat_hours.open_now"));
    await product.click();
    await expect(page.locator("#sunday")).toHaveValue("0:00–24:00");
    await tick(page.getByLabel(say("es", "chat_hours.always"), { exact: true }));
    await save.click();
    await expect(row).toContainText(say("es", "chat_hours.always_open"));
});

test("CHAT-6 who has switched both off writes and reads unseen, and what is new is counted still", async ({ page, visitor }) => {
    test.slow();
    const shows = async (on: boolean) => {
        await page.goto("/account");
        for (const id of ["#shows-typing", "#shows-marks"]) await page.locator(id).setChecked(on, { force: true });
        await page.getByRole("button", { name: say("en", "access.save"), exact: true }).click();
        await expect(page.getByText(say("en", "access.preferences_saved"))).toBeVisible();
    };
    await signIn(page, "nora@brujula.example");
    await shows(false);
    await page.goto("/chats");
    await hydrated(page);
    await page.locator("[data-presence=available]").click();
    const liam = await visitor(TABLET);
    await signIn(liam, "liam@northwind.example");
    await endRunning(liam);
    await begin(liam, "Unseen", "Is anybody there?");
    await expect(page.locator(".chat-desk").getByText("Unseen")).toBeVisible();
    await page.keyboard.press("t");
    await expect(said(page, "Is anybody there?")).toBeVisible();
    await box(page).pressSequentially("Yes");
    await box(page).press("Enter");
    await expect(said(liam, "Yes")).toBeVisible();
    await write(liam, "Good");
    await expect(said(page, "Good")).toBeVisible();
    await expect(page.locator(".chat-desk .chat-unread")).toHaveCount(0);
    await expect(said(liam, "Good").locator(".chat-state")).toHaveText(say("en", "chat.state_stored"));
    await liam.getByRole("button", { name: say("en", "chat.end"), exact: true }).click();
    await shows(true);
});

test("CHAT-3 an engineer sets how many chats to answer at once, and a wrong number is told beside its field", async ({ page }) => {
    await signIn(page, "ines@brujula.example");
    const most = page.locator("#chats-most");
    const save = async () => page.getByRole("button", { name: say("es", "access.save"), exact: true }).click();
    const saved = page.getByText(say("es", "access.preferences_saved"));
    await page.goto("/account");
    await expect(most).toHaveValue("");
    await most.fill("11");
    await page.locator("#phone").fill("+34 910 000 123");
    await save();
    await expect(page.locator("#chats-most-error")).toHaveText(say("es", "access.problem_chats_most", { most: 10 }));
    await expect(most).toHaveValue("11");
    await expect(page.locator("#phone")).toHaveValue("+34 910 000 123");
    await most.fill("2");
    await page.locator("#phone").fill("");
    await save();
    await expect(saved).toBeVisible();
    await page.goto("/account");
    await expect(most).toHaveValue("2");
    // as many as usual again
    await most.fill("");
    await save();
    await expect(saved).toBeVisible();
    await expect(most).toHaveValue("");
});

test("CHAT-9 the place for files is folded until it is needed, and again when they were sent", async ({ page, visitor }) => {
    await available(page, "nora@brujula.example");
    const liam = await visitor(TABLET);
    await signIn(liam, "liam@northwind.example");
    await endRunning(liam);
    await begin(liam, "With a file", "See the file");
    const files = liam.locator(".chat-files");
    await expect(liam.locator("#chat-files")).toBeHidden();
    await files.locator("summary").click();
    await liam.locator("#chat-files").setInputFiles({ name: "visits.csv", mimeType: "text/csv", buffer: Buffer.from("day;visits\n1;2\n") });
    await expect(files.locator(".attach-item[data-state=done]")).toHaveCount(1);
    // what was attached is in view, on another page too
    await liam.reload();
    await hydrated(liam);
    await expect(files.getByText("visits.csv", { exact: true })).toBeVisible();
    await write(liam, "Here it is");
    await expect(said(liam, "Here it is").getByRole("link", { name: /visits\.csv/ })).toBeVisible();
    await expect(liam.locator("#chat-files")).toBeHidden();
    await liam.getByRole("button", { name: say("en", "chat.leave_queue"), exact: true }).click();
    await expect(liam.getByText(say("en", "chat.goes_on_in_writing"))).toBeVisible();
});
