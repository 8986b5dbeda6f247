// Keeps all that a browser receives: the body of every answer and every frame of every socket.
import type { BrowserContext, Page, Response, Route } from "@playwright/test";

/** The same for everybody; too large to be kept by the browser's own recorder. */
const BUILT = /\/(pkg|fonts)\//;
/** Answers to scripts: the browser forgets their bodies when a page is left, so they pass through here. */
const ANSWERS = /\/api\//;

export class Eavesdrop {
    #bodies: Promise<void>[] = [];
    #heard: { from: string; what: string }[] = [];
    #missed: string[] = [];

    private constructor() {}

    /** Listens from now on; before the first page is opened, nothing is missed. */
    static async on(context: BrowserContext): Promise<Eavesdrop> {
        const ears = new Eavesdrop();
        await context.route(ANSWERS, (route) => ears.#passOn(route));
        context.on("response", (response) => ears.#bodies.push(ears.#read(response)));
        const follow = (page: Page) =>
            page.on("websocket", (socket) =>
                socket.on("framereceived", ({ payload }) => ears.#heard.push({ from: socket.url(), what: payload.toString() })),
            );
        context.pages().forEach(follow);
        context.on("page", follow);
        return ears;
    }

    async #passOn(route: Route) {
        if (route.request().isNavigationRequest()) return route.continue();
        const answer = await route.fetch({ maxRedirects: 0 });
        this.#heard.push({ from: answer.url(), what: `${await answer.text()}\n${JSON.stringify(answer.headers())}` });
        // Nobody waits for it when the page was left meanwhile.
        await route.fulfill({ response: answer }).catch(() => undefined);
    }

    async #read(response: Response) {
        const [status, url, request] = [response.status(), response.url(), response.request()];
        const passedOn = ANSWERS.test(url) && !request.isNavigationRequest();
        // A redirect has no body; neither have 204 and the answer to HEAD.
        if (passedOn || BUILT.test(url) || (status >= 300 && status < 400) || status === 204 || request.method() === "HEAD") return;
        try {
            this.#heard.push({ from: url, what: `${await response.text()}\n${JSON.stringify(await response.allHeaders())}` });
        } catch (error) {
            if (request.failure() === null) this.#missed.push(`${url}: ${error}`);
        }
    }

    /** Where the words came from, of all that was received; whatever could not be read fails. */
    async sources(words: string): Promise<string[]> {
        await Promise.all(this.#bodies);
        if (this.#missed.length > 0) throw new Error(`not read:\n${this.#missed.join("\n")}`);
        return this.#heard.filter(({ what }) => what.includes(words)).map(({ from }) => from);
    }

    /** How many frames came by socket. */
    get frames(): number {
        return this.#heard.filter(({ from }) => from.startsWith("ws")).length;
    }
}
