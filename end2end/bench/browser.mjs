// What a person waits for: the portal's list in Chromium, on a slow line and a slow processor, beside the same page as a still.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { SIZES as SCREENS, launchOptions } from "../support/browser.mjs";
import { Cast } from "./cast.mjs";
import { write } from "./data.mjs";
import { Product } from "./product.mjs";
import { median, table } from "./report.mjs";
import { serveStill } from "./static.mjs";

/** Slow 4G as Chromium's own tools have it: every request waits, on top of what it takes. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };
const SLOWER = 4;
/** As many as the list's first page shows. */
const ROWS = 25;
const LOADS = 5;
/** Long tasks count from the first paint until the page has been alive so long. */
const QUIET_MS = 1_500;
/** Between coming upon a link and pressing it. */
const HOVER_MS = 100;
const WAIT_MS = 30_000;
const TITLE_LINK = "main tbody a.table-main";

const GOALS = { content: 2.2, works: 2.5, lcp: 2.2, blocking_ms: 200, case_ms: 112, case_slow_ms: 1000 };

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {import("@playwright/test").Browser} Browser
 * @typedef {{ name: string, value: string }} Cookie
 * Milliseconds since the navigation began.
 * @typedef {{ content_ms: number, lcp_ms: number, blocking_ms: number, link_ms: number, form_ms: number }} Load
 * Milliseconds from the click on: the first time, when the code of the screen may still have to be loaded, and once more.
 * @typedef {{ first_ms: number, again_ms: number }} Openings
 */

/** @param {import("./compare.mjs").Wanted} wanted */
export async function browse(wanted) {
    const folder = await mkdtemp(join(tmpdir(), "bench-"));
    /** @type {{ stop?: () => Promise<void>, close?: () => Promise<void> }[]} */
    const running = [];
    try {
        const sizes = { ...wanted.sizes, cases: 2_000, organizations: 20 };
        const [records, now] = [join(folder, "records"), Date.now()];
        const cast = new Cast(write(sizes, records, undefined, now), { writersEach: 1, readersOfLargest: 1 });
        const product = await Product.load({ name: "SQLite", onPostgres: false, records, cast, now });
        running.push(product);
        await product.gather();
        const site = resolve(import.meta.dirname, "../..", process.env.ATIENDE_SITE_DIR ?? "target/site");
        const still = await serveStill(await product.listPage(), site);
        running.push(still);
        const browser = await chromium.launch(launchOptions);
        running.push(browser);
        const cookie = product.firstSession();
        /** @type {Load[]} */
        const stills = [];
        /** @type {Load[]} */
        const portals = [];
        /** @type {Openings[]} */
        const quick = [];
        /** @type {Openings[]} */
        const slow = [];
        for (let load = 0; load < LOADS; load += 1) {
            stills.push(await loads(browser, still.url, undefined));
            portals.push(await loads(browser, product.url, cookie));
            quick.push(await openings(browser, product.url, cookie, false));
            slow.push(await openings(browser, product.url, cookie, true));
        }
        return { figures: { stills, portals, quick, slow }, text: report({ stills, portals, quick, slow }) };
    } finally {
        for (const one of running.reverse()) await (one.stop?.() ?? one.close?.());
        await rm(folder, { recursive: true, force: true });
    }
}

/**
 * A page in a browser that has nothing of the portal yet.
 * @param {Browser} browser
 * @param {string} url
 * @param {Cookie | undefined} cookie
 * @param {boolean} slow
 */
async function visit(browser, url, cookie, slow) {
    const context = await browser.newContext({ baseURL: url, viewport: SCREENS.desktop });
    context.setDefaultTimeout(WAIT_MS);
    if (cookie) await context.addCookies([{ ...cookie, url }]);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    if (slow) {
        await session.send("Network.emulateNetworkConditions", SLOW_4G);
        await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    }
    await page.addInitScript(watch, { rows: ROWS });
    return { context, page, session };
}

/** Runs in the page before anything else: notes when the rows stand, and what kept the page from answering. */
const watch = (/** @type {{ rows: number }} */ { rows }) => {
    /** @type {{ content?: number, lcp: number, paint: number, tasks: { at: number, took: number }[] }} */
    const seen = { lcp: 0, paint: 0, tasks: [] };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") seen.paint = entry.startTime;
    }).observe({ type: "paint", buffered: true });
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.tasks.push({ at: entry.startTime, took: entry.duration });
    }).observe({ type: "longtask", buffered: true });
    // A frame is only asked for while the page may be painted: not before its style is there.
    const look = () => {
        if (document.querySelectorAll("main tbody tr").length < rows) return void requestAnimationFrame(look);
        // The frame that shows them is the next.
        requestAnimationFrame(() => (seen.content = performance.now()));
    };
    requestAnimationFrame(look);
};

/** @param {Browser} browser @param {string} url @param {Cookie | undefined} cookie @returns {Promise<Load>} */
async function loads(browser, url, cookie) {
    const { context, page } = await visit(browser, url, cookie, true);
    await page.goto("/cases", { waitUntil: "load" });
    if (cookie) await page.locator("body[data-hydrated]").waitFor({ state: "attached" });
    await pause(QUIET_MS);
    const seen = await page.evaluate(() => {
        const { content, lcp, paint, tasks } = /** @type {any} */ (window).seen;
        const late = tasks.filter((/** @type {{ at: number }} */ task) => task.at >= paint);
        const blocking = late.reduce((/** @type {number} */ sum, /** @type {{ took: number }} */ { took }) => sum + took - 50, 0);
        return { content_ms: content, lcp_ms: lcp, blocking_ms: blocking };
    });
    await context.close();
    const link_ms = await works(browser, url, cookie, (page) => page.locator(TITLE_LINK).first().click({ noWaitAfter: true }));
    const form_ms = await works(browser, url, cookie, (page) => page.locator('main input[name="q"]').press("Enter", { noWaitAfter: true }));
    return { ...seen, link_ms, form_ms };
}

