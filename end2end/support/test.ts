// What every spec imports: `test` with a portal of its own, `expect`, and the helpers.
import { test as base, type BrowserContextOptions, type Locator, type Page } from "@playwright/test";
import { Portal } from "./portal.mjs";
import { hydrated, scripting } from "./measure.ts";
import { PASSWORD, signInForm } from "./people.mjs";
import { Watch } from "./watch.ts";

export { expect } from "@playwright/test";
export { SIZES } from "./browser.mjs";
export { axe, firstLoad, hydrated, layoutShifts, savesData, scripting } from "./measure.ts";
export { choose } from "./people.mjs";
export { postgresUrl } from "./portal.mjs";

interface OfTest {
    /** What a test may allow that would fail it otherwise. */
    watch: Watch;
    /** A page in a browser of its own, for a second person; closed at the end. */
    visitor: (options?: BrowserContextOptions) => Promise<Page>;
}

interface OfWorker {
    /** The running portal. Tests of one worker share it, so each makes the things that it counts on. */
    portal: Portal;
}

export const test = base.extend<OfTest, OfWorker>({
    portal: [
        async ({}, use) => {
            const portal = await Portal.start(JSON.parse(process.env.ATIENDE_TEST_WORLD ?? "null"));
            await use(portal);
            await portal.stop();
            if (/panicked/.test(portal.news())) throw new Error("the portal did not stop in time");
        },
        { scope: "worker", timeout: 60_000 },
    ],

    baseURL: async ({ portal }, use) => use(portal.url),

    watch: [
        async ({ portal, javaScriptEnabled }, use, info) => {
            const watch = new Watch();
            // Pages announce their wasm in the head, and Chromium fetches it even where nothing may use it.
            if (javaScriptEnabled === false) watch.allow(/\.wasm was preloaded using link preload but not used/);
            portal.news();
            await use(watch);
            const log = portal.news();
            // The line that says so, and those that say why.
            const panics = [...log.matchAll(/^.*panicked.*(\n.*){0,2}/gm)].map(([panic]) => panic);
            for (const panic of panics) watch.note(`server: ${panic}`);
            if (info.status !== info.expectedStatus && log) await info.attach("portal.log", { body: log, contentType: "text/plain" });
            watch.verdict();
        },
        { auto: true },
    ],

    context: async ({ context, watch }, use) => {
        watch.follow(context);
        await use(context);
    },

    visitor: async ({ browser, portal, watch }, use) => {
        const contexts: { close(): Promise<void> }[] = [];
        await use(async (options = {}) => {
            const context = await browser.newContext({ baseURL: portal.url, ...options });
            watch.follow(context);
            contexts.push(context);
            return context.newPage();
        });
        for (const context of contexts) await context.close();
    },
});

/** Signs in by the form, as a person does, and waits for the page behind it. Works with and without scripting. */
export async function signIn(page: Page, email: string, password = PASSWORD) {
    await signInForm(page, email, password);
    if (await scripting(page)) await hydrated(page);
}

/** Chooses a radio button or a check box where people do: on the label, which lies over the control. */
export async function tick(choice: Locator) {
    await choice.check({ force: true });
}
