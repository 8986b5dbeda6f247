// Medians, ratios and the tables that people read.
import { CLIENTS, GOALS, OPERATIONS } from "./operations.mjs";

/**
 * One run; `appends_per_s` is what the disk did just before.
 * @typedef {import("./load.mjs").Outcome & { operation: string, round: number, appends_per_s: number }} Run
 * @typedef {{ resident_mb: number, own_mb: number, disk_bytes: number }} Held
 * What was measured of a portal beside the operations; each list has a figure for each round.
 * @typedef {Held & { server: string, import_s: number, start_s: number[], sign_in_peak_mb: number[], sign_in_after_mb: number[] }} Extra
 * @typedef {{ runs: Run[], floor: Held, products: Extra[] }} Measured
 */

/** @param {number[]} figures */
export function median(figures) {
    const sorted = [...figures].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const [low = NaN, high = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
    return (low + high) / 2;
}

/** @param {number} figure @param {number} [digits] */
const shown = (figure, digits = 2) => (Number.isNaN(figure) ? "–" : figure.toFixed(digits));

/** A ratio beside its goal; what misses it is marked. @param {number} ratio @param {number | undefined} most */
function times(ratio, most) {
    return Number.isNaN(ratio) ? "–" : `${shown(ratio)} F${most !== undefined && ratio > most ? " ✗" : ""}`;
}

/** @param {string[][]} rows the first is the head */
export function table(rows) {
    const [head = [], ...rest] = rows;
    const lines = [head, head.map(() => "---"), ...rest];
    return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** @param {Measured} measured */
export function report(measured) {
    return `${table(computing(measured))}\n\n${table(others(measured))}\n`;
}

/**
 * A figure's median over the rounds, and that of its ratio to the floor's in the same round: what else the machine did then
 * fell on both.
 * @param {Run[]} runs
 * @param {string} operation
 * @param {string} server
 * @param {(run: Run) => number} figure
 */
function of(runs, operation, server, figure) {
    const own = runs.filter((run) => run.operation === operation && run.server === server);
    const ratios = own.map((run) => {
        const low = runs.find((other) => other.operation === operation && other.server === "floor" && other.round === run.round);
        return figure(run) / (low ? figure(low) : NaN);
    });
    return { figure: median(own.map(figure)), ratio: median(ratios) };
}

/** Computing time of each operation. @param {Measured} measured */
function computing({ runs, products }) {
    const head = ["computing time of one", "goal", "F ms", ...products.flatMap(({ server }) => [`${server} ms`, "ratio"])];
    /** @param {string} name @param {string} title @param {number | undefined} goal @param {(run: Run) => number} figure */
    const line = (name, title, goal, figure) => {
        const cells = products.flatMap(({ server }) => {
            const high = of(runs, name, server, figure);
            return [shown(high.figure, 3), times(high.ratio, server === GOALS.on ? goal : undefined)];
        });
        return [title, goal === undefined ? "" : `≤ ${goal} F`, shown(of(runs, name, "floor", figure).figure, 3), ...cells];
    };
    const writes = OPERATIONS.filter((one) => one.writes);
    return [
        head,
        ...OPERATIONS.map(({ name, goal }) => line(name, name, goal, (run) => run.cpu_ms)),
        ...writes.map(({ name }) => line(name, `${name}; and its mail sent`, undefined, (run) => run.cpu_settled_ms)),
    ];
}

/** Answer times, durable rates, memory, start, disk. @param {Measured} measured */
function others({ runs, floor, products }) {
    const servers = ["floor", ...products.map(({ server }) => server)];
    const late = OPERATIONS.filter(({ floor }) => floor === "list").map(({ name, clients }) => {
        const low = of(runs, name, "floor", (run) => run.p99_ms).figure;
        const cells = products.map(({ server }) => {
            const high = of(runs, name, server, (run) => run.p99_ms);
            return `${shown(high.figure, 1)} ms, ${times(high.ratio, server === GOALS.on ? GOALS.p99 : undefined)}`;
        });
        return [`${name}: p99 at ${clients} clients`, `≤ ${GOALS.p99} F`, `${shown(low, 1)} ms`, ...cells];
    });
    const durable = OPERATIONS.filter(({ writes, clients }) => writes && clients > CLIENTS).map(({ name }) => {
        const cells = servers.map((server) => {
            const ratio = of(runs, name, server, (run) => run.per_s / run.appends_per_s).figure;
            const per_s = `${shown(of(runs, name, server, (run) => run.per_s).figure, 0)}/s`;
            return `${per_s}, ${shown(ratio, 1)} ×${server === GOALS.on && ratio < GOALS.durable ? " ✗" : ""}`;
        });
        return [`${name}: of the disk's durable appends`, `≥ ${GOALS.durable} ×`, ...cells];
    });
    const appends = servers.map((server) => median(runs.filter((run) => run.server === server).map((run) => run.appends_per_s)));
    /** @param {string} title @param {number} most @param {string} unit @param {(one: Extra) => number} figure @param {string} low */
    const line = (title, most, unit, figure, low = "") => {
        const cells = products.map((one) => {
            const missed = one.server === GOALS.on && figure(one) > most;
            return `${shown(figure(one))} ${unit}${missed ? " ✗" : ""}`;
        });
        return [title, `≤ ${most} ${unit}`, low, ...cells];
    };
    return [
        ["what else", "goal", "F", ...products.map(({ server }) => server)],
        ...late,
        ...durable,
        ["4 KiB appended and fdatasync, one after the other", "", ...appends.map((rate) => `${shown(rate, 0)}/s`)],
        line("64 sign in at once: memory grows meanwhile by", GOALS.sign_in_mb, "MB", (one) => median(one.sign_in_peak_mb)),
        line("… and stays grown by", GOALS.sign_in_mb, "MB", (one) => median(one.sign_in_after_mb)),
        line("memory after the run", GOALS.resident_mb, "MB", (one) => one.resident_mb, `${shown(floor.resident_mb, 0)} MB`),
        line("start to signed-in list", GOALS.start_s, "s", (one) => median(one.start_s)),
        line("import of all cases (0: taken from the last run)", GOALS.import_s, "s", (one) => one.import_s),
        line("disk", GOALS.disk, "F", (one) => one.disk_bytes / floor.disk_bytes, `${shown(floor.disk_bytes / 1e6, 1)} MB`),
    ];
}
