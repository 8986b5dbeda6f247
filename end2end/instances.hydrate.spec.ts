// Two instances on one PostgreSQL: what is written on one appears live on the other.
import { expect, hydrated, postgresUrl, signIn, test } from "./support/test.ts";
import { commentOn, prepareCase } from "./support/cases.ts";
import { say } from "./support/words.ts";

test.skip(!postgresUrl, "several instances share a PostgreSQL only; ATIENDE_TEST_POSTGRES_URL is not set");

test("what is written on one instance appears live on the other, both ways", async ({ page, portal, visitor }) => {
    test.slow();
    const other = await portal.another();
    expect(other.url).not.toBe(portal.url);
    await signIn(page, "carmen@rio-azul.example");
    const nora = await visitor({ baseURL: other.url, locale: "en-GB" });
    await signIn(nora, "nora@brujula.example");
    await nora.goto("/desk");
    await hydrated(nora);
    await nora.evaluate(() => Object.assign(window, { sinceBefore: true }));

    const number = await prepareCase(page, { title: "Opened on the first instance" });
    const row = nora.getByRole("row").filter({ hasText: number });
    await expect(row).toBeVisible();
    expect(await nora.evaluate(() => "sinceBefore" in window)).toBe(true);

    await page.goto(`/cases/${number}`);
    await hydrated(page);
    await row.getByRole("button", { name: say("en", "desk.take"), exact: true }).click();
    await expect(page.locator(".case-head")).toContainText(say("es", "cases.status_assigned"));
    await commentOn(nora, number, "Written on the **second** instance.");
    await expect(page.getByRole("article").filter({ hasText: "Written on the second instance." })).toBeVisible();

    await nora.goto(`/cases/${number}`);
    await hydrated(nora);
    // Written as slowly as people write: what was said before Nora's page listens is not said again, what follows is.
    const written = page.locator("#reply-body").pressSequentially("Y yo en la primera", { delay: 250 });
    await expect(nora.getByText(say("en", "cases.writing", { n: 1, names: "Carmen Ibáñez de la Fuente" }))).toBeVisible();
    await written;
    await page.locator("#reply").getByRole("button", { name: say("es", "cases.send_reply") }).click();
    await expect(nora.getByRole("article").filter({ hasText: "Y yo en la primera" })).toBeVisible();
});
