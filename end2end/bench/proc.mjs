// What the kernel knows of a process: the time that it computed, and the memory that it holds.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

/** Ticks in a second: USER_HZ, which is 100 on every machine that Linux runs on today. */
const TICKS = 100;
const KB = 1024;
const MB = 1_000_000;

/** The fields of /proc/PID/stat behind the name, from the third on. @param {number} pid */
function stat(pid) {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    return line.slice(line.lastIndexOf(")") + 2).split(" ");
}

/**
 * Seconds that a process has computed, all its threads together, in itself and in the kernel.
 * @param {number} pid
 */
export function cpuSeconds(pid) {
    const fields = stat(pid);
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/**
 * Seconds that a process and its children have computed, those that have ended too: a PostgreSQL server with its backends.
 * @param {number} pid
 */
export function familyCpuSeconds(pid) {
    const own = stat(pid);
    let ticks = Number(own[11]) + Number(own[12]) + Number(own[13]) + Number(own[14]);
    for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
        try {
            const fields = stat(Number(name));
            if (Number(fields[1]) === pid) ticks += Number(fields[11]) + Number(fields[12]);
        } catch {
            // It ended while we looked; its time is in its parent's by now, or in the next look.
        }
    }
    return ticks / TICKS;
}

/** A line of /proc/PID/status, in MB. @param {number} pid @param {string} name */
function status(pid, name) {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return (Number(found?.[1] ?? 0) * KB) / MB;
}

/** Resident memory, and what of it is the process's own: the rest are pages of files, such as the database's. @param {number} pid */
export const memory = (pid) => ({ resident_mb: status(pid, "VmRSS"), own_mb: status(pid, "RssAnon") });

/** The most resident memory since `forgetPeak`, in MB. @param {number} pid */
export const peakMb = (pid) => status(pid, "VmHWM");

/** @param {number} pid */
export const forgetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, "5");

/** Ends a process together with this one, however this one ends. @param {number} pid */
export function endTogether(pid) {
    process.once("exit", () => {
        try {
            process.kill(pid);
        } catch {
            // It has ended.
        }
    });
}

/** What it runs on, for the record. */
export function machine() {
    const processors = readFileSync("/proc/cpuinfo", "utf8").match(/^processor/gm)?.length ?? 0;
    return { kernel: readFileSync("/proc/sys/kernel/osrelease", "utf8").trim(), processors };
}
