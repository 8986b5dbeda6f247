// How much the portal computes, beside the least that the same work can cost on this machine. Called by .build/bench:
//
//   main.mjs [--rounds N] [--seconds S] [--cases N] [--only sqlite|postgres] [--keep] [--scale | --browser | --search | --search-large]
//
// --keep leaves what was loaded for the next run (kept.mjs). --scale compares the portal at a million cases with itself at ten
// thousand, --browser looks at what a person waits for, --search at the search in help topics, --search-large at the search in as
// much as it is made for.
//
// Both are driven in turn, an operation at a time, so that what else the machine does falls on all of them; what is compared are
// medians of the rounds. The figures go to target/bench as JSON, the tables to the terminal.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { postgresUrl } from "../support/portal.mjs";
import { browse } from "./browser.mjs";
import { compare } from "./compare.mjs";
import { SIZES } from "./data.mjs";
import { machine } from "./proc.mjs";
import { scale } from "./scale.mjs";
import { search } from "./search.mjs";
import { searchLarge } from "./search_large.mjs";

const { values } = parseArgs({
    options: {
        rounds: { type: "string", default: "5" },
        seconds: { type: "string", default: "2" },
        cases: { type: "string", default: String(SIZES.cases) },
        only: { type: "string" },
        keep: { type: "boolean", default: false },
        scale: { type: "boolean", default: false },
        browser: { type: "boolean", default: false },
        search: { type: "boolean", default: false },
        "search-large": { type: "boolean", default: false },
    },
});
const root = resolve(import.meta.dirname, "../..");
const out = join(root, "target/bench");
const programs = process.env.ATIENDE_BENCH_PROGRAMS ?? join(out, "limit/target/release");
const databases = ["sqlite", ...(postgresUrl ? ["postgres"] : [])].filter((name) => name === (values.only ?? name));
const modes = { compare, scale, browser: browse, search, "search-large": searchLarge };
const mode = values["search-large"] ? "search-large" : values.search ? "search" : values.browser ? "browser" : values.scale ? "scale" : "compare";
const wanted = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    sizes: { ...SIZES, cases: Number(values.cases) },
    databases,
    keep: values.keep,
    floor: join(programs, "floor"),
    httpload: join(programs, "httpload"),
};

// What was started ends with this program.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => process.exit(1));
const { figures, text } = await modes[mode](wanted);
await mkdir(out, { recursive: true });
const file = join(out, `${mode}.json`);
await writeFile(file, JSON.stringify({ at: new Date().toISOString(), ...machine(), ...wanted, ...figures }, null, 1));
console.log(`\n${text}\nEvery figure is in ${file}.`);
