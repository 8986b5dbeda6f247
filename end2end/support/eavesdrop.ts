// Keeps all that a browser receives: the body of every answer and every frame of every socket.
import type { BrowserContext, Page } from "@playwright/test";

/** The same for everybody; too large to be kept by the browser's own recorder. */
const BUILT = /\/(pkg|fonts)\//;

export class Eavesdrop {
    #bodies: Promise<void>[] = [];
    #heard: { from: string; what: string }[] = [];
    #missed: string[] = [];

    constructor(context: BrowserContext) {
        context.on("response", (response) => {
            const { status, url } = { status: response.status(), url: response.url() };
            // A redirect has no body; the other statuses are defined to have none.
            if (BUILT.test(url) || (status >= 300 && status < 400) || status === 204) return;
            const read = async () => {
                try {
                    this.#heard.push({ from: url, what: `${await response.text()}\n${JSON.stringify(await response.allHeaders())}` });
                } catch (error) {
                    if (response.request().failure() === null && response.request().method() !== "HEAD") this.#missed.push(`${url}: ${error}`);
                }
            };
            this.#bodies.push(read());
        });
        const follow = (page: Page) =>
            page.on("websocket", (socket) =>
                socket.on("framereceived", ({ payload }) => this.#heard.push({ from: socket.url(), what: payload.toString() })),
            );
        context.pages().forEach(follow);
        context.on("page", follow);
    }

    /** Where the words came from, of all that was read. */
    async sources(words: string): Promise<string[]> {
        await Promise.all(this.#bodies);
        return this.#heard.filter(({ what }) => what.includes(words)).map(({ from }) => from);
    }

    /** What was received but could not be read: until there is none of that, absent words prove nothing. */
    async missed(): Promise<string[]> {
        await Promise.all(this.#bodies);
        return this.#missed;
    }

    /** How many frames came by socket. */
    get frames(): number {
        return this.#heard.filter(({ from }) => from.startsWith("ws")).length;
    }
}
