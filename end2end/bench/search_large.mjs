// The search with as much in it as it is made for: 5,000 topics and 200,000 cases. How long its indexes are built anew, what it
// answers meanwhile, and what the server holds in the end.
import { cpSync, mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { command } from "../support/portal.mjs";
import { Cast } from "./cast.mjs";
import { say } from "./compare.mjs";
import { write } from "./data.mjs";
import { drive } from "./load.mjs";
import { memory } from "./proc.mjs";
import { DATA, Product } from "./product.mjs";
import { table } from "./report.mjs";
import { read } from "./search.mjs";

const SIZES = { cases: 200_000, organizations: 500 };
const TOPICS_LEAST = 5_000;
const GOALS = { topics_s: 10, cases_s: 180, resident_mb: 400 };
/** Searches at a time, and for how long, before the indexes are built and again and again while they are. */
const CLIENTS = 2;
const SECONDS = 5;

/**
 * @typedef {import("./load.mjs").Outcome} Outcome
 * @typedef {ReturnType<typeof memory>} Held
 */

/** @param {import("./compare.mjs").Wanted} wanted */
export async function searchLarge(wanted) {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    const limit = resolve(process.env.ATIENDE_BENCH_LIMIT ?? "../shared/bench");
    const topics = resolve(process.env.ATIENDE_BENCH_TOPICS ?? join(limit, "../data/help-topics"));
    const queries = read(join(limit, "search-queries.tsv"));
    /** @type {Product | undefined} */
    let product;
    try {
        const [records, now] = [join(folder, "records"), Date.now()];
        const sizes = { ...wanted.sizes, ...SIZES };
        const cast = new Cast(write(sizes, records, join(folder, "floor"), now), { writersEach: 1, readersOfLargest: 1 });
        product = await Product.load({ name: "portal", onPostgres: false, records, cast, now });
        say(`cases imported in ${product.import_s.toFixed(0)} s`);
        say(await command(product.world, "topics", "import", often(topics, join(folder, "topics"))));
        await product.gather();
        const begun = memory(product.pid);
        const vars = queries.map(({ text }, nth) => {
            const reader = cast.readers[nth % cast.readers.length];
            if (!reader) throw new Error("nobody reads");
            return { ...product?.session(reader), text: encodeURIComponent(text) };
        });
        const plan = { steps: [{ path: "/api/search/find?text={{text}}", headers: DATA, expect: [200], want: '"topics":' }], vars };
        const ask = () => drive(wanted.httpload, /** @type {Product} */ (product), plan, { clients: CLIENTS, seconds: SECONDS });
        const before = await ask();
        const building = build(product);
        let is_building = true;
        const built = building.finally(() => (is_building = false));
        /** @type {Outcome[]} */
        const meanwhile = [];
        while (is_building) meanwhile.push(await ask());
        const figures = { ...(await built), before, meanwhile, begun, after: await ask(), ended: memory(product.pid) };
        return { figures, text: report(figures) };
    } finally {
        await product?.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/** The topics under the names of as many products as make them enough. @param {string} topics @param {string} to */
function often(topics, to) {
    mkdirSync(to);
    let count = 0;
    for (let times = 0; count < TOPICS_LEAST; times += 1) {
        for (const language of folders(topics)) {
            for (const product of folders(join(topics, language))) {
                const from = join(topics, language, product);
                cpSync(from, join(to, language, times === 0 ? product : `${product}-${times}`), { recursive: true });
                count += readdirSync(from, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md")).length;
            }
        }
    }
    return to;
}

/** @param {string} folder */
function folders(folder) {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Builds the indexes anew beside the server. @param {Product} product */
async function build(product) {
    const said = await command(product.world, "topics", "index");
    const line = (/** @type {string} */ what) => {
        const [, count, seconds] = new RegExp(`: (\\d+) ${what} in ([\\d.]+) s`).exec(said) ?? [];
        return { count: Number(count), seconds: Number(seconds) };
    };
    return { topics: line("topics"), cases: line("cases") };
}

/** @param {{ topics: { count: number, seconds: number }, cases: { count: number, seconds: number }, before: Outcome,
 *   meanwhile: Outcome[], after: Outcome, begun: Held, ended: Held }} figures */
function report({ topics, cases, before, meanwhile, after, begun, ended }) {
    const ms = (/** @type {Outcome} */ { p50_ms, p99_ms }) => `p50 ${p50_ms.toFixed(1)} ms, p99 ${p99_ms.toFixed(1)} ms`;
    const slowest = meanwhile.reduce((one, other) => (other.p99_ms > one.p99_ms ? other : one));
    const row = (/** @type {string} */ name, /** @type {number} */ goal, /** @type {string} */ unit, /** @type {number} */ seen) => [
        name, `< ${goal} ${unit}`, `${seen.toFixed(1)} ${unit}`, seen < goal ? "" : "✗",
    ];
    return table([
        ["", "goal", "portal", ""],
        row(`index of ${topics.count} topics`, GOALS.topics_s, "s", topics.seconds),
        row(`index of ${cases.count} cases`, GOALS.cases_s, "s", cases.seconds),
        ["searches before", "", ms(before), ""],
        [`searches meanwhile, the slowest of ${meanwhile.length} runs`, "", ms(slowest), ""],
        ["searches afterwards", "", ms(after), ""],
        ["resident when all had signed in, of that its own", "", `${begun.resident_mb.toFixed(0)} MB, ${begun.own_mb.toFixed(0)} MB`, ""],
        row("resident in the end, with pages of the index and the database", GOALS.resident_mb, "MB", ended.resident_mb),
        ["of that its own", "", `${ended.own_mb.toFixed(0)} MB`, ""],
    ]);
}
