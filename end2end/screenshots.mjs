// Pictures of the portal: every path × language × theme × size, as one person, as PNG files in a folder.
//
//   node end2end/screenshots.mjs --out /tmp/pictures --as ana@example.example /cases /cases/new
//
//   --url ADDRESS        a running portal; without it, one is started on a fresh demo world
//   --as EMAIL           who signs in; without it, nobody
//   --password TEXT      the demo world's by default
//   --languages es,en    --themes light,dark[,contrast]    --sizes desktop,landscape,portrait
//   --full               the whole page instead of the window
//   --no-scripting       as a browser without scripting shows it
//
// Messages in the console and missing hydration are reported, and end the run with 1.
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { SIZES, launchOptions } from "./support/browser.mjs";
import { PASSWORD, choose, signInForm } from "./support/people.mjs";
import { Portal, removeWorld, seedWorld } from "./support/portal.mjs";

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        out: { type: "string", default: "pictures" },
        url: { type: "string" },
        as: { type: "string" },
        password: { type: "string", default: PASSWORD },
        languages: { type: "string", default: "es,en" },
        themes: { type: "string", default: "light,dark" },
        sizes: { type: "string", default: "desktop,landscape,portrait" },
        full: { type: "boolean", default: false },
        "no-scripting": { type: "boolean", default: false },
    },
});
const paths = positionals.length > 0 ? positionals : ["/"];
const sizes = /** @type {(keyof typeof SIZES)[]} */ (values.sizes.split(","));
const out = resolve(values.out);
const complaints = new Set();

/** @param {string} origin */
async function shoot(origin) {
    const browser = await chromium.launch(launchOptions);
    // One context for each theme: the session is made once and taken along.
    /** @type {Awaited<ReturnType<import("@playwright/test").BrowserContext["storageState"]>> | undefined} */
    let storageState;
    for (const theme of values.themes.split(",")) {
        const context = await browser.newContext({
            baseURL: origin,
            storageState,
            colorScheme: theme === "dark" ? "dark" : "light",
            contrast: theme === "contrast" ? "more" : "no-preference",
            reducedMotion: "reduce",
            javaScriptEnabled: !values["no-scripting"],
        });
        const page = await context.newPage();
        context.on("console", (message) => {
            if (["error", "warning"].includes(message.type())) complaints.add(`${page.url()}: ${message.text()}`);
        });
        context.on("weberror", (error) => complaints.add(`${page.url()}: ${error.error()}`));
        if (values.as && !storageState) {
            await signInForm(page, values.as, values.password);
            storageState = await context.storageState();
        }
        for (const language of values.languages.split(",")) {
            await choose(page, origin, { language });
            for (const path of paths) {
                for (const size of sizes) {
                    await page.setViewportSize(SIZES[size]);
                    await page.goto(path);
                    if (!values["no-scripting"]) {
                        const mark = page.locator("body[data-hydrated]").waitFor({ state: "attached", timeout: 10_000 });
                        await mark.catch(() => complaints.add(`${page.url()}: not hydrated after 10 s`));
                    }
                    const name = path.replace(/^\//, "").replace(/[^a-z0-9]+/gi, "-") || "home";
                    const file = join(out, `${name}.${language}.${theme}.${size}.png`);
                    await page.screenshot({ path: file, fullPage: values.full });
                    console.log(file);
                }
            }
        }
        await context.close();
    }
    await browser.close();
}

await mkdir(out, { recursive: true });
if (values.url) {
    await shoot(values.url.replace(/\/$/, ""));
} else {
    const world = await seedWorld();
    const portal = await Portal.start(world);
    try {
        await shoot(portal.url);
    } finally {
        await portal.stop();
        await removeWorld(world);
    }
}
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.size > 0 ? 1 : 0;
