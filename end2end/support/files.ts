// Files to attach and long texts to paste; made when they are needed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deflateSync, crc32 } from "node:zlib";

export const MB = 1024 * 1024;
const root = resolve(import.meta.dirname, "../..");

/** What a browser would hand over when somebody chooses a file. */
export interface Picked {
    name: string;
    mimeType: string;
    buffer: Buffer;
}

/** A real PNG: a chart with one falling bar. */
export function picture(name = "visitas.png"): Picked {
    const [width, height] = [160, 90];
    const rows = Buffer.alloc((width * 3 + 1) * height, 0xf4);
    for (let y = 0; y < height; y++) {
        rows[y * (width * 3 + 1)] = 0;
        for (let x = 0; x < width; x++) {
            const bar = Math.floor(x / 20);
            const top = bar === 7 ? 82 : 20 + bar * 3;
            if (x % 20 < 14 && y > top) rows.set(bar === 7 ? [0xb3, 0x26, 0x1e] : [0x2a, 0x6f, 0x97], y * (width * 3 + 1) + 1 + x * 3);
        }
    }
    const chunk = (kind: string, body: Buffer) => {
        const named = Buffer.concat([Buffer.from(kind, "latin1"), body]);
        const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
        length.writeUInt32BE(body.length);
        sum.writeUInt32BE(crc32(named));
        return Buffer.concat([length, named, sum]);
    };
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 2, 0, 0, 0], 8);
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const chunks = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
    return { name, mimeType: "image/png", buffer: Buffer.concat([signature, ...chunks]) };
}

/** A server's log of about so many megabytes, no two lines alike. */
export function log(megabytes: number, name = "colector.log"): Picked {
    const lines: string[] = [];
    let length = 0;
    for (let n = 0; length < megabytes * MB; n++) {
        const at = new Date(Date.UTC(2026, 2, 9, 4, 0, 0, n)).toISOString();
        const line = `${at} collector[${n % 97}] hit=${n} property=PU-4821-7 status=${n % 7 ? 204 : 502} trace=${createHash("md5").update(`${n}`).digest("hex")}\n`;
        lines.push(line);
        length += line.length;
    }
    return { name, mimeType: "text/plain", buffer: Buffer.from(lines.join(""), "latin1") };
}

/** A small text file. */
export function text(name: string, words = `${name}\n`): Picked {
    return { name, mimeType: "text/plain", buffer: Buffer.from(words) };
}

/** Lays a file into a folder, for browsers to take from there; gives its path. */
export function lay(folder: string, file: Picked): string {
    const path = join(folder, file.name);
    writeFileSync(path, file.buffer);
    return path;
}

/** A file of this size that takes no room on the disk; gives its path. */
export function sparse(folder: string, name: string, sizeBytes: number): string {
    const path = join(folder, name);
    writeFileSync(path, "");
    truncateSync(path, sizeBytes);
    return path;
}

export const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/**
 * A long real text about solving a problem, with tables, code and links, as somebody pastes it. It comes from the folder
 * of published help topics (`ATIENDE_HELP_TOPICS`, or where the project's data lies) if there is one, else from ours.
 */
export function troubleshooting(): string {
    const folder = process.env.ATIENDE_HELP_TOPICS ?? resolve(root, "../shared/data/help-topics");
    const spanish = join(folder, "es");
    const found = existsSync(spanish) ? readdirSync(spanish, { recursive: true, encoding: "utf8" }) : [];
    const texts = found
        .filter((path) => /troubleshoot[^/]*\.md$/.test(path) && statSync(join(spanish, path)).isFile())
        .map((path) => body(readFileSync(join(spanish, path), "utf8")))
        .filter((words) => /^\|/m.test(words) && /`[^`]+`/.test(words) && /\]\(/.test(words));
    const longest = texts.sort((one, other) => other.length - one.length)[0];
    return longest ?? body(readFileSync(resolve(import.meta.dirname, "../fixtures/troubleshooting.md"), "utf8"));
}

/** A topic without the data above it. */
const body = (topic: string) => topic.replace(/^---\n[^]*?\n---\n/, "").trim();
