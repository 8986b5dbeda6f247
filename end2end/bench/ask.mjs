// Requests of one's own, outside of what is measured, and waiting.
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * @typedef {{ status: number, headers: import("node:http").IncomingHttpHeaders, text: string }} Answer
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [wanted]
 * @returns {Promise<Answer>}
 */
export function ask(url, { method = "GET", headers = {}, body = "" } = {}) {
    return new Promise((answered, failed) => {
        const asked = request(url, { method, headers: { ...headers, "content-length": String(Buffer.byteLength(body)) }, agent });
        asked.once("error", failed);
        asked.once("response", (answer) => {
            /** @type {Buffer[]} */
            const parts = [];
            answer.on("data", (part) => parts.push(part));
            answer.once("error", failed);
            answer.once("end", () => {
                answered({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() });
            });
        });
        asked.end(body);
    });
}

/** The answer, if it has one of these statuses. @param {Answer} answer @param {string} what @param {number[]} statuses */
export function expected(answer, what, statuses = [200]) {
    if (statuses.includes(answer.status)) return answer;
    throw new Error(`${what} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
}

/** Fields as a form sends them. @param {Record<string, string>} fields */
export const form = (fields) => new URLSearchParams(fields).toString();

/** The first cookie that an answer sets, as it is sent back. @param {Answer} answer */
export function cookieOf(answer) {
    const cookie = answer.headers["set-cookie"]?.[0]?.split(";")[0];
    if (!cookie) throw new Error(`no session came of it: ${answer.status} ${answer.text.slice(0, 500)}`);
    return cookie;
}

/**
 * Does something for each of a list, some at once; the results are in the list's order.
 * @template T, R
 * @param {readonly T[]} list
 * @param {number} atOnce
 * @param {(one: T, nth: number) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
export async function each(list, atOnce, work) {
    /** @type {R[]} */
    const results = new Array(list.length);
    let next = 0;
    const worker = async () => {
        while (next < list.length) {
            const nth = next;
            next += 1;
            results[nth] = await work(/** @type {T} */ (list[nth]), nth);
        }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return results;
}

/**
 * Waits until a figure that only grows has nearly stopped.
 * @param {() => number} figure
 * @param {{ step_s?: number, least?: number, most_s?: number }} [how] it stands when it grows by less than `least` in a step
 */
export async function stands(figure, { step_s = 0.5, least = 0.03, most_s = 120 } = {}) {
    for (let before = figure(), waited = 0; waited < most_s; waited += step_s) {
        await pause(step_s * 1000);
        const now = figure();
        if (now - before < least) return;
        before = now;
    }
}
