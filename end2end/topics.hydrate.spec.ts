// Help topics that are written in the portal: with a live preview, by way of review and schedule, restored, and translated.
import { SIZES, axe, expect, hydrated, layoutShifts, signIn, test } from "./support/test.ts";
import { call } from "./support/cases.ts";
import { say, saying } from "./support/words.ts";
import type { Page } from "@playwright/test";

test.use({ viewport: SIZES.desktop });

const button = (page: Page, key: string) => page.getByRole("button", { name: say("es", `topic_edit.${key}`), exact: true });
const said = (page: Page, key: string) => expect(page.locator("#toasts").getByText(say("es", `topic_edit.${key}`), { exact: true }).last()).toBeVisible();
const preview = (page: Page) => page.locator(".topic-beside-part").first();

/** Publishes a topic; answers its id. */
async function publish(page: Page, path: string, language: string, body: string): Promise<string> {
    const form = { "form[language]": language, "form[shelf]": "pulso", "form[path]": path, "form[title]": path, "form[body]": body, "form[deed]": "publish" };
    return (await call<{ Done: { topic: string } }>(page, "topics/edit/save", form)).Done.topic;
}

test("HELP-5 an operator writes a topic with a live preview, has it reviewed, publishes it, and schedules a change", async ({ page }) => {
    await signIn(page, "oscar@brujula.example");
    await page.goto("/operate/topics");
    await hydrated(page);
    await page.getByRole("link", { name: say("es", "topic_edit.new"), exact: true }).click();
    await page.locator("#language").selectOption("es");
    await page.locator("#shelf").selectOption({ label: "Pulso" });
    await page.locator("#path").fill("Primeros pasos");
    await page.locator("#title").fill("Medir cebras");
    await page.locator("#body").pressSequentially(">[!NOTE]\n>\n>Cuente las **cebras** y vea [nada](nada.md).");
    await expect(preview(page).locator("blockquote strong").first()).toHaveText("Nota");
    await expect(preview(page).locator("blockquote strong").last()).toHaveText("cebras");
    await expect(page.locator(".topic-findings li")).toHaveText([say("es", "topic_edit.nowhere", { about: "nada.md" })]);
    // nothing of it is stored yet, and all of it comes back
    await page.reload();
    await hydrated(page);
    await said(page, "said_unsaved");
    await expect(page.locator("#title")).toHaveValue("Medir cebras");
    await expect(page.locator("#shelf")).toHaveValue("pulso");
    await expect(page.locator("#path")).toHaveValue("Primeros pasos");
    await button(page, "save").click();
    await expect(page.locator("#path-error")).toHaveText(say("es", "topic_edit.problem_path"));
    await expect(page.locator("#summary")).toBeFocused();
    await page.locator("#path").fill("primeros-pasos/cebras");
    await expect(page.locator(".topic-edit-address code")).toHaveText("/topics/es/pulso/primeros-pasos/cebras");
    await button(page, "save").click();
    await said(page, "said_save");
    await expect(page).toHaveURL(/\/operate\/topics\/edit\?id=/);
    await expect(page.locator("#path")).toBeHidden();
    await page.locator("#body").press("Control+End");
    await page.locator("#body").pressSequentially("\n\nDespués, sume.");
    // what was typed and not saved is there again
    const typed = await page.locator("#body").inputValue();
    await page.reload();
    await hydrated(page);
    await said(page, "said_unsaved");
    await expect(page.locator("#body")).toHaveValue(typed);
    await expect(preview(page)).toContainText("Después, sume.");
    await button(page, "send_to_review").click();
    await said(page, "said_review");
    await page.reload();
    await hydrated(page);
    await expect(page.locator("#body")).toHaveValue(typed);
    await expect(page.getByText(say("es", "topic_edit.said_unsaved"))).toHaveCount(0);
    await expect(page.locator(".topic-edit-state .badge")).toHaveText(say("es", "topic_edit.state_review"));
    await axe(page);
    await page.locator("#note").fill("Falta un ejemplo.");
    await button(page, "send_back").click();
    await said(page, "said_send_back");
    await expect(page.locator(".topic-edit-state .notice")).toContainText("Falta un ejemplo.");
    await button(page, "publish_now").click();
    await expect(page).toHaveURL(/\/topics\/es\/pulso\/primeros-pasos\/cebras$/);
    await expect(page.locator("article")).toContainText("Después, sume.");

    await page.getByRole("link", { name: say("es", "topic_edit.edit"), exact: true }).click();
    await page.locator("#body").fill("Otra cosa.");
    await page.locator("#publish_at").fill("2001-01-01T09:00");
    await button(page, "schedule").click();
    await expect(page.locator("#publish_at-error")).toHaveText(say("es", "topic_edit.problem_past"));
    await expect(page.locator("#body")).toHaveValue("Otra cosa.");
    await page.locator("#publish_at").fill(`${new Date().getFullYear() + 1}-01-15T09:00`);
    await button(page, "schedule").click();
    await expect(page).toHaveURL(/\/operate\/topics$/);
    const row = page.getByRole("row").filter({ hasText: "Medir cebras" });
    await expect(row).toContainText(saying("es", "topic_edit.scheduled_for"));
    await row.getByRole("link").click();
    await expect(page.locator("#publish_at")).toHaveValue(/-01-15T09:00$/);
    // a topic that is published is found within two seconds
    await expect(async () => {
        const { found } = await call<{ found: { own: unknown[] } }>(page, "topics/help?query=q%3Dcebras");
        expect(found.own.length).toBeGreaterThan(0);
    }).toPass({ timeout: 5_000 });
});

