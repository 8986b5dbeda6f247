// Signing in and out and all around it: plain forms, the same with scripting on and off.
import { SIGN_IN, signInForm } from "./support/people.mjs";
import { expect, scripting, hydrated, signIn, test } from "./support/test.ts";
import { say, saying } from "./support/words.ts";
import type { Page } from "@playwright/test";

test.use({ locale: "es-ES" });

/** Tries a password; the page that answers may be the same one. */
async function attempt(page: Page, email: string, password: string) {
    await page.goto(SIGN_IN);
    await page.getByLabel(say("es", "access.email")).fill(email);
    await page.getByLabel(say("es", "access.password"), { exact: true }).fill(password);
    await page.getByRole("main").getByRole("button", { name: say("es", "access.sign_in"), exact: true }).click();
}

test("SEC-1 a wrong password says so beside the field, keeps the address and tells nobody which accounts exist", async ({ page }) => {
    for (const email of ["mateo@rio-azul.example", "nobody@rio-azul.example"]) {
        await attempt(page, email, "not-the-password");
        await expect(page).toHaveURL(/\/sign-in/);
        await expect(page.locator("#summary")).toContainText(say("es", "access.problem_credentials"));
        await expect(page.getByLabel(say("es", "access.email"))).toHaveValue(email);
        await expect(page.getByLabel(say("es", "access.password"), { exact: true })).toHaveValue("");
        await expect(page.getByLabel(say("es", "access.password"), { exact: true })).toHaveAttribute("aria-invalid", "true");
    }
});

test("SEC-6 guessing is slowed down with the time to wait, even for the right password", async ({ page }, info) => {
    const email = info.project.name === "scripting" ? "paco@san-telmo.example" : "begona@san-telmo.example";
    for (let n = 0; n < 10; n++) await attempt(page, email, `guess-${n}`);
    await attempt(page, email, "atiende-demo");
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.locator("#summary")).toContainText(saying("es", "access.problem_wait"));
});

test("a forgotten password is answered the same for every address, and no address is a problem beside the field", async ({ page }) => {
    for (const email of ["mateo@rio-azul.example", "nobody@nowhere.example"]) {
        await page.goto(SIGN_IN);
        await page.getByRole("link", { name: say("es", "access.forgotten") }).click();
        await page.getByLabel(say("es", "access.email")).fill(email);
        await page.getByRole("button", { name: say("es", "access.forgotten_send") }).click();
        await expect(page.getByText(say("es", "access.forgotten_sent"))).toBeVisible();
    }
});

