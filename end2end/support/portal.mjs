// A portal of a test's own: the real binary on a port that the system picks, with its own copy of the demo world.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");
const binary = resolve(root, process.env.ATIENDE_BIN ?? "target/debug/atiende");
const START_MS = 30_000;
const STOP_MS = 10_000;

/** The address of the PostgreSQL server to use; SQLite when it is not set. */
export const postgresUrl = process.env.ATIENDE_TEST_POSTGRES_URL;

/**
 * The portal's settings and nothing else of its kind from the outside.
 * @param {Record<string, string>} settings
 */
function environment(settings) {
    const outside = Object.entries(process.env).filter(([name]) => !name.startsWith("ATIENDE_"));
    const site = resolve(root, process.env.ATIENDE_SITE_DIR ?? "target/site");
    return { ...Object.fromEntries(outside), ATIENDE_SITE_DIR: site, ...settings };
}

/**
 * Runs a statement on the PostgreSQL server; answers what it gives, without decoration.
 * @param {string} statement
 * @param {string} [database] another than the server's own
 */
export async function psql(statement, database) {
    const url = database === undefined ? /** @type {string} */ (postgresUrl) : databaseUrl(database);
    const how = ["--quiet", "--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"];
    const { stdout } = await run("psql", [url, ...how, `--command=${statement}`]);
    return stdout.trim();
}

/** @param {string} name */
function databaseUrl(name) {
    const url = new URL(/** @type {string} */ (postgresUrl));
    url.pathname = `/${name}`;
    return url.href;
}

/**
 * The demo world, seeded once for a whole run; every portal starts from a copy.
 * @typedef {{ folder: string, database?: string }} World
 */

/**
 * @param {string} size tour, demo or load
 * @param {boolean} onPostgres
 * @returns {Promise<World>}
 */
export async function seedWorld(size = "tour", onPostgres = postgresUrl !== undefined) {
    const folder = await mkdtemp(join(tmpdir(), "atiende-world-"));
    /** @type {World} */
    const world = { folder };
    if (onPostgres) {
        world.database = `world_${randomBytes(6).toString("hex")}`;
        await psql(`create database ${world.database}`);
    }
    await command(world, "demo", "seed", "--size", size);
    return world;
}

/**
 * Runs one of the program's commands on a world; answers what it printed.
 * @param {World} world
 * @param {string[]} args
 */
export async function command(world, ...args) {
    /** @type {Record<string, string>} */
    const settings = { ATIENDE_DATA_DIR: world.folder };
    if (world.database) settings.ATIENDE_DATABASE_URL = databaseUrl(world.database);
    const { stdout } = await run(binary, args, { cwd: world.folder, env: environment(settings), maxBuffer: 64 << 20 });
    return stdout;
}

/** @param {World} world */
export async function removeWorld(world) {
    await rm(world.folder, { recursive: true, force: true });
    if (world.database) await psql(`drop database if exists ${world.database} with (force)`);
}

export class Portal {
    /** @type {import("node:child_process").ChildProcess | undefined} */
    #process;
    #log = "";
    #read = 0;
    /** @type {Portal[]} */
    #others = [];
    /** The address to visit, without a slash at its end. */
    url = "";

    /**
     * @param {string} dataDir
     * @param {string | undefined} database the database's name on the PostgreSQL server
     */
    constructor(dataDir, database) {
        this.dataDir = dataDir;
        this.database = database;
    }

    /**
     * Starts a portal on its own copy of the world.
     * @param {World} world
     */
    static async start(world) {
        const dataDir = await mkdtemp(join(tmpdir(), "atiende-portal-"));
        await cp(world.folder, dataDir, { recursive: true });
        const database = world.database && `portal_${randomBytes(6).toString("hex")}`;
        if (database) await psql(`create database ${database} template ${world.database}`);
        const portal = new Portal(dataDir, database);
        try {
            await portal.serve();
        } catch (error) {
            await portal.stop();
            throw error;
        }
        return portal;
    }

    /** The server's process. */
    get pid() {
        const pid = this.#process?.pid;
        if (pid === undefined) throw new Error("the portal is not running");
        return pid;
    }

    /** What `DATABASE_URL` is for this portal; `undefined` on SQLite. */
    get databaseUrl() {
        return this.database && databaseUrl(this.database);
    }

    /**
     * Starts the server's process and waits for its address. To be called again after `halt` or `kill`.
     * @param {Record<string, string>} settings further ATIENDE_… settings
     */
    async serve(settings = {}) {
        /** @type {Record<string, string>} */
        const own = { ATIENDE_DATA_DIR: this.dataDir, ATIENDE_LISTEN: "127.0.0.1:0" };
        if (this.databaseUrl) own.ATIENDE_DATABASE_URL = this.databaseUrl;
        const child = spawn(binary, ["serve"], {
            cwd: this.dataDir,
            env: environment({ ...own, ...settings }),
            stdio: ["ignore", "pipe", "pipe"],
        });
        this.#process = child;
        let answers = "";
        this.url = await new Promise((found, failed) => {
            const refuse = (/** @type {string} */ reason) => failed(new Error(`the portal ${reason}\n${this.#log}`));
            const timer = setTimeout(() => refuse(`printed no address in ${START_MS} ms`), START_MS);
            child.stdout.on("data", (chunk) => {
                this.#log += chunk;
                answers += chunk;
                const address = /listening on (http:\/\/\S+)/.exec(answers)?.[1];
                if (address) {
                    clearTimeout(timer);
                    found(address.replace(/\/$/, ""));
                }
            });
            child.stderr.on("data", (chunk) => (this.#log += chunk));
            child.once("error", (error) => refuse(`did not start: ${error.message}`));
            child.once("exit", (code, signal) => {
                clearTimeout(timer);
                refuse(`ended with ${code ?? signal}`);
            });
        });
    }

    /** A second instance on the same database and the same data folder; stopped together with this one. */
    async another() {
        const other = new Portal(this.dataDir, this.database);
        await other.serve();
        this.#others.push(other);
        return other;
    }

    /**
     * What the server has printed since the last call.
     * @returns {string}
     */
    news() {
        const news = this.#log.slice(this.#read);
        this.#read = this.#log.length;
        return news + this.#others.map((other) => other.news()).join("");
    }

    /**
     * Ends the process as an operator would and expects it to be gone in time.
     * @param {NodeJS.Signals} signal
     */
    async halt(signal = "SIGTERM") {
        const child = this.#process;
        this.#process = undefined;
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        const gone = new Promise((done) => child.once("exit", done));
        child.kill(signal);
        const late = setTimeout(() => {
            this.#log += `\npanicked: the portal was still there ${STOP_MS} ms after ${signal}\n`;
            child.kill("SIGKILL");
        }, STOP_MS);
        await gone;
        clearTimeout(late);
    }

    /** Ends the process without a warning, like a loss of power. */
    kill() {
        return this.halt("SIGKILL");
    }

    /** Ends everything and leaves nothing behind. */
    async stop() {
        await Promise.all(this.#others.map((other) => other.halt()));
        await this.halt();
        await rm(this.dataDir, { recursive: true, force: true });
        if (this.database) await psql(`drop database if exists ${this.database} with (force)`);
    }
}
