// Who takes part: many people of many organizations, the same on every server.
import { text } from "./data.mjs";
import { chance } from "./chance.mjs";

/** People who read: one of each of so many organizations. */
const READERS = 64;
/** People of an organization who write. */
const WRITERS_EACH = 2;

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

    /** @param {import("./data.mjs").Written} written */
    constructor({ people, ids }) {
        this.ids = ids;
        /** @type {Map<number, Person[]>} */
        const of = new Map();
        for (const person of people) {
            const others = of.get(person.organization) ?? [];
            if (others.length < WRITERS_EACH) of.set(person.organization, [...others, person]);
        }
        const organizations = [...of.values()];
        const step = Math.max(1, Math.floor(organizations.length / READERS));
        /** Among the writers, so that they have a session. */
        this.readers = organizations.filter((_, nth) => nth % step === 0).map((own) => /** @type {Person} */ (own[0])).slice(0, READERS);
        this.writers = organizations.flat();
        /** What is written: as long as what is there already. */
        this.text = text(chance(7), "en", 4);
    }
}
