// Keeps all that a browser receives: the body of every answer and every frame of every socket.
import type { BrowserContext, Page, Response, Route } from "@playwright/test";

/** The same for everybody. */
const BUILT = /^\/(pkg|fonts)\/|^\/(favicon\.svg|icons\.svg|manifest\.webmanifest)$/;
/** Asked by running pages, which forget an answer that they are left before; so it is kept before they get it. */
const ASKED = /^\/api\//;

export class Eavesdrop {
    #heard: { from: string; what: string }[] = [];
    #reading: Promise<void>[] = [];
    #missed: string[] = [];

    static async on(context: BrowserContext): Promise<Eavesdrop> {
        const ear = new Eavesdrop();
        const follow = (page: Page) =>
            page.on("websocket", (socket) =>
                socket.on("framereceived", ({ payload }) => ear.#heard.push({ from: socket.url(), what: payload.toString() })),
            );
        context.pages().forEach(follow);
        context.on("page", follow);
        context.on("response", (response) => ear.#reading.push(ear.#read(response)));
        await context.route(({ pathname }) => ASKED.test(pathname), (route) => ear.#pass(route));
        return ear;
    }

    async #pass(route: Route) {
        // a form that is sent by the page as a whole: its answer is a redirect to what is read below
        if (route.request().isNavigationRequest()) return route.continue();
        try {
            const response = await route.fetch({ maxRedirects: 0 });
            this.#heard.push({ from: response.url(), what: `${await response.text()}\n${JSON.stringify(response.headers())}` });
            await route.fulfill({ response });
        } catch {
            // the page was left or closed: then it received nothing
            await route.abort().catch(() => undefined);
        }
    }

    async #read(response: Response) {
        const { pathname } = new URL(response.url());
        const status = response.status();
        // A redirect has no body; the other statuses are defined to have none.
        const empty = (status >= 300 && status < 400) || status === 204 || response.request().method() === "HEAD";
        if (BUILT.test(pathname) || ASKED.test(pathname) || empty) return;
        try {
            this.#heard.push({ from: response.url(), what: `${await response.text()}\n${JSON.stringify(await response.allHeaders())}` });
        } catch (error) {
            if (response.request().failure() === null) this.#missed.push(`${response.url()}: ${error}`);
        }
    }

    /** Where the words came from, of all that was received; whatever could not be read fails. */
    async sources(words: string): Promise<string[]> {
        await Promise.all(this.#reading);
        if (this.#missed.length > 0) throw new Error(`not read:\n${this.#missed.join("\n")}`);
        return this.#heard.filter(({ what }) => what.includes(words)).map(({ from }) => from);
    }

    /** How many frames came by socket. */
    get frames(): number {
        return this.#heard.filter(({ from }) => from.startsWith("ws")).length;
    }
}
