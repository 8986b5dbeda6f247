// What can go wrong while a case is opened, and that nothing typed is lost by it.
import { mkdirSync } from "node:fs";
import { expect, hydrated, signIn, test, tick } from "./support/test.ts";
import { call, dropDraft } from "./support/cases.ts";
import { MB, log, sha256, sparse, text } from "./support/files.ts";
import { say, saying } from "./support/words.ts";
import type { Page } from "@playwright/test";

test.use({ locale: "es-ES" });

const goOn = (page: Page) => page.getByRole("button", { name: say("es", "cases.go_on"), exact: true });
const title = (page: Page) => page.getByLabel(say("es", "cases.title"), { exact: true });
const description = (page: Page) => page.getByLabel(say("es", "cases.description"), { exact: true });
const saved = (page: Page) => expect(page.locator(".wizard-saved")).toContainText(saying("es", "cases.draft_saved"));

/** A fresh draft on Pulso, on the step of the problem. */
async function begin(page: Page, email: string) {
    await signIn(page, email);
    await dropDraft(page);
    await page.goto("/cases/new");
    await hydrated(page);
    await tick(page.getByRole("radio", { name: "Pulso" }));
    await goOn(page).click();
    await expect(page).toHaveURL(/step=problem/);
    await expect(title(page)).toBeVisible();
}

/** All steps but the review, filled in. */
async function fillIn(page: Page, words: string) {
    await title(page).fill(words);
    await description(page).fill(`${words}: desde esta mañana el informe no muestra ninguna visita.`);
    await tick(page.getByRole("group", { name: say("es", "cases.ask_reproducible") }).getByLabel(say("es", "cases.no"), { exact: true }));
    await goOn(page).click();
    await page.getByLabel("Identificador de la propiedad").fill("PU-4821-7");
    await page.getByLabel(say("es", "cases.environment"), { exact: true }).fill("Producción");
    await tick(page.getByRole("group", { name: say("es", "cases.ask_changed") }).getByLabel(say("es", "cases.no"), { exact: true }));
    await goOn(page).click();
    await tick(page.getByRole("radio", { name: "P3" }));
    await goOn(page).click();
    await expect(page).toHaveURL(/step=contact/);
    await goOn(page).click();
    await expect(page).toHaveURL(/step=review/);
}

async function casesCalled(page: Page, words: string): Promise<number> {
    const query = encodeURIComponent(`q=${encodeURIComponent(words)}`);
    const { rows } = await call<{ rows: unknown[] }>(page, `cases/list?query=${query}`);
    return rows.length;
}

test("CASE-3 UX-1 what a step lacks stands beside its fields, and the summary takes the focus", async ({ page }) => {
    await begin(page, "mateo@rio-azul.example");
    await title(page).fill("Informe vacío");
    await description(page).fill("Demasiado corto.");
    await goOn(page).click();
    const summary = page.locator("#summary");
    await expect(summary).toBeFocused();
    await expect(summary).toContainText(say("es", "errors.problem_too_short", { least: 50, now: 16 }));
    await expect(description(page)).toHaveAttribute("aria-invalid", "true");
    await expect(description(page)).toHaveAccessibleDescription(new RegExp(say("es", "errors.problem_too_short", { least: 50, now: 16 })));
    await expect(title(page)).not.toHaveAttribute("aria-invalid", "true");
    await summary.getByRole("link", { name: new RegExp(say("es", "cases.description")) }).click();
    await expect(description(page)).toBeFocused();
    await description(page).fill("Ahora la descripción tiene bastante más de cincuenta caracteres.");
    await expect(description(page)).not.toHaveAttribute("aria-invalid", "true");
    await tick(page.getByRole("group", { name: say("es", "cases.ask_reproducible") }).getByLabel(say("es", "cases.no"), { exact: true }));
    await goOn(page).click();
    await expect(page).toHaveURL(/step=environment/);
});

test("CASE-3 CASE-4 a P1 asks for its impact and a phone number that is one, and shows whom to call", async ({ page }) => {
    await begin(page, "mateo@rio-azul.example");
    await page.goto("/cases/new?step=priority");
    await hydrated(page);
    await expect(page.getByText(say("es", "cases.phones_title"))).toBeHidden();
    await tick(page.getByRole("radio", { name: "P1" }));
    await expect(page.getByText(say("es", "cases.phones_title"))).toBeVisible();
    await expect(page.getByRole("link", { name: /1632 ?960101/ })).toBeVisible();
    await goOn(page).click();
    await expect(page.locator("#summary")).toContainText(say("es", "errors.problem_missing"));
    await page.getByLabel(say("es", "cases.impact")).fill("Nadie puede reservar.");
    await goOn(page).click();
    await expect(page).toHaveURL(/step=contact/);
    await page.getByLabel(say("es", "cases.ask_phone")).fill("600 000");
    await goOn(page).click();
    await expect(page.locator("#summary")).toBeFocused();
    await expect(page.locator("#phone-error")).toHaveText(say("es", "errors.problem_not_a_phone"));
    await page.getByLabel(say("es", "cases.ask_phone")).fill("+34 600 000 000");
    await goOn(page).click();
    await expect(page).toHaveURL(/step=review/);
});

