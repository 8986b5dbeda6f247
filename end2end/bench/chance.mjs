// Chance that is the same every time: mulberry32, and what is drawn with it.

/** @typedef {ReturnType<typeof chance>} Chance */

/** @param {number} seed */
export function chance(seed) {
    let state = seed >>> 0;
    /** A number from 0 to 1, without 1. */
    const draw = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    return {
        draw,
        /** A whole number below `most`. */
        below: (/** @type {number} */ most) => Math.floor(draw() * most),
        /**
         * One of a list.
         * @template T
         * @param {readonly T[]} list
         */
        one: (list) => /** @type {T} */ (list[Math.floor(draw() * list.length)]),
        /**
         * One of a list of pairs of a value and its share; the shares add up to 1.
         * @template T
         * @param {readonly (readonly [T, number])[]} shares
         */
        shared: (shares) => {
            let left = draw();
            const found = shares.find(([, share]) => (left -= share) < 0) ?? shares[0];
            return /** @type {readonly [T, number]} */ (found)[0];
        },
    };
}
