// What can go wrong while one writes on a case, and that nothing typed is lost by it.
import { signInForm } from "./support/people.mjs";
import { expect, hydrated, signIn, test } from "./support/test.ts";
import { call, commentOn, prepareCase } from "./support/cases.ts";
import { say } from "./support/words.ts";
import type { Page } from "@playwright/test";

test.use({ locale: "es-ES" });

const body = (page: Page) => page.locator("#reply-body");
const send = (page: Page) => page.locator("#reply").getByRole("button", { name: say("es", "cases.send_reply") });

/** Opens a new case as this person; gives its number. */
async function openNew(page: Page, email: string, title: string): Promise<string> {
    await signIn(page, email);
    const number = await prepareCase(page, { title });
    await page.goto(`/cases/${number}`);
    await hydrated(page);
    return number;
}

async function comments(page: Page, number: string, words: string): Promise<number> {
    const { events } = await call<{ events: { body_html: string }[] }>(page, `cases/open?number=${number}`);
    return events.filter((event) => event.body_html.includes(words)).length;
}

test("CASE-18 a comment that came meanwhile is shown first, and the text is kept and sent after", async ({ page, visitor }) => {
    const number = await openNew(page, "carmen@rio-azul.example", "Dos personas escriben a la vez");
    const mateo = await visitor({ locale: "es-ES" });
    await signIn(mateo, "mateo@rio-azul.example");
    await body(page).fill("Yo también lo veo desde ayer.");
    await commentOn(mateo, number, "Acabo de hablar con la agencia.");
    await expect(page.getByText(say("es", "cases.arrived_meanwhile", { n: 1 }))).toBeVisible();
    await send(page).click();
    await expect(page.getByText(say("es", "cases.newer_comments"))).toBeVisible();
    await expect(page.getByRole("article").filter({ hasText: "Acabo de hablar con la agencia." })).toBeVisible();
    await expect(body(page)).toHaveValue("Yo también lo veo desde ayer.");
    expect(await comments(page, number, "Yo también lo veo")).toBe(0);
    await send(page).click();
    await expect(page.getByRole("article").filter({ hasText: "Yo también lo veo desde ayer." })).toBeVisible();
    await expect(body(page)).toHaveValue("");
});

test("CASE-18 who else is writing is shown", async ({ page, visitor }) => {
    const number = await openNew(page, "carmen@rio-azul.example", "¿Quién más escribe?");
    const nora = await visitor({ locale: "en-GB" });
    await signIn(nora, "nora@brujula.example");
    await nora.goto(`/cases/${number}`);
    await hydrated(nora);
    await nora.locator("#reply-body").pressSequentially("Good morning, Carmen");
    await expect(page.getByText(say("es", "cases.writing", { n: 1, names: "Nora Lindqvist" }))).toBeVisible();
});

test("CASE-6 a comment that is sent twice, or again after its answer got lost, is one", async ({ page, watch }) => {
    watch.allow(/ERR_FAILED|ERR_CONNECTION/);
    const number = await openNew(page, "carmen@rio-azul.example", "Un comentario, una vez");
    await body(page).fill("Pulsado dos veces.");
    await send(page).dblclick();
    await expect(page.getByRole("article").filter({ hasText: "Pulsado dos veces." })).toHaveCount(1);
    expect(await comments(page, number, "Pulsado dos veces")).toBe(1);

    let tries = 0;
    await page.route("**/api/cases/comment*", async (route) => {
        if (tries++ > 0) return route.continue();
        await route.fetch();
        await route.abort("connectionreset");
    });
    await body(page).fill("La respuesta se perdió.");
    await send(page).click();
    await expect(page.getByText(say("es", "cases.not_sent"))).toBeVisible();
    await expect(body(page)).toHaveValue("La respuesta se perdió.");
    await page.getByRole("button", { name: say("es", "errors.try_again") }).click();
    await expect(body(page)).toHaveValue("");
    expect(tries).toBe(2);
    expect(await comments(page, number, "La respuesta se perdió")).toBe(1);
});