test("HELP-5 an earlier version is compared and restored, and what somebody else did meanwhile is not overwritten", async ({ page, visitor }) => {
    await signIn(page, "oscar@brujula.example");
    const topic = await publish(page, "versiones", "es", "Uno dice algo.\n\nTres.\n");
    await page.goto(`/operate/topics/edit?id=${topic}`);
    await hydrated(page);
    await page.locator("#body").fill("Uno dice nada.\n\nTres.\n");
    await button(page, "publish_now").click();
    await expect(page.locator("article")).toContainText("Uno dice nada.");
    await page.getByRole("link", { name: say("es", "topic_edit.versions"), exact: true }).click();
    await page.getByRole("link", { name: say("es", "topic_edit.compare_version", { version: 1 }) }).click();
    await expect(page.locator("[data-line=gone] mark")).toHaveText(["algo."]);
    await expect(page.locator("[data-line=came] mark")).toHaveText(["nada."]);
    await axe(page);
    await page.getByRole("link", { name: say("es", "topic_edit.restore_version", { version: 1 }) }).first().click();
    await expect(page.locator("#body")).toHaveValue("Uno dice algo.\n\nTres.\n");
    await button(page, "save").click();
    await said(page, "said_save");

    const other = await visitor({ viewport: SIZES.desktop });
    await signIn(other, "oscar@brujula.example");
    await other.goto(`/operate/topics/edit?id=${topic}`);
    await hydrated(other);
    await other.locator("#body").fill("De otra ventana.");
    await button(other, "save").click();
    await said(other, "said_save");
    await page.locator("#body").fill("De esta ventana.");
    await button(page, "save").click();
    await expect(page.locator("#summary li")).toHaveText(say("es", "topic_edit.problem_changed"));
    await expect(page.locator("#topic-stored pre")).toContainText("De otra ventana.");
    await axe(page);
    await expect(page.locator("#body")).toHaveValue("De esta ventana.");
    // what was refused is kept under the draft that is shown now, and a reload brings it back
    await expect(page.locator("[name='form[number]']")).toHaveValue("2");
    await page.reload();
    await hydrated(page);
    await said(page, "said_unsaved");
    await expect(page.locator("#body")).toHaveValue("De esta ventana.");
    await button(page, "save").click();
    await said(page, "said_save");
    await expect(page.locator("#summary")).toHaveCount(0);

    // nothing comes back over what was published since it was typed
    await other.locator("#body").fill("Otra vez de otra.");
    await button(page, "publish_now").click();
    await expect(page.locator("article")).toContainText("De esta ventana.");
    await other.reload();
    await hydrated(other);
    await expect(other.locator("#body")).toHaveValue(/^De esta ventana\./);
    await expect(other.getByText(say("es", "topic_edit.said_unsaved"))).toHaveCount(0);
});

