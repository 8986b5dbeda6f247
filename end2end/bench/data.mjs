// The cases that both portals are loaded with: the same organizations, people, cases and replies, written as the records of an
// old desk (src/features/import/FORMAT.md) and as the floor reads them. The same sizes and the same instant
// give the same files.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { chance } from "./chance.mjs";
import { FIRMS, NAMES, PASTED, SENTENCES, SUBJECTS } from "./texts.mjs";

/**
 * How much there is.
 * @typedef {{ cases: number, organizations: number, peopleEach: number, repliesEach: number, largestShare: number,
 *   largestPeople: number }} Sizes
 * A person: `id` is the floor's. The first of an organization come first.
 * @typedef {{ id: number, email: string, name: string, organization: number }} Person
 * What the bench has to know of what was written; `ids` leads from the instant at which a case was opened, in milliseconds, to
 * its number on the floor: of 50,000, no two were opened at the same.
 * @typedef {{ people: Person[], engineers: Person[], ids: Map<number, number>, replies: number }} Written
 */

/** The sizes. @type {Sizes} */
export const SIZES = { cases: 50_000, organizations: 500, peopleEach: 4, repliesEach: 3, largestShare: 0.02, largestPeople: 4 };

export const PRODUCTS = ["pulso", "diana", "mosaico", "faro"];
const SEED = 1;
const ENGINEERS = 20;
const YEARS_MS = 3 * 365 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Bytes that are gathered before they are written. */
const GATHERED = 1 << 20;

/** The portal's status, the floor's, and how often it is. @type {(readonly [readonly [string, string], number])[]} */
const STATUSES = [
    [["closed", "closed"], 0.86],
    [["in_progress", "open"], 0.05],
    [["waiting", "waiting"], 0.03],
    [["assigned", "open"], 0.02],
    [["new", "new"], 0.02],
    [["proposed", "solved"], 0.02],
];
/** @type {(readonly [string, number])[]} */
const PRIORITIES = [
    ["P3", 0.6],
    ["P2", 0.2],
    ["P4", 0.15],
    ["P1", 0.05],
];