test("CASE-5 UX-5 what is typed while a comment is on its way stays", async ({ page }) => {
    await openNew(page, "carmen@rio-azul.example", "Se sigue escribiendo");
    let answer = () => {};
    const asked = new Promise<void>((go) => (answer = go));
    await page.route("**/api/cases/comment*", async (route) => {
        await asked;
        await route.continue();
    });
    await body(page).fill("Lo primero.");
    await send(page).click();
    await expect(page.locator(".composer-sending")).toBeVisible();
    await body(page).fill("Lo primero. Y lo segundo.");
    answer();
    await expect(page.getByRole("article").filter({ hasText: "Lo primero." })).toBeVisible();
    await expect(page.locator(".composer-sending")).toHaveCount(0);
    await expect(body(page)).toHaveValue("Lo primero. Y lo segundo.");
    await page.reload();
    await hydrated(page);
    await expect(body(page)).toHaveValue("Lo primero. Y lo segundo.");
});

test("CASE-5 SEC-1 a session that ends in the middle of typing loses nothing", async ({ page, visitor, watch }) => {
    watch.allow(/status of 401/, /WebSocket connection/);
    const number = await openNew(page, "lucia@talleres-munoz.example", "La sesión termina a mitad");
    await body(page).fill("Escrito con la sesión abierta");

    const other = await visitor({ locale: "es-ES" });
    await signIn(other, "lucia@talleres-munoz.example");
    await other.goto("/account/sessions");
    await hydrated(other);
    await other.getByRole("button", { name: say("es", "access.sessions_end_others") }).click();
    await expect(other.getByText(say("es", "access.sessions_ended"))).toBeVisible();

    await body(page).fill("Escrito con la sesión abierta y terminado después");
    await send(page).click();
    await expect(page.getByText(say("es", "cases.not_sent"))).toBeVisible();
    await expect(page.getByText(say("es", "errors.sign_in_text")).first()).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: say("es", "errors.go_sign_in") }).first().click();
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByLabel(say("es", "access.email")).fill("lucia@talleres-munoz.example");
    await page.getByLabel(say("es", "access.password"), { exact: true }).fill("atiende-demo");
    await page.getByRole("main").getByRole("button", { name: say("es", "access.sign_in"), exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`/cases/${number}`));
    await hydrated(page);
    await expect(body(page)).toHaveValue("Escrito con la sesión abierta y terminado después");
    await send(page).click();
    await expect(page.getByRole("article").filter({ hasText: "y terminado después" })).toBeVisible();
});

test("CASE-5 UX-5 what is typed without network stays, is said to be unsent, and survives the browser's end", async ({ page, context, watch }) => {
    watch.allow(/ERR_INTERNET_DISCONNECTED/);
    const number = await openNew(page, "carmen@rio-azul.example", "Sin red a mitad de un comentario");
    await context.setOffline(true);
    await body(page).fill("Escrito en el tren.");
    await expect(page.locator("#reply .wizard-saved")).toContainText(say("es", "errors.offline_text"));
    await send(page).click();
    await expect(page.getByText(say("es", "cases.not_sent"))).toBeVisible();
    await page.close({ runBeforeUnload: false });
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`/cases/${number}`);
    await hydrated(again);
    await expect(body(again)).toHaveValue("Escrito en el tren.");
    await send(again).click();
    await expect(again.getByRole("article").filter({ hasText: "Escrito en el tren." })).toHaveCount(1);
});

test("UX-5 a lost connection is said, and what was missed is there when it is back", async ({ page, context, visitor, watch }) => {
    test.slow();
    watch.allow(/ERR_INTERNET_DISCONNECTED/);
    const number = await openNew(page, "carmen@rio-azul.example", "La conexión vuelve");
    const mateo = await visitor({ locale: "es-ES" });
    await signIn(mateo, "mateo@rio-azul.example");
    // Chromium leaves open sockets alone when it goes offline; a new page has to connect.
    await context.setOffline(true);
    await commentOn(mateo, number, "Dicho mientras no había red.");
    await page.evaluate(() => window.dispatchEvent(new Event("offline")));
    await context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await expect(page.getByRole("article").filter({ hasText: "Dicho mientras no había red." })).toBeVisible({ timeout: 30_000 });
});

