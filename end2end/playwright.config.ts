import { defineConfig } from "@playwright/test";
import { SIZES, launchOptions } from "./support/browser.mjs";

// <feature>.spec.ts runs with scripting on and off, <feature>.hydrate.spec.ts only with it, <feature>.noscript.spec.ts only
// without; a single test of a shared file leaves the second run with the tag @scripting.
// What a page looks like, weighs and loads does not depend on the database, nor does what one person does with one page: the Rust
// tests see what it stores on both. On PostgreSQL there remain the tests in which several people or instances act at once.
const onPostgres = process.env.ATIENDE_TEST_POSTGRES_URL !== undefined;
const alone = onPostgres ? [/(screens|budgets|chunks|access|answers|help|list|topics|wizard)\.(hydrate\.)?spec\.ts$/] : [];

export default defineConfig({
    testDir: ".",
    outputDir: "test-results",
    globalSetup: "./support/world.ts",
    fullyParallel: true,
    workers: 2,
    // what passes at the second attempt only is a fault of the test or of the portal
    retries: 0,
    forbidOnly: !!process.env.CI,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    reporter: process.env.CI ? [["list", { printSteps: false }]] : [["list"]],
    use: {
        browserName: "chromium",
        launchOptions,
        viewport: SIZES.portrait,
        actionTimeout: 20_000,
        navigationTimeout: 30_000,
        trace: process.env.CI ? "off" : "retain-on-failure",
        screenshot: process.env.CI ? "off" : "only-on-failure",
    },
    projects: [
        { name: "scripting", testIgnore: [/\.noscript\.spec\.ts$/, ...alone] },
        {
            name: "no-scripting",
            testIgnore: onPostgres ? /\.spec\.ts$/ : /\.hydrate\.spec\.ts$/,
            grepInvert: /@scripting/,
            use: { javaScriptEnabled: false },
        },
    ],
});
