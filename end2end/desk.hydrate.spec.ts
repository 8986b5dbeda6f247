// The engineer's desk, by keyboard alone, and what happens between two engineers.
import { SIZES, expect, hydrated, signIn, test, tick } from "./support/test.ts";
import { prepareCase } from "./support/cases.ts";
import { say } from "./support/words.ts";
import type { Page } from "@playwright/test";

test.use({ locale: "en-GB", viewport: SIZES.desktop });

/** The number of the row that has the focus; empty outside of the queue. */
const focused = (page: Page) => page.evaluate(() => /^case-(\w+)$/.exec(document.activeElement?.id ?? "")?.[1] ?? "");
const numbers = (page: Page) => page.locator("tbody .number").allTextContents();

test("UX-1 the desk is worked by keys: j and k move, o opens, r answers, n notes, Ctrl+Enter sends", async ({ page, visitor }) => {
    const carmen = await visitor();
    await signIn(carmen, "carmen@rio-azul.example");
    const mine = [await prepareCase(carmen, { title: "Keys, the first" }), await prepareCase(carmen, { title: "Keys, the second" })];
    await signIn(page, "nora@brujula.example");
    await page.goto("/desk");
    await hydrated(page);
    const rows = await numbers(page);
    expect(rows).toEqual(expect.arrayContaining(mine));

    await page.keyboard.press("j");
    await expect.poll(() => focused(page)).toBe(rows[0]);
    await page.keyboard.press("j");
    await expect.poll(() => focused(page)).toBe(rows[1]);
    await page.keyboard.press("k");
    await expect.poll(() => focused(page)).toBe(rows[0]);

    // Down to a case of this test, which nobody else takes.
    for (let n = 0; (await focused(page)) !== mine[0] && n < rows.length; n++) await page.keyboard.press("j");
    expect(await focused(page)).toBe(mine[0]);
    await page.keyboard.press("t");
    await expect(page.getByText(say("en", "desk.taken", { case: mine[0] ?? "" }))).toBeVisible();

    await page.goto(`/desk?lane=mine&q=${mine[0]}`);
    await hydrated(page);
    await page.keyboard.press("j");
    await expect.poll(() => focused(page)).toBe(mine[0]);
    await page.keyboard.press("o");
    await expect(page).toHaveURL(new RegExp(`/cases/${mine[0]}$`));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Keys, the first");

    await page.keyboard.press("r");
    await expect(page.locator("#reply-body")).toBeFocused();
    await page.keyboard.type("Jot: no key of this fires. ?jkot rn");
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page.locator("#reply-body")).toHaveValue("Jot: no key of this fires. ?jkot rn");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("article").filter({ hasText: "no key of this fires" })).toBeVisible();
    await expect(page.locator("#reply-body")).toHaveValue("");

    await page.locator("h1").click();
    await page.keyboard.press("n");
    await expect(page.locator("#note-body")).toBeFocused();
    await page.keyboard.type("By keys only.");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("article").filter({ hasText: "By keys only." })).toContainText(say("en", "cases.note_flag"));

    await page.locator("h1").click();
    await page.keyboard.press("s");
    await expect(page.locator("#case-status")).toBeFocused();
    await page.locator("h1").click();
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await expect(page).toHaveURL(/\/desk$/);
});

test("UX-1 the keys are listed by ? and can be switched off for good", async ({ page }) => {
    await signIn(page, "nora@brujula.example");
    await page.goto("/desk");
    await hydrated(page);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: say("en", "frame.shortcuts") });
    await expect(help).toBeVisible();
    await expect(help).toContainText(say("en", "frame.key_take"));
    const single = help.getByRole("checkbox", { name: say("en", "frame.shortcuts_heard") });
    await expect(single).toBeChecked();
    await single.uncheck();
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
    await page.locator("h1").click();
    for (const key of ["j", "?"]) await page.keyboard.press(key);
    expect(await focused(page)).toBe("");
    await expect(help).toBeHidden();

    await page.reload();
    await hydrated(page);
    await page.keyboard.press("j");
    expect(await focused(page)).toBe("");
    // Without keys the list is still in the menu, with its switch.
    await page.locator("summary").filter({ hasText: "Nora" }).click();
    await page.getByRole("button", { name: say("en", "frame.shortcuts") }).click();
    await tick(help.getByRole("checkbox"));
    await page.keyboard.press("Escape");
    await page.locator("h1").click();
    await page.keyboard.press("j");
    await expect.poll(() => focused(page)).not.toBe("");
});

