// The search in help topics, on the real ones that ATIENDE_BENCH_TOPICS names: computing beside the floor, which has the same
// topics in FTS5, and what a person waits for who types.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { SIZES as SCREENS, launchOptions } from "../support/browser.mjs";
import { command } from "../support/portal.mjs";
import { Cast } from "./cast.mjs";
import { say } from "./compare.mjs";
import { write } from "./data.mjs";
import { Floor } from "./floor.mjs";
import { drive } from "./load.mjs";
import { CLIENTS } from "./operations.mjs";
import { memory } from "./proc.mjs";
import { DATA, Product } from "./product.mjs";
import { median, table } from "./report.mjs";

/** Queries of these kinds are whole words as they are written; the floor finds nothing else. */
const WHOLE = ["title", "description", "inflected", "unaccented"];
const GOALS = { found: 0.7, typed: 0.5, paint_ms: 50, import_s: 20 };
/** What is typed in the browser. */
const TYPED = 12;
/** Longer than any answer should take: what is painted belongs to the last key, also where one before found the same. */
const KEY_MS = 250;
const WAIT_MS = 10_000;

/**
 * @typedef {{ kind: string, language: string, text: string }} Query
 * @typedef {import("./load.mjs").Plan} Plan
 */

/** @param {import("./compare.mjs").Wanted} wanted */
export async function search(wanted) {
    const folder = await mkdtemp(join(tmpdir(), "bench-"));
    const limit = resolve(process.env.ATIENDE_BENCH_LIMIT ?? "../shared/bench");
    const topics = resolve(process.env.ATIENDE_BENCH_TOPICS ?? join(limit, "../data/help-topics"));
    const queries = read(join(limit, "search-queries.tsv"));
    /** @type {{ stop?: () => Promise<void>, close?: () => Promise<void> }[]} */
    const running = [];
    try {
        const sizes = { ...wanted.sizes, cases: 2_000, organizations: 20 };
        const [records, now] = [join(folder, "records"), Date.now()];
        const cast = new Cast(write(sizes, records, join(folder, "floor"), now), { writersEach: 1, readersOfLargest: 1 });
        const product = await Product.load({ name: "portal", onPostgres: false, records, cast, now });
        running.push(product);
        const begin = performance.now();
        await command(product.world, "topics", "import", topics);
        const import_s = (performance.now() - begin) / 1000;
        say(`topics imported in ${import_s.toFixed(1)} s`);
        await product.gather();
        writeFileSync(join(folder, "floor/articles.jsonl"), articles(topics));
        const floor = new Floor(wanted.floor, folder, cast);
        running.push(floor);
        await floor.start(join(folder, "floor"));
        const runs = await measure(wanted, floor, product, queries);
        const held = memory(product.pid);
        const browser = await chromium.launch(launchOptions);
        running.push(browser);
        const painted = await type(browser, product, queries);
        const figures = { import_s, runs, held, painted };
        return { figures, text: report(figures) };
    } finally {
        for (const one of running.reverse()) await (one.stop?.() ?? one.close?.());
        await rm(folder, { recursive: true, force: true });
    }
}

/** @param {string} file @returns {Query[]} */
export function read(file) {
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => line.split("\t")).map(([kind = "", language = "", text = ""]) => ({ kind, language, text }));
}