test("CASE-10 a closed case is reopened by a comment, after the page said so", async ({ page }) => {
    const number = await openNew(page, "carmen@rio-azul.example", "Cerrado y vuelto a abrir");
    await page.getByText(say("es", "cases.close_obsolete"), { exact: true }).click();
    await page.getByLabel(say("es", "cases.obsolete_reason")).fill("Era un ensayo.");
    await page.getByRole("button", { name: say("es", "cases.close_case"), exact: true }).click();
    await expect(page.locator(".case-head")).toContainText(say("es", "cases.closed_as", { reason: say("es", "cases.resolution_obsolete") }));
    await expect(page.getByText(say("es", "cases.comment_reopens"))).toBeVisible();
    await body(page).fill("No lo era.");
    await send(page).click();
    await expect(page.locator(".case-head .badge")).not.toContainText(say("es", "cases.status_closed"));
    expect(await comments(page, number, "No lo era.")).toBe(1);
});

test("CASE-12 CASE-17 a foreign case is not there, whoever asks and however", async ({ page, visitor, watch }) => {
    watch.allow(/status of 404/);
    const number = await openNew(page, "carmen@rio-azul.example", "Solo de Río Azul");
    const liam = await visitor({ locale: "en-GB" });
    await signInForm(liam, "liam@northwind.example");
    const [foreign, unknown] = [await liam.goto(`/cases/${number}`), await liam.goto("/cases/999999Z")];
    expect([foreign?.status(), unknown?.status()]).toEqual([404, 404]);
    const origin = new URL(liam.url()).origin;
    const answers = await Promise.all([number, "999999Z"].map((asked) => liam.request.get(`${origin}/api/cases/open?number=${asked}`)));
    const [one, other] = await Promise.all(answers.map(async (answer) => [answer.status(), await answer.text()]));
    expect(one).toEqual(other);
});

test("SEC-7 what is pasted into a comment is never active", async ({ page }) => {
    await openNew(page, "carmen@rio-azul.example", "Texto con malas intenciones");
    let asked = 0;
    await page.route("https://evil.example/**", (route) => {
        asked += 1;
        return route.abort();
    });
    const evil = [
        '<img src=x onerror="document.title=`owned`"> <script>document.title="owned"</script>',
        "[pulse aquí](javascript:document.title='owned') ![pixel](https://evil.example/pixel.png)",
        '<a href="https://evil.example/" style="position:fixed;inset:0">todo</a> <iframe src="https://evil.example/"></iframe>',
        "**y sigue**",
    ];
    await body(page).fill(evil.join("\n\n"));
    await send(page).click();
    const comment = page.getByRole("article").filter({ hasText: "y sigue" });
    await expect(comment.locator("strong", { hasText: "y sigue" })).toBeVisible();
    await expect(comment.locator("script, iframe, [onerror], [style], a[href^='javascript']")).toHaveCount(0);
    await expect(page).not.toHaveTitle(/owned/);
    expect(asked).toBe(0);
});

test("CASE-13 a watcher from outside is pending until confirmed, a wrong address says so, and removal is at once", async ({ page }) => {
    await openNew(page, "carmen@rio-azul.example", "Observadores");
    const watchers = page.locator("#watchers");
    await watchers.getByLabel(say("es", "cases.watcher_add")).fill("agencia@publicidad.example");
    await watchers.getByRole("button", { name: say("es", "cases.add"), exact: true }).click();
    const line = watchers.getByRole("listitem").filter({ hasText: "agencia@publicidad.example" });
    await expect(line).toContainText(say("es", "cases.watcher_pending"));
    await line.getByRole("button").click();
    await expect(line).toHaveCount(0);
});
