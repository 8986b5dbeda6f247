// How much a first visit weighs, with the site as it ships.
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, firstLoad, signIn, test } from "./support/test.ts";

const KB = 1024;
const site = resolve(import.meta.dirname, "..", process.env.ATIENDE_SITE_DIR ?? "target/site");
const ships = readdirSync(resolve(site, "pkg")).some((name) => name.endsWith(".wasm.br"));
test.skip(!ships, "the site was built for development; `.build/site release` makes the one that ships");

test("UX-4 the first load of a case list is light, and its content does not wait for wasm", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    const load = await firstLoad(page, "/cases");
    const list = JSON.stringify(load.each, null, 1);
    // ratchets, as in .build/budget.mjs: the goals are 450 and 350 kB
    expect(load.total, list).toBeLessThanOrEqual(970 * KB);
    expect(load.wasm, list).toBeLessThanOrEqual(870 * KB);
    expect(load.wasm, list).toBeGreaterThan(0);
    expect(load.beforeContent, list).toBeLessThanOrEqual(40 * KB);
});