/** The topics as the floor loads them: their text without what it is written in. @param {string} topics */
function articles(topics) {
    let id = 0;
    const lines = ["en", "es"].flatMap((lang) => {
        const files = readdirSync(join(topics, lang), { recursive: true, encoding: "utf8" });
        return files.filter((file) => file.endsWith(".md")).map((file) => {
            const text = readFileSync(join(topics, lang, file), "utf8");
            const title = /^title:\s*(.+)$/m.exec(text)?.[1] ?? file;
            const body = text.replace(/^---[^]*?---/, "").replace(/[#*_`|>{}[\]()]/g, " ");
            id += 1;
            return JSON.stringify({ id, lang, title, slug: file, body });
        });
    });
    return `${lines.join("\n")}\n`;
}

/**
 * @param {import("./compare.mjs").Wanted} wanted
 * @param {Floor} floor
 * @param {Product} product
 * @param {Query[]} queries
 */
async function measure(wanted, floor, product, queries) {
    const whole = queries.filter(({ kind }) => WHOLE.includes(kind));
    const begun = queries.filter(({ kind }) => kind === "prefix");
    const asked = (/** @type {string} */ path, /** @type {string} */ want) => ({ path, headers: DATA, expect: [200], want });
    const help = asked("/api/topics/help?query=q%3D{{twice}}", '"found":');
    const operations = [
        { name: "search", goal: GOALS.found, path: "/api/kb", queries: whole, step: help },
        { name: "as you type", goal: GOALS.typed, path: "/api/ahead", queries: begun, step: help },
        { name: "as you type, among everything", goal: undefined, path: "/api/ahead", queries: begun, step: asked("/api/search/find?text={{once}}", '"topics":') },
    ];
    const runs = [];
    for (let round = 1; round <= wanted.rounds; round += 1) {
        for (const { name, goal, path, queries, step } of operations) {
            const vars = queries.map(({ text }, nth) => {
                const once = encodeURIComponent(text);
                return { ...product.session(cast(product, nth)), once, twice: encodeURIComponent(once) };
            });
            const low = floor.asking(path, queries.map(({ text }) => text));
            const least = await drive(wanted.httpload, floor, low, { clients: CLIENTS, seconds: wanted.seconds });
            const seen = await drive(wanted.httpload, product, { steps: [step], vars }, { clients: CLIENTS, seconds: wanted.seconds });
            runs.push({ name, goal, round, floor_ms: least.cpu_ms, portal_ms: seen.cpu_ms, p50_ms: seen.p50_ms, p99_ms: seen.p99_ms });
            say(`round ${round}, ${name}: floor ${least.cpu_ms.toFixed(3)} ms, portal ${seen.cpu_ms.toFixed(3)} ms`);
        }
    }
    return runs;
}

/** Who asks next. @param {Product} product @param {number} nth */
function cast({ cast: { readers } }, nth) {
    const reader = readers[nth % readers.length];
    if (!reader) throw new Error("nobody reads");
    return reader;
}

/**
 * Types queries and takes the time from each key to the frame that shows what it found.
 * @param {import("@playwright/test").Browser} browser
 * @param {Product} product
 * @param {Query[]} queries
 */
async function type(browser, product, queries) {
    const context = await browser.newContext({ baseURL: product.url, viewport: SCREENS.desktop });
    context.setDefaultTimeout(WAIT_MS);
    await context.addCookies([{ ...product.firstSession(), url: product.url }]);
    const page = await context.newPage();
    await page.goto("/topics");
    await page.locator("body[data-hydrated]").waitFor({ state: "attached" });
    const field = page.locator("#help-q");
    await field.focus();
    await page.evaluate(watch);
    const titles = queries.filter(({ kind }) => kind === "title");
    const step = Math.max(1, Math.floor(titles.length / TYPED));
    for (let nth = 0; nth < TYPED; nth += 1) {
        await field.fill("");
        await pause(KEY_MS);
        await page.keyboard.type(titles[nth * step]?.text ?? "", { delay: KEY_MS });
        await pause(KEY_MS);
    }
    const seen = await page.evaluate(() => /** @type {{ ms: number[], moved: number }} */ (/** @type {any} */ (window).seen));
    await context.close();
    return seen;
}

/** Runs in the page: how long after a key the first frame shows other results, and how far the field was moved. */
const watch = () => {
    const seen = { ms: /** @type {number[]} */ ([]), moved: 0 };
    Object.assign(window, { seen });
    const field = /** @type {HTMLInputElement} */ (document.querySelector("#help-q"));
    const top = field.getBoundingClientRect().top;
    /** When the key was pressed whose results are not here yet. @type {number | undefined} */
    let pressed;
    field.addEventListener("keydown", ({ timeStamp }) => (pressed = timeStamp));
    const main = /** @type {HTMLElement} */ (document.querySelector("main"));
    new MutationObserver(() => {
        if (pressed === undefined) return;
        const begin = pressed;
        pressed = undefined;
        requestAnimationFrame(() => {
            // behind the frame's painting
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
                seen.ms.push(performance.now() - begin);
                seen.moved = Math.max(seen.moved, Math.abs(field.getBoundingClientRect().top - top));
            };
            port2.postMessage(undefined);
        });
    }).observe(main, { subtree: true, childList: true, characterData: true });
};

/** @param {{ import_s: number, runs: Awaited<ReturnType<typeof measure>>, held: ReturnType<typeof memory>, painted: { ms: number[], moved: number } }} figures */
function report({ import_s, runs, held, painted }) {
    const names = [...new Set(runs.map(({ name }) => name))];
    const lines = names.map((name) => {
        const own = runs.filter((run) => run.name === name);
        const of = (/** @type {"floor_ms" | "portal_ms" | "p50_ms" | "p99_ms"} */ figure) => median(own.map((run) => run[figure]));
        const ratio = median(own.map((run) => run.portal_ms / run.floor_ms));
        const goal = own[0]?.goal;
        const over = goal !== undefined && ratio > goal ? " ✗" : "";
        return [name, goal === undefined ? "" : `≤ ${goal} F`, `${of("floor_ms").toFixed(3)} ms`, `${of("portal_ms").toFixed(3)} ms`, `${ratio.toFixed(2)} F${over}`];
    });
    const sorted = [...painted.ms].sort((a, b) => a - b);
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
    const ms = `${p95.toFixed(0)} ms of ${sorted.length} keys, half within ${median(sorted).toFixed(0)} ms`;
    return table([
        ["computing of one, 16 clients", "goal", "floor", "portal", "ratio"],
        ...lines,
        ["from key to painted results, p95", `< ${GOALS.paint_ms} ms`, "", ms, p95 < GOALS.paint_ms ? "" : "✗"],
        ["how far the field moved", "0", "", `${painted.moved} px`, painted.moved === 0 ? "" : "✗"],
        ["import", `< ${GOALS.import_s} s`, "", `${import_s.toFixed(1)} s`, import_s < GOALS.import_s ? "" : "✗"],
        ["resident, of that its own", "", "", `${held.resident_mb.toFixed(0)} MB, ${held.own_mb.toFixed(0)} MB`, ""],
    ]);
}
