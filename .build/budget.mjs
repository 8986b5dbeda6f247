// budget.mjs: what a first visit to the portal's case list loads, against what it may. Fails over the budget. A kB is 1,000
// bytes. The page itself is measured by the end-to-end tests (`firstLoad` in end2end/support); here it has PAGE kept free.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

const site = "target/site";
const PAGE = 40_000;
const WASM = 350_000;
const TOTAL = 450_000 - PAGE;
const BEFORE_CONTENT = 40_000;

const size = (path) => statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
const files = readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz|txt|json)$/.test(entry.name))
    .map((entry) => ({ path: join(entry.parentPath ?? entry.path, entry.name), kind: entry.name.split(".").pop() }))
    .map(({ path, kind }) => ({ name: path.slice(site.length + 1), kind, bytes: size(path) }));
const pkg = join(site, "pkg", readFileSync(join(site, "hash.txt"), "utf8").trim());
const chunks = JSON.parse(readFileSync(join(pkg, "chunks.json"), "utf8"));
// The list is in the module that runs first; what only other screens need, they load later.
const later = new Set(Object.values(chunks).flat().map((name) => `${name}.wasm`));
const rows = files.filter((row) => !later.has(basename(row.name)));

const sum = (test) => rows.filter(test).reduce((total, row) => total + row.bytes, 0);
const checks = [
    ["wasm", sum((row) => row.kind === "wasm"), WASM],
    ["style, which the content waits for", sum((row) => row.kind === "css"), BEFORE_CONTENT],
    [`all without the page (${PAGE / 1000} kB kept for it)`, sum(() => true), TOTAL],
];
const kb = (bytes) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
for (const row of rows) console.log(`${kb(row.bytes)}  ${row.name}`);
for (const [chunk, names] of Object.entries(chunks)) {
    const bytes = names.reduce((total, name) => total + size(join(pkg, `${name}.wasm`)), 0);
    console.log(`${kb(bytes)}  later, with the first screen of ${chunk}: ${names.join(", ")}`);
}
let over = 0;
for (const [name, bytes, budget] of checks) {
    const fits = bytes <= budget;
    if (!fits) over += 1;
    console.log(`${kb(bytes)} of ${kb(budget)}  ${name}${fits ? "" : "  OVER THE BUDGET"}`);
}
process.exit(over > 0 ? 1 : 0);