test("a link that was used or never was leads on", async ({ page, watch }) => {
    watch.allow(/status of 404/);
    const answer = await page.goto("/welcome/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("es", "access.spent_title"));
    await page.getByRole("link", { name: say("es", "access.spent_ask") }).click();
    await expect(page).toHaveURL(/\/forgotten/);
});

test("own sessions are listed and ended, one and all others", async ({ page, visitor }) => {
    const email = "jose-maria@talleres-munoz.example";
    const others = await Promise.all([visitor({ locale: "es-ES" }), visitor({ locale: "es-ES" }), visitor({ locale: "es-ES" })]);
    for (const other of others) await signIn(other, email);
    await signIn(page, email);
    await page.goto("/account/sessions");
    const list = page.getByRole("main").getByRole("listitem");
    const before = await list.count();
    expect(before).toBeGreaterThanOrEqual(4);
    await expect(list.filter({ hasText: say("es", "access.session_current") })).toHaveCount(1);
    await list.getByRole("button", { name: say("es", "access.session_end"), exact: true }).first().click();
    await expect(page.getByText(say("es", "access.session_ended"))).toBeVisible();
    await expect(list).toHaveCount(before - 1);
    await page.getByRole("button", { name: say("es", "access.sessions_end_others") }).click();
    await expect(page.getByText(say("es", "access.sessions_ended"))).toBeVisible();
    await expect(list).toHaveCount(1);
    for (const other of others) {
        await other.goto("/account");
        await expect(other).toHaveURL(/\/sign-in\?next=\/account/);
    }
});

test("UX-2 UX-3 language and theme are chosen where one is, and stay", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    const place = "/cases?status=new&sort=opened";
    await page.goto(place);
    const here = () => new URL(page.url()).pathname + new URL(page.url()).search;
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    expect(here()).toBe(place);
    await page.getByRole("button", { name: say("en", "frame.theme_dark"), exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    expect(here()).toBe(place);
    await expect(page.getByRole("button", { name: say("en", "frame.theme_dark"), exact: true })).toHaveAttribute("aria-pressed", "true");
    await page.goto("/account");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.getByRole("button", { name: "Español" }).click();
    await page.getByRole("button", { name: say("es", "frame.theme_system"), exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "es");
    expect(here()).toBe("/account");
});

test("UX-2 who is not signed in reads in the browser's language, or chooses", async ({ page, visitor }) => {
    await page.goto(SIGN_IN);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("es", "access.sign_in_title"));
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("en", "access.sign_in_title"));
    expect(new URL(page.url()).pathname).toBe(SIGN_IN);
    const english = await visitor({ locale: "en-US" });
    await english.goto(SIGN_IN);
    await expect(english.locator("html")).toHaveAttribute("lang", "en");
});

test("ROLE-6 ROLE-7 a person of two organizations switches, and each shows its own cases only", async ({ page }) => {
    await signIn(page, "alex@consultora.example");
    const titles = async () => {
        await page.goto("/cases?period=all");
        return page.locator("tbody tr a.table-main").allTextContents();
    };
    const menu = page.locator("summary").filter({ hasText: /Río Azul|Northwind/ });
    const first = (await menu.textContent())?.includes("Northwind") ? "Northwind Outfitters" : "Río Azul";
    const second = first === "Río Azul" ? "Northwind Outfitters" : "Río Azul";
    const before = await titles();
    await menu.click();
    await page.getByRole("button", { name: second }).click();
    await expect(menu).toContainText(second);
    if (await scripting(page)) await hydrated(page);
    const after = await titles();
    expect(before.length).toBeGreaterThan(0);
    expect(after.length).toBeGreaterThan(0);
    expect(after.filter((title) => before.includes(title))).toEqual([]);
    await menu.click();
    await page.getByRole("button", { name: first }).click();
    await expect(menu).toContainText(first);
});

test("after signing in one is where one wanted to go, inside the portal only", async ({ page, visitor }) => {
    await page.goto("/account/sessions");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByLabel(say("es", "access.email")).fill("lucia@talleres-munoz.example");
    await page.getByLabel(say("es", "access.password"), { exact: true }).fill("atiende-demo");
    await page.getByRole("main").getByRole("button", { name: say("es", "access.sign_in"), exact: true }).click();
    await expect(page).toHaveURL(/\/account\/sessions$/);

    const other = await visitor({ locale: "es-ES" });
    await other.goto(`${SIGN_IN}?next=//evil.example/`);
    await other.getByLabel(say("es", "access.email")).fill("lucia@talleres-munoz.example");
    await other.getByLabel(say("es", "access.password"), { exact: true }).fill("atiende-demo");
    await other.getByRole("main").getByRole("button", { name: say("es", "access.sign_in"), exact: true }).click();
    await expect(other).toHaveURL((url) => url.hostname === "127.0.0.1" && url.pathname === "/");
});

test("signing out ends the session for good", async ({ page }) => {
    await signInForm(page, "lucia@talleres-munoz.example");
    if (await scripting(page)) await hydrated(page);
    await page.locator("summary").filter({ hasText: "Lucía" }).click();
    await page.getByRole("button", { name: say("es", "frame.sign_out") }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goBack();
    await page.goto("/cases");
    await expect(page).toHaveURL(/\/sign-in\?next=\/cases/);
});

test("UX-2 an unknown address and an unknown case are 404 in the reader's language, alike", async ({ page, watch }) => {
    watch.allow(/status of 404/);
    await signIn(page, "mateo@rio-azul.example");
    for (const path of ["/no-such-page", "/cases/999999Z", "/cases/nonsense"]) {
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(404);
        await expect(page.getByRole("heading", { level: 1 }), path).toHaveText(say("es", "errors.not_found_title"));
        await expect(page.getByRole("main").getByRole("link", { name: say("es", "errors.go_cases") })).toBeVisible();
    }
});
