// Loaded portals that are kept between runs (`--keep`), since a million cases take their time: the data folder of SQLite below
// target/bench/worlds, and the instant at which it was made. Remove the folder when the import makes something else of it.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const WORLDS = resolve(import.meta.dirname, "../../target/bench/worlds");

export class Kept {
    /** @param {import("./data.mjs").Sizes} sizes */
    constructor(sizes) {
        const key = createHash("sha256").update(JSON.stringify(sizes)).digest("hex").slice(0, 8);
        this.folder = join(WORLDS, `${sizes.cases}-${key}`);
    }
    get isThere() {
        return existsSync(this.folder);
    }
    /** The instant at which it was made. */
    async now() {
        return Number(await readFile(join(this.folder, "now"), "utf8"));
    }
    /** @param {string} to a folder that is there */
    copy(to) {
        return cp(join(this.folder, "data"), to, { recursive: true });
    }
    /** @param {string} data @param {number} now */
    async put(data, now) {
        const half = `${this.folder}.half`;
        await rm(half, { recursive: true, force: true });
        await mkdir(half, { recursive: true });
        await cp(data, join(half, "data"), { recursive: true });
        await writeFile(join(half, "now"), String(now));
        await rename(half, this.folder);
    }
}
