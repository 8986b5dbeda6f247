// Who takes part: many people of many organizations, the same on every server.
import { text } from "./data.mjs";
import { chance } from "./chance.mjs";

/** People who read. */
const READERS = 64;

/**
 * @typedef {import("./data.mjs").Person} Person
 * A case as both sides call it, and who looks at it or answers it.
 * @typedef {{ person: Person, number: string, id: number, seen: number }} Case
 */

export class Cast {
    /** The cases that are opened and answered, as the portal found them: the floor is asked for the same. @type {Case[]} */
    opened = [];
    /** @type {Case[]} */
    answered = [];
    title = "The export of the campaigns stops halfway";

    /**
     * @param {import("./data.mjs").Written} written
     * @param {{ writersEach: number, readersOfLargest: number }} how people of each organization who write, and of the largest who
     *   read; of the other organizations one reads
     */
    constructor({ people, ids }, { writersEach, readersOfLargest }) {
        this.ids = ids;
        const [largest = [], ...others] = organized(people).map((own, nth) => (nth === 0 ? own : own.slice(0, writersEach)));
        const rest = READERS - readersOfLargest;
        const step = Math.max(1, Math.floor(others.length / rest));
        const firsts = others.filter((_, nth) => nth % step === 0).slice(0, rest).flatMap((own) => own.slice(0, 1));
        /** Among the writers, so that they have a session. */
        this.readers = [...largest.slice(0, readersOfLargest), ...firsts];
        this.writers = [largest, ...others].flat();
        /** What is written: as long as what is there already. */
        this.text = text(chance(7), "en", 4);
    }
}

/** The people of each organization. @param {Person[]} people */
function organized(people) {
    /** @type {Map<number, Person[]>} */
    const of = new Map();
    for (const person of people) of.set(person.organization, [...(of.get(person.organization) ?? []), person]);
    return [...of.values()];
}