test("HELP-5 a topic is withdrawn by two presses, and publishing it brings it back", async ({ page }) => {
    await signIn(page, "oscar@brujula.example");
    const topic = await publish(page, "retirado", "es", "Ya no vale.\n");
    await page.goto(`/operate/topics/edit?id=${topic}`);
    await hydrated(page);
    await page.locator("summary", { hasText: say("es", "topic_edit.withdraw") }).click();
    await axe(page);
    await button(page, "withdraw_now").click();
    await expect(page).toHaveURL("/operate/topics?saved=withdrawn");
    await expect(page.getByText(say("es", "topic_edit.said_withdrawn"))).toBeVisible();
    expect((await page.request.get("/topics/es/pulso/retirado")).status()).toBe(404);
    await hydrated(page);
    await page.locator("section", { hasText: say("es", "topic_edit.out_of_sight") }).getByRole("link", { name: "retirado" }).click();
    await expect(page.locator(".notice", { hasText: say("es", "topic_edit.withdrawn") })).toBeVisible();
    await expect(page.locator("summary", { hasText: say("es", "topic_edit.withdraw") })).toHaveCount(0);
    await button(page, "publish_now").click();
    await expect(page).toHaveURL("/topics/es/pulso/retirado");
    await expect(page.locator("article")).toContainText("Ya no vale.");
});

test("HELP-7 a link to a place leads there, also from another topic and into what is folded up", async ({ page }) => {
    await signIn(page, "oscar@brujula.example");
    await publish(page, "plegado", "es", `# Uno\n\n## Arriba\n\n## Medio\n\n${"Texto.\n\n".repeat(80)}+++ Más\n\n## Ocultación\n\nAquí.\n\n+++\n`);
    await publish(page, "enlace", "es", "# Dos\n\n[Ver](plegado.md#ocultación)\n");
    await page.goto("/topics/es/pulso/enlace");
    await hydrated(page);
    await page.locator("article").getByRole("link", { name: "Ver" }).click();
    const place = page.locator("#t-ocultación");
    await expect(place).toBeInViewport();
    await page.locator("article summary").click();
    await page.locator("body").press("Home");
    await expect(place).not.toBeVisible();
    await page.goto("/topics/es/pulso/plegado");
    await hydrated(page);
    await page.locator("a[href$='#t-ocultación']").first().click();
    await expect(place).toBeInViewport();
});

test("HELP-6 a topic is translated beside its source, and readers are told which side is newer", async ({ page, visitor }) => {
    await page.setViewportSize(SIZES.portrait);
    await signIn(page, "oscar@brujula.example");
    const source = await publish(page, "lados", "es", "El texto en español.\n");
    await page.goto("/topics/es/pulso/lados");
    await hydrated(page);
    await page.getByRole("link", { name: say("es", "topic_edit.translate"), exact: true }).click();
    await page.locator("summary", { hasText: say("es", "topics.found_in_own") }).first().click();
    await expect(page.locator(".topic-beside-part").nth(1).getByText("El texto en español.")).toBeVisible();
    await expect(preview(page).getByText("El texto en español.")).toBeHidden();
    await page.locator("#title").fill("Sides");
    await page.locator("#body").fill("The text in English.\n");
    await button(page, "publish_now").click();
    await expect(page).toHaveURL("/topics/en/pulso/lados");
    await page.goto(`/operate/topics/edit?id=${source}`);
    await hydrated(page);
    await page.locator("#body").fill("El texto en español, cambiado.\n");
    await button(page, "publish_now").click();
    await expect(page.locator("article")).toContainText("cambiado");
    await page.goto("/operate/topics");
    await hydrated(page);
    await page.locator("section", { hasText: say("es", "topic_edit.stale_topics") }).getByRole("link", { name: "Sides" }).click();
    await expect(page.locator(".topic-edit-state .notice")).toContainText(say("es", "topic_edit.stale_look"));
    await axe(page);
    expect(await layoutShifts(page)).toEqual([]);

    const liam = await visitor();
    await signIn(liam, "liam@northwind.example");
    await liam.goto("/topics/en/pulso/lados");
    await hydrated(liam);
    await axe(liam);
    await liam.getByRole("link", { name: say("en", "topics.stale_read") }).click();
    await expect(liam).toHaveURL("/topics/es/pulso/lados");
});
