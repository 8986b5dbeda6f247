// A page as it stands, without its scripts, on the plainest server: what its content can cost at the least.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

/** @type {Record<string, string>} */
const TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
};

/** The page without what runs and what is loaded to run. @param {string} html */
export function still(html) {
    return html
        .replace(/<script\b[^]*?<\/script>/gi, "")
        .replace(/<link\b[^>]*rel="?modulepreload"?[^>]*>/gi, "")
        .replace(/<link\b[^>]*as="?fetch"?[^>]*>/gi, "");
}

/**
 * Serves the page at every address that is no file of the site's folder.
 * @param {string} html
 * @param {string} site
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export function serveStill(html, site) {
    const page = gzipSync(still(html));
    const server = createServer((request, response) => {
        const path = join(site, normalize(new URL(request.url ?? "/", "http://localhost").pathname));
        const type = TYPES[extname(path)];
        if (type === undefined) {
            response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-encoding": "gzip" });
            response.end(page);
        } else if (existsSync(`${path}.br`)) {
            response.writeHead(200, { "content-type": type, "content-encoding": "br" });
            createReadStream(`${path}.br`).pipe(response);
        } else if (existsSync(path)) {
            response.writeHead(200, { "content-type": type });
            createReadStream(path).pipe(response);
        } else {
            response.writeHead(404).end();
        }
    });
    return new Promise((started) => {
        server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            const port = typeof address === "object" && address ? address.port : 0;
            const stop = () =>
                new Promise((/** @type {(done: void) => void} */ done) => {
                    server.closeAllConnections();
                    server.close(() => done());
                });
            started({ url: `http://127.0.0.1:${port}`, stop });
        });
    });
}
