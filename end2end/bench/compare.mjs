// Portal and floor in turn, on the same cases.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stands } from "./ask.mjs";
import { Cast } from "./cast.mjs";
import { write } from "./data.mjs";
import { durableAppends } from "./disk.mjs";
import { Floor } from "./floor.mjs";
import { Kept } from "./kept.mjs";
import { drive } from "./load.mjs";
import { OPERATIONS } from "./operations.mjs";
import { forgetPeak, memory, peakMb } from "./proc.mjs";
import { Product } from "./product.mjs";
import { report } from "./report.mjs";

/**
 * @typedef {{ rounds: number, seconds: number, sizes: import("./data.mjs").Sizes, databases: string[], floor: string,
 *   httpload: string, keep: boolean }} Wanted
 */

export const NAMES = { sqlite: "SQLite", postgres: "PostgreSQL" };
const APPENDS_S = 0.3;
const AT_ONCE = 64;
/** Rows of a page of the list, here and there. */
const PAGE_ROWS = 25;

/** @param {string} line */
export const say = (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

/** @param {Wanted} wanted */
export async function compare(wanted) {
    const folder = await mkdtemp(join(tmpdir(), "bench-"));
    /** @type {{ stop: () => Promise<void> }[]} */
    const running = [];
    try {
        say(`writing ${wanted.sizes.cases} cases`);
        const kept = wanted.keep && wanted.databases.includes("sqlite") ? new Kept(wanted.sizes) : undefined;
        const now = kept?.isThere ? await kept.now() : Date.now();
        const records = join(folder, "records");
        const written = write(wanted.sizes, records, join(folder, "floor"), now);
        const cast = new Cast(written, { writersEach: 2, readersOfLargest: 1 });
        const products = [];
        for (const database of wanted.databases) {
            const name = NAMES[/** @type {keyof typeof NAMES} */ (database)];
            const onPostgres = database === "postgres";
            say(`${name}: loading`);
            const product = await Product.load({ name, onPostgres, records, cast, now, kept: onPostgres ? undefined : kept });
            running.push(product);
            say(`${name}: loaded in ${product.import_s.toFixed(0)} s; ${cast.writers.length} people sign in`);
            await product.gather();
            products.push(product);
        }
        // The floor is asked for the same cases.
        cast.opened = products[0]?.opened ?? [];
        cast.answered = products[0]?.answered ?? [];
        say("floor: loading and signing in");
        const floor = new Floor(wanted.floor, folder, cast);
        running.push(floor);
        await floor.start(join(folder, "floor"));
        for (const server of [floor, ...products]) {
            const rows = await server.listRows();
            if (rows !== PAGE_ROWS) say(`${server.name}: some list has ${rows} rows, not ${PAGE_ROWS}: what is compared is not the same`);
        }
        const measured = await measure(wanted, floor, products);
        const figures = { replies: written.replies, ...measured };
        return { figures, text: report(measured) };
    } finally {
        for (const one of running) await one.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/**
 * @param {Wanted} wanted
 * @param {Floor} floor
 * @param {Product[]} products
 */
async function measure(wanted, floor, products) {
    /** @type {import("./report.mjs").Run[]} */
    const runs = [];
    const each = products.map((product) => {
        /** @type {import("./report.mjs").Extra} */
        const extra = { server: product.name, import_s: product.import_s, start_s: [], sign_in_peak_mb: [], sign_in_after_mb: [], ...held(product) };
        return { product, extra };
    });
    for (let round = 1; round <= wanted.rounds; round += 1) {
        for (const { product, extra } of each) await start(wanted, product, extra);
        for (const { name, clients, kind, floor: low, writes: settle = false } of OPERATIONS) {
            for (const server of [floor, ...products]) {
                const plan = server instanceof Floor ? server.plan(low) : await server.plan(kind);
                const appends_per_s = durableAppends(server.diskFolder, APPENDS_S);
                const outcome = await drive(wanted.httpload, server, plan, { clients, seconds: wanted.seconds, settle });
                runs.push({ operation: name, round, appends_per_s, ...outcome });
                say(`round ${round}, ${name}, ${server.name}: ${outcome.cpu_ms.toFixed(3)} ms, ${outcome.per_s.toFixed(0)}/s`);
            }
        }
    }
    for (const { product, extra } of each) Object.assign(extra, held(product));
    return { runs, floor: held(floor), products: each.map(({ extra }) => extra) };
}

/** What a server holds now. @param {Floor | Product} server */
const held = (server) => ({ ...memory(server.pid), disk_bytes: server.disk_bytes });

/**
 * A start up to the first page of somebody's list, and then many who sign in at once.
 * @param {Wanted} wanted
 * @param {Product} product
 * @param {import("./report.mjs").Extra} extra
 */
async function start(wanted, product, extra) {
    await product.halt();
    const begin = performance.now();
    await product.serve();
    await product.listPage();
    extra.start_s.push((performance.now() - begin) / 1000);
    // What any work needs is there before.
    await drive(wanted.httpload, product, { ...(await product.plan("listPage")), most: AT_ONCE }, { clients: 4, seconds: 10 });
    const before = memory(product.pid).resident_mb;
    forgetPeak(product.pid);
    await drive(wanted.httpload, product, { ...(await product.plan("signIn")), most: AT_ONCE }, { clients: AT_ONCE, seconds: 30 });
    extra.sign_in_peak_mb.push(peakMb(product.pid) - before);
    await stands(product.cpuSeconds);
    extra.sign_in_after_mb.push(memory(product.pid).resident_mb - before);
}
