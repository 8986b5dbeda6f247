// One run of the load: the plan is written for `httpload` of the limit's folder, and the server's computing time is read
// before and after.
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { stands } from "./ask.mjs";

const run = promisify(execFile);
const SAMPLE_MOST = 600;

/**
 * A request of an operation. In texts, `{{name}}` is filled from the operation's variables, `{{n}}` is a counter.
 * @typedef {{ method?: string, path: string, headers?: Record<string, string>, body?: string, expect: number[], want?: string,
 *   location?: string, extract?: { var: string, before: string, after: string }[] }} Step
 * What a server is asked: `vars` are used in turn; without `most` it lasts as long as it is told.
 * @typedef {{ steps: Step[], vars: Record<string, string>[], most?: number }} Plan
 * What it is asked of.
 * @typedef {{ name: string, url: string, pid: number, cpuSeconds: () => number }} Server
 * What came of it: `cpu_ms` is computed in the run, `cpu_settled_ms` also what is done afterwards (mail that is sent), both for
 * one operation.
 * @typedef {{ server: string, clients: number, done: number, per_s: number, p50_ms: number, p99_ms: number, bytes: number,
 *   cpu_ms: number, cpu_settled_ms: number }} Outcome
 */

/** Runs never repeat a counter: what is sent twice is answered without being done. */
let counter = 0;

/**
 * @param {string} httpload the program
 * @param {Server} server
 * @param {Plan} plan
 * @param {{ clients: number, seconds: number, settle?: boolean }} how
 * @returns {Promise<Outcome>}
 */
export async function drive(httpload, server, plan, { clients, seconds, settle = false }) {
    const file = join(tmpdir(), `plan-${process.pid}.json`);
    const address = new URL(server.url).host;
    const whole = {
        addr: address,
        host: address,
        clients,
        seconds,
        steps: plan.steps,
        vars: plan.vars,
        counter_from: counter,
        ...(plan.most === undefined ? {} : { max_ops: plan.most }),
    };
    await writeFile(file, JSON.stringify(whole));
    const before = server.cpuSeconds();
    const { stdout } = await run(httpload, [file], { maxBuffer: 64 << 20 });
    const after = server.cpuSeconds();
    if (settle) await stands(server.cpuSeconds);
    const settled = server.cpuSeconds();
    await rm(file);
    const seen = JSON.parse(stdout);
    counter += seen.issued;
    if (seen.ok === 0 || Object.keys(seen.errors).length > 0) {
        const sample = String(seen.sample ?? "").slice(0, SAMPLE_MOST);
        throw new Error(`${server.name}: ${seen.ok} of ${seen.issued} went well, ${JSON.stringify(seen.errors)}\n${sample}`);
    }
    return {
        server: server.name,
        clients,
        done: seen.ok,
        per_s: seen.per_s,
        p50_ms: seen.p50_ms,
        p99_ms: seen.p99_ms,
        bytes: seen.bytes_per_op,
        cpu_ms: ((after - before) * 1000) / seen.ok,
        cpu_settled_ms: ((settled - before) * 1000) / seen.ok,
    };
}
