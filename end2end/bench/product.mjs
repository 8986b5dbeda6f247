// The portal as it ships, with the demo world's vendor and the bench's cases, on SQLite or PostgreSQL.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PASSWORD as DEMO_PASSWORD } from "../support/people.mjs";
import { Portal, command, psql, removeWorld, seedWorld } from "../support/portal.mjs";
import { ask, cookieOf, each, expected, form, stands } from "./ask.mjs";
import { bytesOf } from "./disk.mjs";
import { cpuSeconds, endTogether, familyCpuSeconds } from "./proc.mjs";

/** Of the bench's people; long enough for the portal's own rules. */
const PASSWORD = "siete-nubes-verdes-y-un-faro";
const ENGINEER = "nora@brujula.example";
const ORIGIN = "bench";
const FORM = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", accept: "application/json" };
const AT_ONCE = 8;
/** Who asks, and for what: a page, or data for a page that is there already. */
const WHO = { cookie: "{{cookie}}", "x-forwarded-for": "{{address}}" };
const PAGE = { ...WHO, accept: "text/html" };
export const DATA = { ...WHO, accept: "application/json" };
/** As many answers as fill a run and send mail that is gone soon afterwards. */
const REPLIES = 2_000;
const OPEN_STATUSES = ["new", "assigned", "in_progress", "waiting"];
/** Each client has an address of its own, as people have; that takes a trusted proxy. */
const SETTINGS = { ATIENDE_TRUSTED_PROXIES: "127.0.0.1" };

/**
 * @typedef {import("./data.mjs").Person} Person
 * @typedef {{ cookie: string, address: string }} Session
 */

export class Product {
    /** @type {Map<number, Session>} */
    #sessions = new Map();
    #engineer = "";
    /** The PostgreSQL server that it uses, whose backends compute for it. */
    #postmaster = 0;
    disk_bytes = 0;
    /** How long the import took; 0 where what was kept is used. */
    import_s = 0;
    /** A folder on the disk that its database is on. */
    diskFolder = "";
    /** Cases of the first pages of the readers' lists. @type {import("./cast.mjs").Case[]} */
    opened = [];
    /** Open cases of the writers' own. @type {import("./cast.mjs").Case[]} */
    answered = [];

    /**
     * @param {string} name
     * @param {import("../support/portal.mjs").World} world
     * @param {import("./cast.mjs").Cast} cast
     */
    constructor(name, world, cast) {
        this.name = name;
        this.world = world;
        this.cast = cast;
        this.portal = new Portal(world.folder, world.database);
    }

    /**
     * The demo world and the records of a folder, or the same as it was kept.
     * @param {{ name: string, onPostgres: boolean, records: string, cast: import("./cast.mjs").Cast, now: number,
     *   kept?: import("./kept.mjs").Kept }} wanted
     */
    static async load({ name, onPostgres, records, cast, now, kept }) {
        const world = kept?.isThere ? { folder: await mkdtemp(join(tmpdir(), "kept-")) } : await seedWorld("tour", onPostgres);
        const product = new Product(name, world, cast);
        try {
            if (kept?.isThere) {
                await kept.copy(world.folder);
            } else {
                const begin = performance.now();
                await command(world, "import", records, "--origin", ORIGIN);
                product.import_s = (performance.now() - begin) / 1000;
                await kept?.put(world.folder, now);
            }
            await product.#measureDisk();
        } catch (error) {
            await product.stop();
            throw error;
        }
        return product;
    }

