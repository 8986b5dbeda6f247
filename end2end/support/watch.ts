// Listens to every page of a test and fails it for anything that a careful developer would see in the console.
import type { BrowserContext } from "@playwright/test";

export class Watch {
    #findings: string[] = [];
    #allowed: RegExp[] = [];

    /** Lets messages pass that a test provokes on purpose, e.g. `watch.allow(/status of 404/)`. */
    allow(...patterns: RegExp[]) {
        this.#allowed.push(...patterns);
    }

    follow(context: BrowserContext) {
        context.on("console", (message) => {
            if (["error", "warning", "assert"].includes(message.type())) {
                this.note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
            }
        });
        context.on("weberror", (error) => this.note(`page error: ${error.error().stack ?? error.error()}`));
        context.on("requestfailed", (request) => {
            const reason = request.failure()?.errorText;
            // A page that is left gives up what it was still loading. With scripting off, a module is not even preloaded and
            // the reason is called "csp"; a real breach of the policy also stands in the console.
            if (reason !== "net::ERR_ABORTED" && reason !== "csp") {
                this.note(`failed request: ${request.method()} ${request.url()}: ${reason}`);
            }
        });
    }

    note(finding: string) {
        this.#findings.push(finding);
    }

    /** Throws when something was found that was not allowed. */
    verdict() {
        const left = this.#findings.filter((finding) => !this.#allowed.some((pattern) => pattern.test(finding)));
        if (left.length > 0) throw new Error(`what the pages and the server complained about:\n${left.join("\n")}`);
    }
}
