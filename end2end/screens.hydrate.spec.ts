// Every page in both languages and all themes: accessible, steady, complete, and silent in the console.
import { SIZES, axe, choose, expect, hydrated, layoutShifts, signIn, test } from "./support/test.ts";
import { call, commentOn, prepareCase } from "./support/cases.ts";
import type { Page } from "@playwright/test";

const LANGUAGES = ["es", "en"];
/** A theme that follows the device shows all of them. */
const LIGHT = { colorScheme: "light", contrast: "no-preference", reducedMotion: "reduce" } as const;
const OTHERS = [
    { colorScheme: "dark", contrast: "no-preference" },
    { colorScheme: "light", contrast: "more" },
] as const;
/** The pages of canned answers: the list, a new one, one that is there. */
const ANSWERS = ["/operate/answers", "/operate/answers?write=", "/operate/answers?write=saludo"];
/** What a theme can change. */
const COLORS = ["color-contrast", "link-in-text-block"];

/**
 * Loads each page in each language; looks at it in each theme in the last of them. Messages in the console fail by themselves. A
 * person's own language comes last, and so stays: tests of a worker share the portal.
 */
async function look(page: Page, origin: string, paths: string[]) {
    const own = await page.locator("html").getAttribute("lang");
    const languages = LANGUAGES.toSorted((one, two) => Number(one === own) - Number(two === own));
    for (const language of languages) {
        await choose(page, origin, { language, theme: "" });
        for (const path of paths) {
            await test.step(`${path} in ${language}`, async () => {
                await page.emulateMedia(LIGHT);
                await page.goto(path);
                await hydrated(page);
                await expect(page.locator("html")).toHaveAttribute("lang", language);
                await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
                expect.soft(await layoutShifts(page), `what moved on ${path}`).toEqual([]);
                const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                expect.soft(wider, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
                await axe(page);
                // what a theme changes is the same in both languages
                for (const theme of language === languages.at(-1) ? OTHERS : []) {
                    // Without motion the colors change at once.
                    await page.emulateMedia({ ...theme, reducedMotion: "reduce" });
                    await axe(page, COLORS);
                }
            });
        }
    }
}

/** The address of a thread with an accepted answer and a table. */
async function threadOf(page: Page): Promise<string> {
    const { rows } = await call<{ rows: { id: string; title: string }[] }>(page, "forum/list?query=");
    return `/forum/${rows.find(({ title }) => title.startsWith("How many visits"))?.id}`;
}

test("UX-1 UX-2 UX-3 without a session", async ({ page, portal, watch }) => {
    test.setTimeout(400_000);
    watch.allow(/status of 404/);
    await look(page, portal.url, ["/sign-in", "/sign-in?problem=credentials&email=ana%40rio-azul.example", "/forgotten", "/forgotten?sent=1", "/welcome/AAAA", "/watching/AAAA"]);
});

test.describe("on a tablet", () => {
    test.use({ viewport: SIZES.portrait });

    test("UX-1 UX-2 UX-3 USER-7 a customer's pages", async ({ page, portal, watch }) => {
        test.setTimeout(900_000);
        watch.allow(/status of 404/);
        await signIn(page, "carmen@rio-azul.example");
        const number = await prepareCase(page, { title: "Una tabla, código y una cita", description: MARKDOWN });
        await commentOn(page, number, MARKDOWN);
        const steps = ["product", "problem", "environment", "priority", "contact", "review"].map((step) => `/cases/new?step=${step}`);
        await call(page, "cases/save-draft", { "form[title]": "x", step: "problem", go: "stay" });
        const help = ["/topics", "/topics?q=limites", "/topics/es/pulso/install-the-tag", "/topics/en/pulso/missing-or-different-figures", "/search?q=visitas"];
        const cases = ["/cases", "/cases?period=all&sort=priority", "/cases?q=nothing-like-this", `/cases/${number}`];
        const forum = ["/forum", "/forum?show=open&order=votes", "/forum/new", await threadOf(page)];
        await look(page, portal.url, ["/", ...help, ...cases, ...forum, ...steps, "/cases/new?step=problem&check=1", "/account", "/account/sessions", "/no-such-page"]);
    });
});

test("UX-1 UX-2 UX-3 ROLL-2 pages of people who may not open cases yet", async ({ page, portal }) => {
    test.setTimeout(400_000);
    await signIn(page, "pilar@banco-sur.example");
    await look(page, portal.url, ["/", "/account"]);
});

test.describe("at a desk", () => {
    test.use({ viewport: SIZES.desktop });

    test("UX-1 UX-2 UX-3 an engineer's pages", async ({ page, portal, visitor }) => {
        test.setTimeout(600_000);
        const carmen = await visitor();
        await signIn(carmen, "carmen@rio-azul.example");
        const number = await prepareCase(carmen, { title: "Un caso en la mesa", description: MARKDOWN });
        await signIn(page, "nora@brujula.example");
        await commentOn(page, number, MARKDOWN);
        const desk = ["/desk", "/desk?lane=mine", "/desk?lane=all&priority=P1&q=nothing-like-this"];
        const forum = [await threadOf(page), `/forum/new?case=${number}`];
        await look(page, portal.url, ["/", ...desk, "/cases", `/cases/${number}`, `/cases/${number}?write=note`, ...forum]);
    });

    test("UX-1 UX-2 UX-3 OPS-4 an operator's pages", async ({ page, portal, watch }) => {
        test.setTimeout(600_000);
        // the checker tries to run inside the mail's frame, which runs nothing
        watch.allow(/Blocked script execution in '[^']*\/html'/);
        await signIn(page, "oscar@brujula.example");
        await page.goto("/operate/outbox");
        const mail = await page.getByRole("main").locator("tbody a").first().getAttribute("href");
        await page.goto("/operate/chat-hours");
        const hours = await page.getByRole("main").locator("tbody a").first().getAttribute("href");
        // a search in vain that stood for a while
        await call(page, "search/find?text=qqqqzzzz");
        const missed = async () => (await call<{ missed: unknown[] }>(page, "topics/operate")).missed.length;
        await expect.poll(missed, { timeout: 30_000 }).toBeGreaterThan(0);
        const topic = { "form[language]": "es", "form[shelf]": "pulso", "form[path]": "revisar", "form[title]": "Revisar", "form[body]": MARKDOWN };
        const { Done: draft } = await call<{ Done: { topic: string } }>(page, "topics/edit/save", { ...topic, "form[deed]": "review" });
        const topics = ["/operate/topics", "/operate/topics/edit", `/operate/topics/edit?id=${draft.topic}`];
        await look(page, portal.url, ["/", "/desk", "/cases", ...topics, "/operate/forum", "/operate/outbox", mail ?? "/operate/outbox", ...ANSWERS, "/operate/chat-hours", hours ?? ""]);
    });
});

test("UX-1 UX-2 UX-3 USER-7 a chat's pages, waiting, running and ended, on both sides", async ({ page, portal, visitor }) => {
    test.setTimeout(900_000);
    await page.setViewportSize(SIZES.desktop);
    await signIn(page, "nora@brujula.example");
    await page.goto("/chats");
    await hydrated(page);
    await page.locator("[data-presence=available]").click();
    const mateo = await visitor({ viewport: SIZES.portrait });
    await signIn(mateo, "mateo@rio-azul.example");
    const { products, key } = await call<{ products: { id: string; name: string }[]; key: string }>(mateo, "chat/new?case=");
    const product = products.find(({ name }) => name === "Pulso")?.id ?? "";
    const form = { "form[product]": product, "form[subject]": "Una tabla, código y una cita", "form[body]": MARKDOWN, "form[key]": key };
    let chat = "";
    // the server hears of the engineer a moment later
    await expect(async () => {
        const begun = await call<{ Done: { chat: { Ok?: string } } }>(mateo, "chat/begin", { ...form, "form[key]": crypto.randomUUID() });
        chat = begun.Done.chat.Ok ?? "";
        expect(chat).not.toBe("");
    }).toPass();
    await look(mateo, portal.url, [`/chats/${chat}`, "/chats/new"]);
    await look(page, portal.url, ["/chats"]);
    await call(page, "chat/take", { chat });
    await call(page, "chat/send", { "form[chat]": chat, "form[body]": MARKDOWN, "form[key]": crypto.randomUUID() });
    await look(mateo, portal.url, [`/chats/${chat}`]);
    await look(page, portal.url, [`/chats/${chat}`]);
    await page.locator(".answer-menu > summary").click();
    await expect(page.locator("#answer-list").getByRole("option")).not.toHaveCount(0);
    await axe(page);
    await call(page, "chat/end", { chat });
    await look(mateo, portal.url, [`/chats/${chat}`, "/chats/new"]);
    await look(page, portal.url, [`/chats/${chat}`]);
});

test("UX-3 a chosen theme holds against the device's, also before wasm", async ({ page, portal }) => {
    await signIn(page, "carmen@rio-azul.example");
    await page.emulateMedia({ colorScheme: "light" });
    for (const theme of ["dark", "contrast", "light"]) {
        await choose(page, portal.url, { theme });
        await page.goto("/cases");
        await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
        await hydrated(page);
        await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
        await axe(page);
    }
    await choose(page, portal.url, { theme: "" });
});

const MARKDOWN = `Desde el lunes faltan visitas en **todas** las páginas con redirección, también en \`/reservas\`.

| respuesta | veces |
| --- | --- |
| 204 | 1.204 |
| 502 | 318 |

\`\`\`js
pulso.send("page", { path: location.pathname });
\`\`\`

> Así respondió la agencia.

1. Abrir [la página](https://rio-azul.example/reservas)
2. Mirar la red del navegador
`;
