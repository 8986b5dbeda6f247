// What a screen is measured by: accessibility, layout shift, first load.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Waits until the page is alive: `hydrate()` marks the body. Before that, clicks race the wasm. */
export async function hydrated(page: Page) {
    await page.locator("body[data-hydrated]").waitFor({ state: "attached" });
}

/** Whether the page's own scripts run. */
export async function scripting(page: Page): Promise<boolean> {
    // Only where scripting is off is the inside of <noscript> parsed.
    return page.evaluate(() => {
        const probe = document.createElement("div");
        probe.innerHTML = "<noscript><i></i></noscript>";
        return probe.firstElementChild?.firstElementChild === null;
    });
}

/**
 * The page as it stands, once more in a browser with scripting, where axe can run: the same address, cookies, size and
 * preferences, but no scripts of its own.
 */
async function still(page: Page): Promise<Page> {
    const address = page.url();
    const body = (await page.content())
        .replace(/<script\b[^]*?<\/script>/gi, "")
        .replace(/<(\/?)noscript\b/gi, "<$1div");
    const [dark, contrast, forced] = await page.evaluate(() =>
        ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"].map((query) => matchMedia(query).matches),
    );
    const context = await page.context().browser()!.newContext({
        javaScriptEnabled: true,
        storageState: await page.context().storageState(),
        viewport: page.viewportSize(),
        colorScheme: dark ? "dark" : "light",
        contrast: contrast ? "more" : "no-preference",
        forcedColors: forced ? "active" : "none",
    });
    const copy = await context.newPage();
    await copy.route(address, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
    await copy.goto(address);
    return copy;
}

/** Asserts that axe finds nothing, and goes on if it does. `rules` narrows it to some of its rules. */
export async function axe(page: Page, rules?: string[]) {
    const scripted = await scripting(page);
    const screen = scripted ? page : await still(page);
    // The other mode finishes in a page of its own, which is only needed for frames of other origins.
    const builder = new AxeBuilder({ page: screen }).setLegacyMode();
    if (rules) builder.withRules(rules);
    else builder.withTags(AXE_TAGS);
    const { violations } = await builder.analyze();
    if (!scripted) await screen.context().close();
    const findings = violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}\n  ${node.failureSummary}`),
    );
    expect.soft(findings, `axe on ${page.url()}`).toEqual([]);
}

/** What moved since the page began to load without anybody having touched it: nothing, if all is well. */
export async function layoutShifts(page: Page): Promise<string[]> {
    return page.evaluate(() => {
        type Source = { node: Node | null; previousRect: DOMRect; currentRect: DOMRect };
        type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: Source[] };
        const place = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join(" ");
        const moved = ({ node, previousRect, currentRect }: Source) => {
            const name = node instanceof Element ? node.outerHTML.slice(0, 100) : (node?.textContent ?? "something gone");
            return `${name} from ${place(previousRect)} to ${place(currentRect)}`;
        };
        return new Promise<string[]>((answer) => {
            const found: string[] = [];
            new PerformanceObserver((list) => {
                const shifts = (list.getEntries() as Shift[]).filter((shift) => !shift.hadRecentInput);
                for (const shift of shifts) found.push(`${shift.value} at ${Math.round(shift.startTime)} ms: ${shift.sources.map(moved).join("; ")}`);
            }).observe({ type: "layout-shift", buffered: true });
            // Buffered entries arrive in a task of their own.
            setTimeout(() => answer(found), 100);
        });
    });
}

export interface FirstLoad {
    /** Bytes on the wire, headers included, until the network rests. */
    total: number;
    /** Of these, the page and its styles: what the content waits for. */
    beforeContent: number;
    /** Of these, WebAssembly. */
    wasm: number;
    /** Bytes of each address. */
    each: Record<string, number>;
}

/** From the next page on the reader's browser says that it saves data: nothing is loaded ahead. */
export async function savesData(page: Page) {
    await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true } }));
}

/** Opens the address with an empty cache and weighs what came over the wire for this page itself. */
export async function firstLoad(page: Page, path: string): Promise<FirstLoad> {
    await savesData(page);
    // what the page before this one loads ahead is not counted
    await page.goto("about:blank");
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    const requests = new Map<string, { url: string; kind: string; bytes: number }>();
    session.on("Network.responseReceived", ({ requestId, response, type }) => {
        requests.set(requestId, { url: response.url, kind: type, bytes: 0 });
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
        const request = requests.get(requestId);
        if (request) request.bytes = encodedDataLength;
    });
    await page.goto(path);
    await hydrated(page);
    await page.waitForLoadState("networkidle");
    await session.detach();

    const load: FirstLoad = { total: 0, beforeContent: 0, wasm: 0, each: {} };
    for (const { url, kind, bytes } of requests.values()) {
        load.total += bytes;
        if (kind === "Document" || kind === "Stylesheet") load.beforeContent += bytes;
        if (url.endsWith(".wasm")) load.wasm += bytes;
        load.each[new URL(url).pathname] = bytes;
    }
    return load;
}
