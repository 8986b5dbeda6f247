// The browser that tests and pictures use: the system's Chromium, told to stay on this machine.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The sizes that the portal is made for: desktop, tablet on its side, tablet upright. */
export const SIZES = /** @type {const} */ ({
    desktop: { width: 1440, height: 900 },
    landscape: { width: 1024, height: 768 },
    portrait: { width: 768, height: 1024 },
});

/** Chromium's path: the variable CHROMIUM, else the first one on PATH; `undefined` leaves it to Playwright. */
export function chromiumPath() {
    if (process.env.CHROMIUM) return process.env.CHROMIUM;
    const folders = (process.env.PATH ?? "").split(delimiter);
    const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

export const launchOptions = {
    executablePath: chromiumPath(),
    args: [
        // Chromium's sandbox does not start as root, and the pages are our own.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
};
