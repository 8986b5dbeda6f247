// How much a first visit weighs, with the site as it ships.
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, firstLoad, signIn, test } from "./support/test.ts";

const KB = 1000;
const site = resolve(import.meta.dirname, "..", process.env.ATIENDE_SITE_DIR ?? "target/site");
const ships = readdirSync(resolve(site, "pkg"), { recursive: true, encoding: "utf8" }).some((name) => name.endsWith(".wasm.br"));
test.skip(!ships, "the site was built for development; `.build/site release` makes the one that ships");

test("UX-4 the first load of a case list is light, and its content does not wait for wasm", async ({ page }) => {
    await signIn(page, "carmen@rio-azul.example");
    const load = await firstLoad(page, "/cases");
    const list = JSON.stringify(load.each, null, 1);
    expect(load.total, list).toBeLessThanOrEqual(450 * KB);
    expect(load.wasm, list).toBeLessThanOrEqual(350 * KB);
    expect(load.wasm, list).toBeGreaterThan(0);
    expect(load.beforeContent, list).toBeLessThanOrEqual(40 * KB);
});
