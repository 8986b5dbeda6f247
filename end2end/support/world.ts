// Seeds the demo world once before all tests, and removes it after them.
import { postgresUrl, removeWorld, seedWorld } from "./portal.mjs";

export default async function prepare() {
    const begin = Date.now();
    const world = await seedWorld("tour");
    process.env.ATIENDE_TEST_WORLD = JSON.stringify(world);
    console.log(`The world is ready on ${postgresUrl ? "PostgreSQL" : "SQLite"} after ${Date.now() - begin} ms.`);
    return () => removeWorld(world);
}