test("UX-1 whoever takes a case on its page goes on at the next field, not at the top", async ({ page, visitor }) => {
    const carmen = await visitor();
    await signIn(carmen, "carmen@rio-azul.example");
    const number = await prepareCase(carmen, { title: "Taken on its page" });
    await signIn(page, "nora@brujula.example");
    await page.goto(`/cases/${number}`);
    await hydrated(page);
    const take = page.getByRole("button", { name: say("en", "desk.take_case"), exact: true });
    await take.focus();
    await page.keyboard.press("Enter");
    await expect(take).toHaveCount(0);
    await expect(page.locator("#case-assign")).toBeFocused();
});

test("two engineers take one case: the second is told who was faster", async ({ page, visitor, watch }) => {
    watch.allow(/status of 409/);
    const carmen = await visitor();
    await signIn(carmen, "carmen@rio-azul.example");
    const number = await prepareCase(carmen, { title: "Wanted by two" });
    const ines = await visitor({ viewport: SIZES.desktop, locale: "es-ES" });
    await signIn(page, "nora@brujula.example");
    await signIn(ines, "ines@brujula.example");
    for (const desk of [page, ines]) {
        await desk.goto(`/desk?q=${number}`);
        await hydrated(desk);
    }
    // Nora's desk does not hear of it in time.
    await page.route("**/api/desk/queue*", (route) => route.abort("blockedbyclient"));
    watch.allow(/ERR_BLOCKED_BY_CLIENT/);
    const take = page.getByRole("row").filter({ hasText: number }).getByRole("button", { name: say("en", "desk.take"), exact: true });
    await expect(take).toBeVisible();
    const sent = page.waitForRequest("**/api/desk/take*");
    await page.route("**/api/desk/take*", async (route) => {
        await ines.getByRole("row").filter({ hasText: number }).getByRole("button", { name: say("es", "desk.take"), exact: true }).click();
        await expect(ines.getByText(say("es", "desk.taken", { case: number }))).toBeVisible();
        await page.unroute("**/api/desk/queue*");
        await route.continue();
    });
    await take.click();
    await sent;
    await expect(page.getByText(say("en", "desk.faster", { name: "Inés Vidal Castro", case: number }))).toBeVisible();
});

test("the queue's filters stand in the address and outlive a reload", async ({ page }) => {
    await signIn(page, "nora@brujula.example");
    await page.goto("/desk");
    await hydrated(page);
    const all = (await page.goto("/desk?lane=all"), await numbers(page));
    expect(all.length).toBeGreaterThan(3);
    await page.locator("#desk-priority > summary").click();
    await tick(page.locator("#desk-priority").getByLabel("P2", { exact: true }));
    await page.getByRole("search").getByRole("button", { name: say("en", "desk.filter_apply"), exact: true }).click();
    await expect(page).toHaveURL(/lane=all.*priority=P2/);
    await hydrated(page);
    const few = await numbers(page);
    expect(few.length).toBeGreaterThan(0);
    expect(few.length).toBeLessThan(all.length);
    for (const row of await page.locator("tbody tr").all()) await expect(row).toContainText("P2");
    await page.reload();
    expect(await numbers(page)).toEqual(few);
});

test("UX-6 an operator reads the queue and is told why there is nothing to press", async ({ page }) => {
    await signIn(page, "eva@brujula.example");
    await page.goto("/desk");
    await hydrated(page);
    await expect(page.getByText(say("en", "desk.read_only"))).toBeVisible();
    await expect(page.getByRole("button", { name: say("en", "desk.take"), exact: true })).toHaveCount(0);
});
