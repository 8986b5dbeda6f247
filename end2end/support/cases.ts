// Cases that a test counts on, made through the same server functions that the pages call.
import { expect, type Page } from "@playwright/test";

interface Product {
    id: string;
    name: string;
    identifiers: { key: string }[];
}

/** What a test cares about; the rest is filled in. */
export interface Wanted {
    title: string;
    description?: string;
    priority?: "P1" | "P2" | "P3" | "P4";
    product?: string;
}

/** Calls a server function as the signed-in person of the page. */
export async function call<T>(page: Page, path: string, form?: Record<string, string>): Promise<T> {
    const origin = new URL(page.url()).origin;
    const headers = { origin, accept: "application/json" };
    const answer = form
        ? await page.request.post(`${origin}/api/${path}`, { form, headers })
        : await page.request.get(`${origin}/api/${path}`, { headers });
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
    return (await answer.json()) as T;
}

/** Throws away what the person has begun and not sent, such as the demo world's own draft. */
export async function dropDraft(page: Page) {
    await call(page, "cases/delete-draft", {});
}

/** A case that is ready to be worked on; gives its number. */
export async function prepareCase(page: Page, wanted: Wanted): Promise<string> {
    await dropDraft(page);
    const { products } = await call<{ products: Product[] }>(page, "cases/new");
    const product = products.find((one) => one.name === (wanted.product ?? "Pulso"));
    if (!product) throw new Error(`no product ${wanted.product ?? "Pulso"} to open a case on`);
    const identifiers = product.identifiers.map(({ key }) => [`form[identifiers][${key}]`, "PU-4821-7"]);
    const steps: [string, Record<string, string>][] = [
        ["product", { "form[product]": product.id }],
        [
            "problem",
            {
                "form[title]": wanted.title,
                "form[description]": wanted.description ?? `${wanted.title}. Since this morning the report shows no visits at all.`,
                "form[reproducible]": "no",
            },
        ],
        ["environment", { "form[environment]": "Production", "form[changed]": "no", ...Object.fromEntries(identifiers) }],
        ["priority", { "form[priority]": wanted.priority ?? "P3", "form[impact]": "One report" }],
        ["contact", { "form[phone]": "+34 600 000 000" }],
    ];
    let draft = "";
    for (const [step, fields] of steps) {
        draft = (await call<{ id: string }>(page, "cases/save-draft", { ...fields, step, go: "stay" })).id;
    }
    const outcome = await call<{ Done?: { number: string } }>(page, "cases/create", { draft });
    if (!outcome.Done) throw new Error(`the case was not opened: ${JSON.stringify(outcome)}`);
    return outcome.Done.number;
}

/** Comments on a case as the signed-in person of the page. */
export async function commentOn(page: Page, number: string, body: string) {
    const content = await call<{ case: { last_seq: number } }>(page, `cases/open?number=${number}`);
    const seen = String(content.case.last_seq);
    const form = { "form[case]": number, "form[body]": body, "form[seen]": seen, "form[intent]": "comment", "form[key]": crypto.randomUUID() };
    expect(await call(page, "cases/comment", form)).toBe("Done");
}