/**
 * How long after the navigation a person's deed is answered by the next request, if it is done as soon as the rows stand.
 * @param {Browser} browser
 * @param {string} url
 * @param {Cookie | undefined} cookie
 * @param {(page: Page) => Promise<void>} deed
 */
async function works(browser, url, cookie, deed) {
    const { context, page, session } = await visit(browser, url, cookie, true);
    let begin = 0;
    let done = false;
    const answered = new Promise((/** @type {(at: number) => void} */ found) => {
        session.on("Network.requestWillBeSent", ({ request, timestamp, type }) => {
            const { pathname } = new URL(request.url);
            if (begin === 0) begin = timestamp;
            else if (done && (type === "Document" || pathname.startsWith("/api/cases/"))) found((timestamp - begin) * 1000);
        });
    });
    const gone = page.goto("/cases", { waitUntil: "commit" });
    await gone;
    await page.waitForFunction(() => /** @type {any} */ (window).seen?.content !== undefined, undefined, { polling: "raf" });
    done = true;
    await deed(page);
    const took = await answered;
    await context.close();
    return took;
}

/**
 * From the list to a case, in the page: from the click until the title and the whole thread are painted.
 * @param {Browser} browser
 * @param {string} url
 * @param {Cookie} cookie
 * @param {boolean} slow
 * @returns {Promise<Openings>}
 */
async function openings(browser, url, cookie, slow) {
    const { context, page } = await visit(browser, url, cookie, slow);
    await page.goto("/cases");
    await page.locator("body[data-hydrated]").waitFor({ state: "attached" });
    await pause(QUIET_MS);
    const took = [];
    for (const nth of [3, 7]) {
        const link = page.locator(TITLE_LINK).nth(nth);
        await link.hover();
        await pause(HOVER_MS);
        await page.evaluate(watchOpening, (await link.textContent()) ?? "");
        await page.mouse.down();
        await page.mouse.up();
        await page.waitForFunction(() => /** @type {any} */ (window).opened_ms !== undefined);
        took.push(await page.evaluate(() => /** @type {number} */ (/** @type {any} */ (window).opened_ms)));
        await page.goBack();
        await page.locator(TITLE_LINK).first().waitFor();
        await pause(QUIET_MS);
    }
    await context.close();
    const [first_ms = NaN, again_ms = NaN] = took;
    return { first_ms, again_ms };
}

/** Runs in the page: notes how long after the next click the case of this title stands. */
const watchOpening = (/** @type {string} */ title) => {
    Object.assign(window, { opened_ms: undefined });
    const begin = (/** @type {MouseEvent} */ { timeStamp }) => {
        const look = () => {
            const heading = document.querySelector("h1#page-title")?.textContent;
            if (heading !== title || !document.querySelector("ol.timeline > li")) return void requestAnimationFrame(look);
            requestAnimationFrame(() => Object.assign(window, { opened_ms: performance.now() - timeStamp }));
        };
        requestAnimationFrame(look);
    };
    document.addEventListener("click", begin, { capture: true, once: true });
};

/** @param {{ stills: Load[], portals: Load[], quick: Openings[], slow: Openings[] }} measured */
function report({ stills, portals, quick, slow }) {
    const ms = (/** @type {number} */ figure) => `${figure.toFixed(0)} ms`;
    /** @param {string} title @param {number} goal @param {keyof Load} figure @param {keyof Load} [low] */
    const line = (title, goal, figure, low = figure) => {
        const least = median(stills.map((load) => load[low]));
        const seen = median(portals.map((load) => load[figure]));
        const ratio = seen / least;
        return [title, `≤ ${goal} ×`, ms(least), ms(seen), `${ratio.toFixed(2)} ×${ratio > goal ? " ✗" : ""}`];
    };
    /** @param {string} title @param {number} goal @param {number} seen */
    const own = (title, goal, seen) => [title, `≤ ${goal} ms`, "", ms(seen), seen > goal ? "✗" : ""];
    return table([
        ["slow 4G, processor a quarter as quick", "goal", "still", "portal", "ratio"],
        line("the list's content stands", GOALS.content, "content_ms"),
        line("a link works (beside the still's content)", GOALS.works, "link_ms", "content_ms"),
        line("a form works (beside the still's content)", GOALS.works, "form_ms", "content_ms"),
        line("largest contentful paint", GOALS.lcp, "lcp_ms"),
        own("total blocking time", GOALS.blocking_ms, median(portals.map((load) => load.blocking_ms))),
        own("from list to case, the first time", GOALS.case_slow_ms, median(slow.map((one) => one.first_ms))),
        own("from list to case, once more", GOALS.case_slow_ms, median(slow.map((one) => one.again_ms))),
        own("unthrottled, the first time", GOALS.case_ms, median(quick.map((one) => one.first_ms))),
        own("unthrottled, once more", GOALS.case_ms, median(quick.map((one) => one.again_ms))),
    ]);
}
