// The floor: the least code that does the same work (the folder `floor` of the limit), on the same cases.
import { execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { ask, cookieOf, each, expected } from "./ask.mjs";
import { bytesOf } from "./disk.mjs";
import { cpuSeconds, endTogether } from "./proc.mjs";

const run = promisify(execFile);
const PASSWORD = "Passw0rd!";
const CLOSED = 4;
const JSON_BODY = { "content-type": "application/json" };
const START_MS = 10_000;
const START_STEP_MS = 20;
/** As many as fill a run: one of the floor's takes less than a tenth of a millisecond. */
const WRITES = 6_000;

export class Floor {
    name = "floor";
    url = "";
    /** @type {import("node:child_process").ChildProcess | undefined} */
    #process;
    /** @type {Map<number, string>} */
    #cookies = new Map();
    disk_bytes = 0;

    /**
     * @param {string} binary
     * @param {string} folder where its database is
     * @param {import("./cast.mjs").Cast} cast
     */
    constructor(binary, folder, cast) {
        this.binary = binary;
        this.diskFolder = folder;
        this.cast = cast;
    }

    /** Loads its data and starts it. @param {string} data */
    async start(data) {
        const database = join(this.diskFolder, "floor.db");
        await run(this.binary, ["load", "--db", database, "--data", data]);
        this.disk_bytes = bytesOf(this.diskFolder, "floor.db");
        const port = await freePort();
        this.url = `http://127.0.0.1:${port}`;
        this.#process = spawn(this.binary, ["serve", "--db", database, "--port", String(port)], { stdio: "ignore" });
        endTogether(this.pid);
        for (let waited = 0; ; waited += START_STEP_MS) {
            try {
                await ask(`${this.url}/health`);
                break;
            } catch (error) {
                if (waited > START_MS) throw error;
                await pause(START_STEP_MS);
            }
        }
        await each(this.cast.writers, 4, async (person) => {
            const answer = await ask(`${this.url}/api/login`, { method: "POST", headers: JSON_BODY, body: this.#login(person.email) });
            this.#cookies.set(person.id, cookieOf(expected(answer, `the floor's sign-in of ${person.email}`)));
        });
    }

    /** Rows of the shortest first page. */
    async listRows() {
        const rows = await each(this.cast.readers, 4, async ({ id, organization }) => {
            const url = `${this.url}/api/cases?org=${organization + 1}&status=${CLOSED}`;
            return JSON.parse((await ask(url, { headers: { cookie: this.#cookies.get(id) ?? "" } })).text).length;
        });
        return Math.min(...rows);
    }

    get pid() {
        return this.#process?.pid ?? 0;
    }
    cpuSeconds = () => cpuSeconds(this.pid);

    /** @param {string} email */
    #login(email) {
        return JSON.stringify({ login: email, password: PASSWORD });
    }

    /**
     * Searches.
     * @param {string} path
     * @param {string[]} texts
     * @returns {import("./load.mjs").Plan}
     */
    asking(path, texts) {
        const { readers } = this.cast;
        const vars = texts.map((text, nth) => {
            return { q: encodeURIComponent(text), cookie: this.#cookies.get(readers[nth % readers.length]?.id ?? 0) ?? "" };
        });
        return { steps: [{ path: `${path}?q={{q}}`, headers: { cookie: "{{cookie}}" }, expect: [200], want: "[" }], vars };
    }

    /**
     * @param {import("./operations.mjs").Kind} kind
     * @returns {import("./load.mjs").Plan}
     */
    plan(kind) {
        const cookie = { cookie: "{{cookie}}" };
        // As it stands between the quotes of JSON.
        const text = JSON.stringify(this.cast.text).slice(1, -1);
        const who = (/** @type {import("./data.mjs").Person} */ { id, organization }) => {
            return { cookie: this.#cookies.get(id) ?? "", organization: String(organization + 1) };
        };
        switch (kind) {
            case "list": {
                const path = `/api/cases?org={{organization}}&status=${CLOSED}`;
                return { steps: [{ path, headers: cookie, expect: [200], want: '"requester":' }], vars: this.cast.readers.map(who) };
            }
            case "open": {
                const step = { path: "/api/cases/{{id}}", headers: cookie, expect: [200], want: '"replies":' };
                const vars = this.cast.opened.map(({ person, id }) => ({ ...who(person), id: String(id) }));
                return { steps: [step], vars };
            }
            case "create": {
                const body = `{"org":{{organization}},"subject":"${this.cast.title} {{n}}","body":"${text}"}`;
                const step = { method: "POST", path: "/api/cases", headers: { ...cookie, ...JSON_BODY }, body, expect: [201] };
                return { steps: [step], vars: this.cast.writers.map(who), most: WRITES };
            }
            case "reply": {
                const path = "/api/cases/{{id}}/replies";
                const body = `{"body":"${text} {{n}}"}`;
                const step = { method: "POST", path, headers: { ...cookie, ...JSON_BODY }, body, expect: [201] };
                const vars = this.cast.answered.map(({ person, id }) => ({ ...who(person), id: String(id) }));
                return { steps: [step], vars, most: WRITES };
            }
            case "signIn": {
                const step = { method: "POST", path: "/api/login", headers: JSON_BODY, body: this.#login("{{email}}"), expect: [200] };
                return { steps: [step], vars: this.cast.readers.map(({ email }) => ({ email })) };
            }
        }
    }

    async stop() {
        const child = this.#process;
        this.#process = undefined;
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        const gone = new Promise((done) => child.once("exit", done));
        child.kill();
        await gone;
    }
}

/** A port that is free now. @returns {Promise<number>} */
function freePort() {
    return new Promise((found, failed) => {
        const server = createServer();
        server.once("error", failed);
        server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            server.close(() => found(typeof address === "object" && address ? address.port : 0));
        });
    });
}
