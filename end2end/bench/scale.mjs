// The portal at a million cases beside itself at ten thousand: what must not grow with what is there. One organization holds
// half of the cases, and half of those who read are its people.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cast } from "./cast.mjs";
import { NAMES, say } from "./compare.mjs";
import { write } from "./data.mjs";
import { Kept } from "./kept.mjs";
import { drive } from "./load.mjs";
import { CLIENTS, GOALS, SCALED } from "./operations.mjs";
import { Product } from "./product.mjs";
import { median, table } from "./report.mjs";

const SMALL = 10_000;
const LARGE = 1_000_000;
/** As many organizations and people here and there, so that only the number of cases differs. */
const SIZES = { organizations: 100, peopleEach: 8, repliesEach: 3, largestShare: 0.5, largestPeople: 128 };
const CAST = { writersEach: 8, readersOfLargest: 32 };

/**
 * @typedef {{ operation: string, round: number, cases: number, cpu_ms: number, p99_ms: number }} Run
 */

/** @param {import("./compare.mjs").Wanted} wanted */
export async function scale(wanted) {
    /** @type {Record<string, Run[]>} */
    const figures = {};
    const texts = [];
    for (const database of wanted.databases) {
        const name = NAMES[/** @type {keyof typeof NAMES} */ (database)];
        figures[name] = await compareSizes(wanted, name, database === "postgres");
        texts.push(report(name, figures[name]));
    }
    return { figures, text: texts.join("\n\n") };
}

/**
 * @param {import("./compare.mjs").Wanted} wanted
 * @param {string} name
 * @param {boolean} onPostgres
 */
async function compareSizes(wanted, name, onPostgres) {
    /** @type {{ cases: number, product: Product }[]} */
    const portals = [];
    /** @type {Run[]} */
    const runs = [];
    try {
        for (const cases of [SMALL, LARGE]) {
            const product = await load(`${name} with ${cases} cases`, { ...SIZES, cases }, onPostgres, wanted.keep);
            portals.push({ cases, product });
            await product.gather();
        }
        for (let round = 1; round <= wanted.rounds; round += 1) {
            for (const [operation, kind, settle] of SCALED) {
                for (const { cases, product } of portals) {
                    const plan = await product.plan(kind);
                    const outcome = await drive(wanted.httpload, product, plan, { clients: CLIENTS, seconds: wanted.seconds, settle });
                    runs.push({ operation, round, cases, ...outcome });
                    say(`round ${round}, ${operation}, ${product.name}: ${outcome.cpu_ms.toFixed(3)} ms`);
                }
            }
        }
        return runs;
    } finally {
        for (const { product } of portals) await product.stop();
    }
}

/**
 * @param {string} name
 * @param {import("./data.mjs").Sizes} sizes
 * @param {boolean} onPostgres
 * @param {boolean} keep
 */
async function load(name, sizes, onPostgres, keep) {
    const records = await mkdtemp(join(tmpdir(), "records-"));
    try {
        const kept = keep && !onPostgres ? new Kept(sizes) : undefined;
        const now = kept?.isThere ? await kept.now() : Date.now();
        say(`${name}: loading`);
        // The people are the same, however many cases are written.
        const written = write(kept?.isThere ? { ...sizes, cases: 0 } : sizes, records, undefined, now);
        const product = await Product.load({ name, onPostgres, records, cast: new Cast(written, CAST), now, kept });
        say(`${name}: loaded in ${product.import_s.toFixed(0)} s, ${(product.disk_bytes / 1e6).toFixed(0)} MB`);
        return product;
    } finally {
        await rm(records, { recursive: true, force: true });
    }
}

/** @param {string} name @param {Run[]} runs */
function report(name, runs) {
    const lines = SCALED.map(([operation]) => {
        const [small = [], large = []] = [SMALL, LARGE].map((cases) => {
            return runs.filter((run) => run.operation === operation && run.cases === cases).map((run) => run.cpu_ms);
        });
        const ratio = median(large.map((figure, nth) => figure / (small[nth] ?? NaN)));
        const cells = [median(small).toFixed(3), median(large).toFixed(3), `${ratio.toFixed(2)} ×${ratio > GOALS.scale ? " ✗" : ""}`];
        return [operation, `≤ ${GOALS.scale} ×`, ...cells];
    });
    return table([[`computing time of one on ${name}, ms`, "goal", `${SMALL} cases`, `${LARGE} cases`, "ratio"], ...lines]);
}