test("CASE-5 the draft survives a reload, a sign-out and another browser, and can be deleted", async ({ page, visitor }) => {
    await begin(page, "mateo@rio-azul.example");
    await title(page).fill("Un borrador que queda");
    await saved(page);
    await page.reload();
    await hydrated(page);
    await expect(title(page)).toHaveValue("Un borrador que queda");
    await page.locator("summary").filter({ hasText: "Mateo" }).click();
    await page.getByRole("button", { name: say("es", "frame.sign_out") }).click();
    await expect(page).toHaveURL(/\/sign-in/);

    const other = await visitor({ locale: "es-ES" });
    await signIn(other, "mateo@rio-azul.example");
    await other.goto("/cases");
    await hydrated(other);
    await other.getByRole("link", { name: say("es", "cases.draft_go_on") }).click();
    await other.getByRole("navigation", { name: say("es", "cases.steps_nav") }).getByRole("link", { name: say("es", "cases.step_problem") }).click();
    await expect(title(other)).toHaveValue("Un borrador que queda");
    await other.getByText(say("es", "cases.delete_draft"), { exact: true }).click();
    await other.getByRole("button", { name: say("es", "cases.delete_draft_sure") }).click();
    await expect(other).toHaveURL(/\/cases$/);
    await expect(other.getByText(say("es", "cases.draft_waits"))).toHaveCount(0);
});

test("CASE-5 UX-5 what is typed on two steps while a save hangs is all there after a reload", async ({ page }) => {
    await begin(page, "mateo@rio-azul.example");
    await page.route("**/api/cases/save-draft*", () => new Promise(() => {}));
    await title(page).fill("Primero");
    await description(page).fill("Se guarda al salir del título");
    const steps = page.getByRole("navigation", { name: say("es", "cases.steps_nav") });
    await steps.getByRole("link", { name: say("es", "cases.environment") }).click();
    const environment = page.getByLabel(say("es", "cases.environment"), { exact: true });
    await environment.fill("Producción");
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.reload();
    await hydrated(page);
    await expect(environment).toHaveValue("Producción");
    await steps.getByRole("link", { name: say("es", "cases.step_problem") }).click();
    await expect(title(page)).toHaveValue("Primero");
    await expect(description(page)).toHaveValue("Se guarda al salir del título");
});

test("CASE-5 UX-5 what is typed without network is kept, even if the browser is closed", async ({ page, context, watch }) => {
    watch.allow(/ERR_INTERNET_DISCONNECTED/);
    await begin(page, "mateo@rio-azul.example");
    await title(page).fill("Antes de perder la red");
    await saved(page);
    await context.setOffline(true);
    await title(page).fill("Sin red también se guarda");
    await expect(page.locator(".wizard-saved")).toContainText(say("es", "errors.offline_text"));
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto("/cases/new?step=problem");
    await hydrated(again);
    await expect(title(again)).toHaveValue("Sin red también se guarda");
});

test("CASE-5 UX-5 the draft is saved by itself when the network comes back", async ({ page, context, watch }) => {
    watch.allow(/ERR_INTERNET_DISCONNECTED/);
    await begin(page, "mateo@rio-azul.example");
    await context.setOffline(true);
    await title(page).fill("La red vuelve");
    await expect(page.locator(".wizard-saved")).toHaveAttribute("data-state", "failed");
    await context.setOffline(false);
    await expect(page.locator(".wizard-saved")).not.toHaveAttribute("data-state", "failed", { timeout: 20_000 });
    const { draft } = await call<{ draft: { form: { title: string } } }>(page, "cases/new");
    expect(draft.form.title).toBe("La red vuelve");
});

test("CASE-6 sending twice opens one case", async ({ page }) => {
    await begin(page, "mateo@rio-azul.example");
    await fillIn(page, "Doble pulsación en el envío");
    await page.getByRole("button", { name: say("es", "cases.send_case") }).dblclick();
    await expect(page).toHaveURL(/\/cases\/\d{6}[A-Z]$/);
    expect(await casesCalled(page, "Doble pulsación en el envío")).toBe(1);
});

test("CASE-5 CASE-6 sending waits for every save that is on its way, and what was typed last is in the case", async ({ page }) => {
    await begin(page, "mateo@rio-azul.example");
    await fillIn(page, "Envío que adelanta al guardado");
    const steps = page.getByRole("navigation", { name: say("es", "cases.steps_nav") });
    await steps.getByRole("link", { name: say("es", "cases.step_problem") }).click();
    await page.route("**/api/cases/save-draft*", async (route) => {
        await new Promise((answer) => setTimeout(answer, 700));
        await route.continue();
    });
    await title(page).fill("Envío que espera al guardado");
    await steps.getByRole("link", { name: say("es", "cases.environment") }).click();
    await page.getByLabel(say("es", "cases.environment"), { exact: true }).fill("Preproducción, la última palabra");
    await steps.getByRole("link", { name: say("es", "cases.step_review") }).click();
    await page.getByRole("button", { name: say("es", "cases.send_case") }).click();
    await expect(page).toHaveURL(/\/cases\/\d{6}[A-Z]$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Envío que espera al guardado");
    await expect(page.getByText("Preproducción, la última palabra")).toBeVisible();
});

test("CASE-6 sending again after an answer that got lost opens one case", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED|ERR_CONNECTION/);
    await begin(page, "mateo@rio-azul.example");
    await fillIn(page, "La respuesta se perdió");
    let lost = 0;
    await page.route("**/api/cases/create*", async (route) => {
        if (lost++ > 0) return route.continue();
        await route.fetch();
        await route.abort("connectionreset");
    });
    const send = page.getByRole("button", { name: say("es", "cases.send_case") });
    await send.click();
    await expect(page.getByText(say("es", "errors.offline_text")).first()).toBeVisible();
    await send.click();
    await expect(page).toHaveURL(/\/cases\/\d{6}[A-Z]$/);
    expect(lost).toBeGreaterThan(1);
    expect(await casesCalled(page, "La respuesta se perdió")).toBe(1);
});