/** A file of JSON Lines, written in large pieces. */
class Lines {
    #file;
    /** @type {string[]} */
    #lines = [];
    #gathered = 0;
    /** @param {string} path */
    constructor(path) {
        this.#file = openSync(path, "w");
    }
    /** @param {unknown} row */
    add(row) {
        const line = JSON.stringify(row);
        this.#lines.push(line);
        this.#gathered += line.length;
        if (this.#gathered > GATHERED) this.#write();
    }
    #write() {
        if (this.#lines.length > 0) writeSync(this.#file, `${this.#lines.join("\n")}\n`);
        this.#lines = [];
        this.#gathered = 0;
    }
    close() {
        this.#write();
        closeSync(this.#file);
    }
}

/**
 * Writes both folders.
 * @param {Sizes} sizes
 * @param {string} importFolder
 * @param {string | undefined} floorFolder left out where there is no floor to compare with
 * @param {number} now the newest case is an hour older
 * @returns {Written}
 */
export function write(sizes, importFolder, floorFolder, now) {
    const dice = chance(SEED);
    mkdirSync(importFolder, { recursive: true });
    const { people, engineers, of } = writePeople(sizes, importFolder, floorFolder, dice);
    const cases = new Lines(join(importFolder, "cases.jsonl"));
    const events = new Lines(join(importFolder, "events.jsonl"));
    const floor = floorFolder === undefined ? undefined : new Lines(join(floorFolder, "cases.jsonl"));
    const begin = now - HOUR_MS - YEARS_MS;
    const step = YEARS_MS / sizes.cases;
    /** @type {Written["ids"]} */
    const ids = new Map();
    let replies = 0;
    for (let id = 1; id <= sizes.cases; id += 1) {
        // Whole seconds, as the floor keeps them.
        const openedAt = Math.floor((begin + (id - 1) * step) / 1000) * 1000;
        if (floor) ids.set(openedAt, id);
        const organization = dice.draw() < sizes.largestShare ? 0 : dice.below(sizes.organizations);
        const requester = dice.one(/** @type {Person[]} */ (of[organization]));
        const agent = dice.one(engineers);
        const [status, floorStatus] = dice.shared(STATUSES);
        const priority = dice.shared(PRIORITIES);
        const language = dice.draw() < 0.6 ? "es" : "en";
        const subject = dice.one(SUBJECTS[language]);
        const description = text(dice, language, 3);
        const thread = [];
        const spread = Math.min(14 * 24 * HOUR_MS, now - HOUR_MS / 2 - openedAt);
        const count = dice.below(2 * sizes.repliesEach + 1);
        const instants = Array.from({ length: count }, () => openedAt + 1000 * Math.floor((dice.draw() * spread) / 1000));
        for (const [nth, at] of instants.sort((a, b) => a - b).entries()) {
            thread.push({ author: nth % 2 === 0 ? agent : requester, at, body: text(dice, language, 2) });
        }
        replies += thread.length;
        const changedAt = thread.at(-1)?.at ?? openedAt;
        const taken = status !== "new";
        cases.add({
            number: `B-${id}`,
            organization: `o${organization}`,
            product: PRODUCTS[id % PRODUCTS.length],
            requester: key(requester),
            title: subject,
            opened_at: rfc3339(openedAt),
            status,
            priority,
            description,
            ...(taken ? { assignee: key(agent) } : {}),
            ...(status === "closed" ? { closed_at: rfc3339(changedAt) } : {}),
        });
        for (const { author, at, body } of thread) {
            events.add({ case: `B-${id}`, at: rfc3339(at), kind: "comment", author: key(author), body });
        }
        floor?.add({
            id,
            org: organization + 1,
            user: requester.id,
            agent: taken ? agent.id : null,
            status: floorStatus,
            prio: Number(priority.slice(1)),
            subject,
            body: description,
            created: openedAt / 1000,
            updated: changedAt / 1000,
            replies: thread.map(({ author, at, body }) => ({ user: author.id, at: at / 1000, body })),
        });
    }
    for (const file of [cases, events, floor]) file?.close();
    return { people, engineers, ids, replies };
}

/**
 * @param {Sizes} sizes
 * @param {string} importFolder
 * @param {string | undefined} floorFolder
 * @param {import("./chance.mjs").Chance} dice
 */
function writePeople(sizes, importFolder, floorFolder, dice) {
    const organizationRows = new Lines(join(importFolder, "organizations.jsonl"));
    const personRows = new Lines(join(importFolder, "people.jsonl"));
    const firms = [];
    /** @type {Person[]} */
    const people = [];
    /** @type {Person[][]} */
    const of = [];
    for (let organization = 0; organization < sizes.organizations; organization += 1) {
        const language = organization % 5 < 3 ? "es" : "en";
        const name = `${FIRMS.map((words) => dice.one(words)).join(" ")} ${organization + 1}`;
        firms.push({ id: organization + 1, name });
        organizationRows.add({
            key: `o${organization}`,
            name,
            language,
            zone: language === "es" ? "Europe/Madrid" : "Europe/London",
            region: language === "es" ? "ES" : "GB",
            plan: "empresa",
            visibility: "everyone",
            products: PRODUCTS,
            state: "LAUNCHED",
        });
        const own = [];
        const count = organization === 0 ? sizes.largestPeople : sizes.peopleEach;
        for (let nth = 0; nth < count; nth += 1) {
            const person = somebody(people.length + 1, organization, `p${nth}@o${organization}.bench.example`, language, dice);
            own.push(person);
            people.push(person);
            const role = nth % 2 === 0 ? "SupportAdministrator" : "SystemAdministrator";
            personRows.add({ key: key(person), email: person.email, name: person.name, organization: `o${organization}`, role, language });
        }
        of.push(own);
    }
    const engineers = Array.from({ length: ENGINEERS }, (_, nth) => {
        const engineer = somebody(people.length + 1 + nth, -1, `e${nth}@desk.bench.example`, "en", dice);
        personRows.add({ key: key(engineer), email: engineer.email, name: engineer.name, role: "Engineer", language: "en" });
        return engineer;
    });
    organizationRows.close();
    personRows.close();
    if (floorFolder !== undefined) {
        mkdirSync(floorFolder, { recursive: true });
        const users = [...people, ...engineers].map(({ id, email, name, organization }) => {
            return { id, login: email, name, email, org: organization + 1, staff: organization < 0 };
        });
        writeFileSync(join(floorFolder, "orgs.json"), JSON.stringify(firms));
        writeFileSync(join(floorFolder, "users.json"), JSON.stringify(users));
        writeFileSync(join(floorFolder, "articles.jsonl"), "");
    }
    return { people, engineers, of };
}

/**
 * @param {number} id
 * @param {number} organization
 * @param {string} email
 * @param {import("./texts.mjs").Language} language
 * @param {import("./chance.mjs").Chance} dice
 * @returns {Person}
 */
function somebody(id, organization, email, language, dice) {
    const { given, family } = NAMES[language];
    return { id, organization, email, name: `${dice.one(given)} ${dice.one(family)}` };
}

/** @param {Person} person */
const key = (person) => `u${person.id}`;

/** @param {number} ms */
const rfc3339 = (ms) => new Date(ms).toISOString().replace(".000Z", "Z");

/**
 * A text of some hundred characters; one in eight has something pasted below it.
 * @param {import("./chance.mjs").Chance} dice
 * @param {import("./texts.mjs").Language} language
 * @param {number} least sentences
 */
export function text(dice, language, least) {
    const sentences = Array.from({ length: least + dice.below(4) }, () => dice.one(SENTENCES[language]));
    const middle = Math.ceil(sentences.length / 2);
    const paragraphs = [sentences.slice(0, middle).join(" "), sentences.slice(middle).join(" ")].filter((one) => one !== "");
    if (dice.below(8) === 0) paragraphs.push(dice.one(PASTED));
    return paragraphs.join("\n\n");
}
