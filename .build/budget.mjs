// budget.mjs: what a first visit to the portal loads, against what it may. Fails over the budget. A kB is 1,000 bytes.
// The page itself is measured by the end-to-end tests (`firstLoad` in end2end/support); here it has PAGE kept free for it.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const site = "target/site";
const PAGE = 40_000;
// The goal is 350 kB of wasm and 450 kB in all; the views' generated code is far over it. Until it is cut, this is a ratchet:
// it may be lowered, never raised.
const WASM = 620_000;
const TOTAL = 720_000 - PAGE;
const BEFORE_CONTENT = 40_000;

const size = (path) => statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
const rows = readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz|txt)$/.test(entry.name))
    .map((entry) => ({ path: join(entry.parentPath ?? entry.path, entry.name), kind: entry.name.split(".").pop() }))
    .map(({ path, kind }) => ({ name: path.slice(site.length + 1), kind, bytes: size(path) }));

const sum = (test) => rows.filter(test).reduce((total, row) => total + row.bytes, 0);
const checks = [
    ["wasm", sum((row) => row.kind === "wasm"), WASM],
    ["style, which the content waits for", sum((row) => row.kind === "css"), BEFORE_CONTENT],
    [`all without the page (${PAGE / 1000} kB kept for it)`, sum(() => true), TOTAL],
];
const kb = (bytes) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
for (const row of rows) console.log(`${kb(row.bytes)}  ${row.name}`);
let over = 0;
for (const [name, bytes, budget] of checks) {
    const fits = bytes <= budget;
    if (!fits) over += 1;
    console.log(`${kb(bytes)} of ${kb(budget)}  ${name}${fits ? "" : "  OVER THE BUDGET"}`);
}
process.exit(over > 0 ? 1 : 0);