test("CASE-20 the eleventh file is refused in words, and the ten stay", async ({ page, watch }) => {
    watch.allow(/status of 4\d\d/);
    await begin(page, "mateo@rio-azul.example");
    await page.locator("#attachments").setInputFiles(Array.from({ length: 11 }, (_, n) => text(`parte-${n + 1}.txt`)));
    await expect(page.locator(".attach-problem")).toHaveText(say("es", "errors.problem_too_many", { most: 10 }));
    await expect(page.getByText(saying("es", "attach.done"))).toHaveCount(10);
    const { draft } = await call<{ draft: { attachments: { name: string }[] } }>(page, "cases/new");
    expect(draft.attachments).toHaveLength(10);
});

test("CASE-20 a file of 151 MB is refused before a byte of it is sent", async ({ page, watch }, info) => {
    watch.allow(/status of 4\d\d/);
    mkdirSync(info.outputDir, { recursive: true });
    await begin(page, "mateo@rio-azul.example");
    const sent: string[] = [];
    page.on("request", (request) => request.method() === "PATCH" && sent.push(request.url()));
    await page.locator("#attachments").setInputFiles(sparse(info.outputDir, "volcado.bin", 151 * MB));
    await expect(page.locator(".attach-problem")).toContainText(saying("es", "errors.problem_too_large"));
    expect(sent).toEqual([]);
});

test("CASE-20 an upload that breaks off goes on where it was and arrives whole", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED|ERR_CONNECTION|ERR_INTERNET/);
    await begin(page, "mateo@rio-azul.example");
    const journal = log(6, "interrumpido.log");
    const offsets: number[] = [];
    await page.route(/\/files\/[^/]+$/, async (route) => {
        const request = route.request();
        if (request.method() !== "PATCH") return route.continue();
        offsets.push(Number(await request.headerValue("upload-offset")));
        return offsets.length === 2 ? route.abort("connectionreset") : route.continue();
    });
    await page.locator("#attachments").setInputFiles(journal);
    await expect(page.getByText(saying("es", "attach.done"))).toBeVisible({ timeout: 30_000 });
    expect(offsets.length).toBeGreaterThan(2);
    expect(offsets.slice(2).every((offset) => offset > 0), `went on, did not begin anew: ${offsets}`).toBe(true);

    const { draft } = await call<{ draft: { attachments: { id: string }[] } }>(page, "cases/new");
    const stored = await page.request.get(new URL(`/files/${draft.attachments[0]?.id}`, page.url()).href);
    expect(sha256(await stored.body())).toBe(sha256(journal.buffer));
});

test("CASE-20 an upload that was closed half-way goes on when the same file is chosen again", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED|ERR_CONNECTION|ERR_INTERNET/);
    await begin(page, "mateo@rio-azul.example");
    const journal = log(6, "cerrado.log");
    let pieces = 0;
    await page.route(/\/files\/[^/]+$/, (route) => {
        const goesOn = route.request().method() !== "PATCH" || pieces++ === 0;
        return goesOn ? route.continue() : route.abort("connectionreset");
    });
    await page.locator("#attachments").setInputFiles(journal);
    await expect(page.getByText(say("es", "attach.retrying"))).toBeVisible();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.goto("/cases/new?step=problem");
    await hydrated(page);
    await expect(page.getByText(saying("es", "attach.broken_off"))).toBeVisible();
    const offsets: number[] = [];
    page.on("request", (request) => request.method() === "PATCH" && offsets.push(Number(request.headers()["upload-offset"])));
    await page.locator("#attachments").setInputFiles(journal);
    await expect(page.getByText(saying("es", "attach.done"))).toBeVisible({ timeout: 30_000 });
    expect(offsets[0], "the first piece is not sent again").toBeGreaterThan(0);
});

test("ROLL-1 ROLL-2 CASE-2 UX-6 where nothing is launched yet, the portal says why and from when", async ({ page }) => {
    await signIn(page, "ramiro@banco-sur.example");
    await page.goto("/cases");
    await hydrated(page);
    const button = page.getByRole("button", { name: say("es", "cases.new_case") }).first();
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription(saying("es", "errors.not_yet_planned"));
});