    async #measureDisk() {
        const { database, folder } = this.world;
        if (database === undefined) {
            this.diskFolder = folder;
            this.disk_bytes = bytesOf(folder, "atiende.db");
            return;
        }
        await psql("vacuum (analyze)", database);
        await psql("checkpoint");
        this.disk_bytes = Number(await psql(`select pg_database_size('${database}')`));
        this.diskFolder = dirname(await psql("show data_directory"));
        this.#postmaster = Number((await psql("select pg_read_file('postmaster.pid')")).split("\n")[0]);
    }

    get url() {
        return this.portal.url;
    }
    get pid() {
        return this.portal.pid;
    }
    cpuSeconds = () => cpuSeconds(this.pid) + (this.#postmaster ? familyCpuSeconds(this.#postmaster) : 0);

    async serve() {
        await this.portal.serve(SETTINGS);
        endTogether(this.pid);
    }

    /** Brings everybody in by the front door and finds the cases that they will look at. */
    async gather() {
        const links = await each(this.cast.writers, 2, ({ email }) => command(this.world, "admin", "reset-link", email));
        await this.serve();
        await each(this.cast.writers, AT_ONCE, async (person, nth) => {
            const token = (links[nth] ?? "").trim().split("/").at(-1) ?? "";
            const address = `10.0.${nth >> 8}.${nth & 255}`;
            const fields = { "form[token]": token, "form[password]": PASSWORD, "form[again]": PASSWORD };
            const answer = await this.#post("access/set-password", fields, { "x-forwarded-for": address });
            this.#sessions.set(person.id, { cookie: cookieOf(answer), address });
        });
        const fields = { "form[email]": ENGINEER, "form[password]": DEMO_PASSWORD, "form[next]": "" };
        this.#engineer = cookieOf(await this.#post("access/sign-in", fields, {}));
        await this.#findCases();
        await stands(this.cpuSeconds);
    }

    /** Numbers are the portal's own: each side calls the same case by its own name. */
    async #findCases() {
        const { cast } = this;
        const opened = await each(cast.readers, AT_ONCE, async (person) => {
            const { rows } = await this.#get(person, `cases/list?query=`);
            return rows.map((/** @type {any} */ row) => this.#known(person, row));
        });
        const query = encodeURIComponent(`scope=mine&${OPEN_STATUSES.map((status) => `status=${status}`).join("&")}`);
        const answered = await each(cast.writers, AT_ONCE, async (person) => {
            const { rows } = await this.#get(person, `cases/list?query=${query}`);
            return rows.map((/** @type {any} */ row) => this.#known(person, row));
        });
        this.opened = opened.flat();
        this.answered = await each(answered.flat(), AT_ONCE, async (one) => {
            const content = await this.#get(one.person, `cases/open?number=${one.number}`);
            return { ...one, seen: content.case.last_seq };
        });
    }

    /** @param {Person} person @param {{ number: string, opened_at: number }} row @returns {import("./cast.mjs").Case} */
    #known(person, row) {
        return { person, number: row.number, id: this.cast.ids.get(row.opened_at) ?? 0, seen: 0 };
    }

    /** Rows of the shortest first page. */
    async listRows() {
        const lists = await each(this.cast.readers, AT_ONCE, (person) => this.#get(person, "cases/list?query="));
        return Math.min(...lists.map(({ rows }) => rows.length));
    }

    get #firstReader() {
        const [reader] = this.cast.readers;
        if (!reader) throw new Error("nobody reads");
        return reader;
    }

    /** The session of the first reader, as browsers keep it. */
    firstSession() {
        const [name = "", value = ""] = this.session(this.#firstReader).cookie.split("=");
        return { name, value };
    }

    /** The list as its first reader gets it, whole. */
    async listPage() {
        const headers = { ...this.#headers(this.#firstReader), accept: "text/html" };
        return expected(await ask(`${this.url}/cases`, { headers }), "the list").text;
    }

    /** @param {Person} person @returns {Record<string, string>} */
    #headers(person) {
        const { cookie, address } = this.session(person);
        return { cookie, "x-forwarded-for": address };
    }

    /** @param {Person} person */
    session(person) {
        const session = this.#sessions.get(person.id);
        if (!session) throw new Error(`${person.email} did not sign in`);
        return session;
    }

    /** What a server function answers that reads. @param {Person} person @param {string} path @returns {Promise<any>} */
    async #get(person, path) {
        const headers = { ...this.#headers(person), accept: "application/json" };
        return JSON.parse(expected(await ask(`${this.url}/api/${path}`, { headers }), path).text);
    }

    /** @param {string} path @param {Record<string, string>} fields @param {Record<string, string>} headers */
    async #post(path, fields, headers) {
        const answer = await ask(`${this.url}/api/${path}`, { method: "POST", headers: { ...FORM, ...headers }, body: form(fields) });
        return expected(answer, path, [200, 302, 303]);
    }

    /** The steps of the wizard, each with its fields; the last leaves a draft that has no problems. */
    async #steps() {
        const { products } = await this.#get(this.#firstReader, "cases/new");
        const product = products.find((/** @type {any} */ one) => one.code === "pulso");
        const { title, text } = this.cast;
        /** @type {Record<string, Record<string, string>>} */
        const steps = {
            product: { "form[product]": product.id },
            problem: { "form[title]": title, "form[description]": text, "form[reproducible]": "yes", "form[steps]": "Open the report" },
            environment: { "form[environment]": "Firefox", "form[changed]": "no", "form[identifiers][property]": "PU-4821-7" },
            priority: { "form[priority]": "P3" },
            contact: { "form[phone]": "", "form[watchers]": "" },
        };
        return Object.entries(steps).map(([step, fields]) => ({ ...fields, step, go: "stay" }));
    }

    /** A draft of each writer, ready to be sent. */
    async #drafts() {
        const steps = await this.#steps();
        const drafts = await each(this.cast.writers, AT_ONCE, async (person) => {
            let saved = "";
            for (const fields of steps) saved = (await this.#post("cases/save-draft", fields, this.#headers(person))).text;
            return { ...this.session(person), draft: JSON.parse(saved).id };
        });
        await stands(this.cpuSeconds);
        return drafts;
    }

    /**
     * @param {import("./operations.mjs").ProductKind} kind
     * @returns {Promise<import("./load.mjs").Plan>}
     */
    async plan(kind) {
        const readers = this.cast.readers.map((person) => this.session(person));
        const opened = this.opened.map(({ person, number }) => ({ ...this.session(person), number }));
        const desk = [{ cookie: this.#engineer, address: "10.1.0.1" }];
        const write = { ...WHO, ...FORM };
        const create = { method: "POST", path: "/api/cases/create", headers: write, body: "draft={{draft}}", ...answers('{"Done":') };
        switch (kind) {
            case "listPage":
                return { steps: [{ path: "/cases", headers: PAGE, ...answers("</html>") }], vars: readers };
            case "list":
                return { steps: [{ path: "/api/cases/list?query=", headers: DATA, ...answers('"rows":') }], vars: readers };
            case "openPage":
                return { steps: [{ path: "/cases/{{number}}", headers: PAGE, ...answers("</html>") }], vars: opened };
            case "open":
                return { steps: [{ path: "/api/cases/open?number={{number}}", headers: DATA, ...answers('"events":') }], vars: opened };
            case "queuePage":
                return { steps: [{ path: "/desk", headers: PAGE, ...answers("</html>") }], vars: desk };
            case "queue":
                return { steps: [{ path: "/api/desk/queue?query=", headers: DATA, ...answers('"rows":') }], vars: desk };
            case "create": {
                const drafts = await this.#drafts();
                return { steps: [create], vars: drafts, most: drafts.length };
            }
            case "wizard": {
                const id = [{ var: "draft", before: '"id":"', after: '"' }];
                const saves = (await this.#steps()).map((fields) => {
                    const body = form(fields);
                    return { method: "POST", path: "/api/cases/save-draft", headers: write, body, ...answers('"id":'), extract: id };
                });
                const vars = this.cast.writers.map((person) => ({ ...this.session(person) }));
                return { steps: [...saves, create], vars, most: vars.length };
            }
            case "reply": {
                const fields = form({ "form[body]": this.cast.text, "form[intent]": "comment" });
                const body = `form[case]={{number}}&form[seen]={{seen}}&form[key]=bench-{{n}}&${fields}`;
                const step = { method: "POST", path: "/api/cases/comment", headers: write, body, ...answers('"Done"') };
                const vars = this.answered.map(({ person, number, seen }) => {
                    return { ...this.session(person), number, seen: String(seen) };
                });
                return { steps: [step], vars, most: REPLIES };
            }
            case "signIn": {
                const body = `form[email]={{url:email}}&form[password]=${PASSWORD}&form[next]=`;
                const headers = { ...FORM, "x-forwarded-for": "{{address}}" };
                const vars = this.cast.readers.map((person) => ({ email: person.email, address: this.session(person).address }));
                return { steps: [{ method: "POST", path: "/api/access/sign-in", headers, body, expect: [200, 302, 303] }], vars };
            }
        }
    }

    halt() {
        return this.portal.halt();
    }

    async stop() {
        await this.portal.stop();
        await removeWorld(this.world);
    }
}

/** A good answer, and what is in it. @param {string} want */
const answers = (want) => ({ expect: [200], want });
