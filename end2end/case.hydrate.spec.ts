// A case from opening to closing, with two people at work at the same time.
import { mkdirSync } from "node:fs";
import { SIZES, axe, expect, hydrated, layoutShifts, signIn, test, tick } from "./support/test.ts";
import { dropDraft } from "./support/cases.ts";
import { Eavesdrop } from "./support/eavesdrop.ts";
import { MB, lay, log, picture, sha256, troubleshooting } from "./support/files.ts";
import { say, saying } from "./support/words.ts";

const TITLE = "Pulso no cuenta las visitas de la página de reservas";
const SECRET = "Sospecho del balanceador de Fráncfort: no decírselo todavía (k7Qz-41-internal)";
const ANSWER = `Thank you, Carmen. Two of nine collectors answer **502**. Until they are mended, please send by beacon:

\`\`\`js
navigator.sendBeacon("/collect", JSON.stringify({ property: "PU-4821-7" }));
\`\`\`

| collector | state |
| --- | --- |
| fra-3 | down |
| mad-1 | up |
`;

test("CASE-1 CASE-2 CASE-3 CASE-7 CASE-8 CASE-13 CASE-17 CASE-20: a case goes from opening to closing, live for both sides", async ({ visitor }, info) => {
    test.setTimeout(480_000);
    const carmen = await visitor({ viewport: SIZES.portrait, locale: "es-ES", hasTouch: true });
    const nora = await visitor({ viewport: SIZES.desktop, locale: "en-GB" });
    const carmenHeard = await Eavesdrop.on(carmen.context());
    const noraHeard = await Eavesdrop.on(nora.context());
    const story = troubleshooting();
    const [photo, journal] = [picture(), log(20)];
    mkdirSync(info.outputDir, { recursive: true });
    const chosen = [photo, journal].map((file) => lay(info.outputDir, file));

    await test.step("Nora has her desk open", async () => {
        await signIn(nora, "nora@brujula.example");
        await nora.waitForLoadState("networkidle");
        await nora.goto("/desk");
        await hydrated(nora);
        await nora.evaluate(() => Object.assign(window, { sinceBefore: true }));
    });

    await test.step("Carmen chooses a product that her organization has", async () => {
        await signIn(carmen, "carmen@rio-azul.example");
        await dropDraft(carmen);
        // without the draft that was just dropped, whose line would go by itself
        await carmen.goto("/");
        await hydrated(carmen);
        await carmen.getByRole("main").getByRole("link", { name: say("es", "cases.new_case") }).click();
        await expect(carmen.getByRole("radio", { name: "Pulso" })).toBeVisible();
        await expect(carmen.getByRole("radio", { name: "Diana" })).toHaveCount(0);
        await tick(carmen.getByRole("radio", { name: "Pulso" }));
        await carmen.getByRole("button", { name: say("es", "cases.go_on"), exact: true }).click();
    });

    await test.step("she pastes a long text and attaches a picture and a log", async () => {
        await expect(carmen).toHaveURL(/step=problem/);
        await carmen.getByLabel(say("es", "cases.title"), { exact: true }).fill(TITLE);
        await carmen.getByLabel(say("es", "cases.description"), { exact: true }).fill(story);
        await tick(carmen.getByRole("group", { name: say("es", "cases.ask_reproducible") }).getByLabel(say("es", "cases.yes")));
        await carmen.getByLabel(say("es", "cases.ask_steps")).fill("1. Abrir /reservas\n2. Mirar la red del navegador");

        // A line on which 20 MB take a while.
        const line = await carmen.context().newCDPSession(carmen);
        await line.send("Network.emulateNetworkConditions", { offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: 6 * MB });
        await carmen.locator("#attachments").setInputFiles(chosen);
        const bar = carmen.getByRole("progressbar", { name: journal.name });
        await expect(bar).toBeVisible();
        const seen = new Set<number>();
        await expect
            .poll(async () => seen.add(await bar.evaluate((bar: HTMLProgressElement) => bar.value)).has(100), { timeout: 60_000, intervals: [50] })
            .toBe(true);
        const between = [...seen].filter((percent) => percent > 0 && percent < 100);
        expect(between.length, `the bar moved: ${[...seen].join(", ")}`).toBeGreaterThan(1);
        await line.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
        await line.detach();
        await expect(carmen.getByText(saying("es", "attach.done"))).toHaveCount(2, { timeout: 30_000 });
        await carmen.getByRole("button", { name: say("es", "cases.go_on"), exact: true }).click();
    });

    await test.step("she fills in the other steps", async () => {
        const goOn = carmen.getByRole("button", { name: say("es", "cases.go_on"), exact: true });
        await expect(carmen).toHaveURL(/step=environment/);
        await carmen.getByLabel("Identificador de la propiedad").fill("PU-4821-7");
        await carmen.getByLabel(say("es", "cases.environment"), { exact: true }).fill("Producción, Chrome 141");
        await tick(carmen.getByRole("group", { name: say("es", "cases.ask_changed") }).getByLabel(say("es", "cases.no"), { exact: true }));
        await goOn.click();
        await expect(carmen).toHaveURL(/step=priority/);
        await expect(carmen.getByText(say("es", "cases.meaning_p2"))).toBeVisible();
        await tick(carmen.getByRole("radio", { name: "P2" }));
        await goOn.click();
        await expect(carmen).toHaveURL(/step=contact/);
        await carmen.getByLabel(say("es", "cases.ask_watchers")).fill("mateo@rio-azul.example");
        await goOn.click();
    });

    await test.step("from the review she goes back to a step and loses nothing", async () => {
        await expect(carmen).toHaveURL(/step=review/);
        await carmen.getByRole("link", { name: `${say("es", "cases.change")} ${say("es", "cases.step_problem")}` }).click();
        await expect(carmen.getByLabel(say("es", "cases.title"), { exact: true })).toHaveValue(TITLE);
        const kept = await carmen.getByLabel(say("es", "cases.description"), { exact: true }).inputValue();
        expect.soft(kept === story, `the text is as it was pasted: ${JSON.stringify(kept.slice(0, 60))}`).toBe(true);
        await carmen.getByRole("navigation", { name: say("es", "cases.steps_nav") }).getByRole("link", { name: say("es", "cases.step_review") }).click();
        const review = carmen.getByRole("main");
        await expect(review.getByText("PU-4821-7").first()).toBeVisible();
        await expect(review.getByText(photo.name).first()).toBeVisible();
        await expect(review.getByText(journal.name).first()).toBeVisible();
        await expect(review.locator(".prose table").first()).toBeVisible();
        expect(await layoutShifts(carmen), "what moved on the way through the steps").toEqual([]);
    });

    const number = await test.step("she sends it and sees her case with all that she gave", async () => {
        await carmen.getByRole("button", { name: say("es", "cases.send_case") }).click();
        await expect(carmen).toHaveURL(/\/cases\/\d{6}[A-Z]$/);
        await expect(carmen.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
        const first = carmen.getByRole("article").first();
        await expect(first.locator("table").first()).toBeVisible();
        await expect(first.locator("code").first()).toBeVisible();
        await expect(first.locator(".prose a[href]").first()).toBeVisible();
        const image = first.getByRole("img", { name: say("es", "cases.file_picture", { name: photo.name }) });
        await image.scrollIntoViewIfNeeded();
        await expect.poll(() => image.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(160);
        const link = await first.getByRole("link", { name: journal.name }).getAttribute("href");
        const download = await carmen.request.get(new URL(link ?? "", carmen.url()).href);
        expect(download.headers()["content-disposition"]).toContain("attachment");
        expect(sha256(await download.body())).toBe(sha256(journal.buffer));
        await expect(carmen.getByText(say("es", "cases.status_new"), { exact: true }).first()).toBeVisible();
        return new URL(carmen.url()).pathname.split("/").at(-1) ?? "";
    });

    await test.step("Nora sees it arrive without reloading, and takes it", async () => {
        const row = nora.getByRole("row").filter({ hasText: number });
        await expect(row).toBeVisible();
        await expect(row).toContainText("Río Azul");
        await expect(row).toContainText("P2");
        await expect(row).toContainText(say("en", "desk.fresh"));
        expect(await nora.evaluate(() => "sinceBefore" in window), "the desk was not loaded again").toBe(true);
        await row.getByRole("button", { name: say("en", "desk.take"), exact: true }).click();
        await expect(nora.getByText(say("en", "desk.taken", { case: number }))).toBeVisible();
        // The status is in words, live, on the other side.
        await expect(carmen.getByText(say("es", "cases.status_assigned"), { exact: true }).first()).toBeVisible();
    });

    await test.step("she answers in Markdown with code, and Carmen sees it arrive", async () => {
        await nora.waitForLoadState("networkidle");
        await nora.goto(`/cases/${number}`);
        await hydrated(nora);
        await nora.locator("#reply-body").fill(ANSWER);
        await nora.locator("#reply").getByRole("button", { name: say("en", "cases.preview"), exact: true }).click();
        await expect(nora.locator("#reply .editor-preview pre code")).toContainText("sendBeacon");
        await nora.locator("#reply").getByRole("button", { name: say("en", "cases.send_reply") }).click();
        await expect(nora.locator(".timeline pre code").filter({ hasText: "sendBeacon" })).toBeVisible();
        const answer = carmen.getByRole("article").filter({ hasText: "Two of nine collectors" });
        await expect(answer.locator("pre code")).toContainText('navigator.sendBeacon("/collect"');
        await expect(answer.locator("table")).toContainText("fra-3");
        await expect(answer).toContainText("Nora Lindqvist");
        await expect(answer).toContainText(say("es", "cases.support"));
    });

    await test.step("she writes an internal note, which only engineers see", async () => {
        await nora.getByRole("navigation", { name: say("en", "cases.kind_of_message") }).getByRole("link", { name: say("en", "cases.note") }).click();
        await nora.locator("#note-body").fill(SECRET);
        await nora.getByRole("button", { name: say("en", "cases.save_note") }).click();
        const note = nora.getByRole("article").filter({ hasText: SECRET });
        await expect(note).toContainText(say("en", "cases.note_flag"));
    });

    await test.step("Carmen comments, and Nora sees it arrive", async () => {
        await carmen.locator("#reply-body").fill("Con *sendBeacon* llegan algunas visitas, pero faltan las de la noche.");
        await carmen.getByRole("button", { name: say("es", "cases.send_reply") }).click();
        await expect(carmen.locator("#reply-body")).toHaveValue("");
        await expect(nora.getByRole("article").filter({ hasText: "faltan las de la noche" })).toBeVisible();
    });

    await test.step("Nora proposes a solution, and Carmen confirms it", async () => {
        await nora.getByRole("navigation", { name: say("en", "cases.kind_of_message") }).getByRole("link", { name: say("en", "cases.reply") }).click();
        await nora.locator("#reply-body").fill("Both collectors are **mended**; the night's visits were read in again.");
        await nora.getByLabel(say("en", "cases.intent")).first().selectOption("solution");
        await nora.locator("#reply").getByRole("button", { name: say("en", "cases.send_reply") }).click();
        const proposal = carmen.getByRole("article").filter({ hasText: "the night's visits were read in again" });
        await expect(proposal).toContainText(say("es", "cases.status_proposed"));
        await axe(carmen);
        await proposal.getByRole("button", { name: say("es", "cases.confirm_solved") }).click();
        await expect(carmen.locator(".case-head")).toContainText(say("es", "cases.closed_as", { reason: say("es", "cases.resolution_confirmed") }));
        await expect(nora.locator(".case-head")).toContainText(say("en", "cases.closed_as", { reason: say("en", "cases.resolution_confirmed") }));
        await axe(nora);
    });

    await test.step("the note is nowhere in what Carmen's browser received", async () => {
        // What she may read she did receive, and Nora received the note: the ears work.
        await carmen.waitForLoadState("networkidle");
        await carmen.reload();
        await hydrated(carmen);
        await carmen.waitForLoadState("networkidle");
        await carmen.goto("/cases");
        await hydrated(carmen);
        expect((await carmenHeard.sources("Two of nine collectors")).length).toBeGreaterThan(0);
        expect((await noraHeard.sources("k7Qz-41-internal")).length).toBeGreaterThan(0);
        expect(carmenHeard.frames).toBeGreaterThan(0);
        expect(await carmenHeard.sources("k7Qz-41-internal")).toEqual([]);
        expect(await carmenHeard.sources("Sospecho del balanceador")).toEqual([]);
    });
});
