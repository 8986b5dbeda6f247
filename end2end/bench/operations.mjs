// What is compared with the floor, and the goals.

/**
 * What the floor can do.
 * @typedef {"list" | "open" | "create" | "reply" | "signIn"} Kind
 * What the portal can do.
 * @typedef {Kind | "listPage" | "openPage" | "wizard" | "queuePage" | "queue"} ProductKind
 * `goal`: computing time of one, at most so many times the floor's. `writes`: it leaves mail to be sent.
 * @typedef {{ name: string, kind: ProductKind, floor: Kind, goal?: number, clients: number, writes?: boolean }} Operation
 */

/** Clients that ask at once; each waits for its answer. */
export const CLIENTS = 16;
const MANY = 64;

/** @type {Operation[]} */
export const OPERATIONS = [
    { name: "list, rendered", kind: "listPage", floor: "list", goal: 6, clients: CLIENTS },
    { name: "list, as data", kind: "list", floor: "list", goal: 3.5, clients: CLIENTS },
    { name: "open a case, rendered", kind: "openPage", floor: "open", goal: 6, clients: CLIENTS },
    { name: "open a case, as data", kind: "open", floor: "open", goal: 4, clients: CLIENTS },
    { name: "create from a finished draft", kind: "create", floor: "create", goal: 8, clients: CLIENTS, writes: true },
    { name: "reply", kind: "reply", floor: "reply", goal: 8, clients: CLIENTS, writes: true },
    { name: "the wizard's five steps and create", kind: "wizard", floor: "create", clients: CLIENTS, writes: true },
    { name: "sign in", kind: "signIn", floor: "signIn", goal: 1.15, clients: CLIENTS },
    { name: "create, 64 clients", kind: "create", floor: "create", clients: MANY, writes: true },
    { name: "reply, 64 clients", kind: "reply", floor: "reply", clients: MANY, writes: true },
];

/**
 * What must not grow with the number of cases: list and case of people, create and reply, the desk's queue; and whether it
 * leaves mail to be sent.
 * @type {[string, ProductKind, boolean][]}
 */
export const SCALED = [
    ["list, rendered", "listPage", false],
    ["list, as data", "list", false],
    ["open a case, rendered", "openPage", false],
    ["open a case, as data", "open", false],
    ["create from a finished draft", "create", true],
    ["reply", "reply", true],
    ["desk's queue, rendered", "queuePage", false],
    ["desk's queue, as data", "queue", false],
];

/** What else is asked for, and on which database; the other stands beside it. */
export const GOALS = {
    on: "SQLite",
    p99: 6,
    durable: 5,
    sign_in_mb: 40,
    resident_mb: 200,
    start_s: 0.4,
    disk: 2,
    import_s: 180,
    scale: 1.3,
};
