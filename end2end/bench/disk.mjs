// What the disk does and holds.
import { closeSync, fdatasyncSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

const BLOCK = Buffer.alloc(4096, 1);

/**
 * How often in a second 4 KiB can be appended to a file of the folder and be made durable, one after the other.
 * @param {string} folder
 * @param {number} seconds
 */
export function durableAppends(folder, seconds) {
    const path = join(folder, "appended");
    const file = openSync(path, "w");
    const begin = performance.now();
    let appends = 0;
    while (performance.now() - begin < seconds * 1000) {
        writeSync(file, BLOCK);
        fdatasyncSync(file);
        appends += 1;
    }
    const took = (performance.now() - begin) / 1000;
    closeSync(file);
    rmSync(path);
    return appends / took;
}

/** Bytes of the files of a folder whose names begin so. @param {string} folder @param {string} name */
export function bytesOf(folder, name) {
    const files = readdirSync(folder).filter((file) => file.startsWith(name));
    return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

