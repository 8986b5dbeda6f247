// The people of the demo world, and how one signs in.

/** Everybody's password in the demo world. */
export const PASSWORD = "atiende-demo";

/** The way in. */
export const SIGN_IN = "/sign-in";

/**
 * Fills the form by its fields' names, so that it works in every language.
 * @param {import("@playwright/test").Page} page
 * @param {string} email
 * @param {string} password
 */
export async function signInForm(page, email, password = PASSWORD) {
    await page.goto(SIGN_IN);
    const form = page.locator("form", { has: page.locator('input[type="password"]') });
    await form.locator('input[name="email"], input[name$="[email]"]').fill(email);
    await form.locator('input[type="password"]').fill(password);
    await form.locator('[type="submit"]').click();
    await page.waitForURL((url) => url.pathname !== SIGN_IN);
}

/**
 * Chooses the language or the theme as the page's own switch does, from the next page on.
 * @param {import("@playwright/test").Page} page
 * @param {string} origin
 * @param {{ language?: string, theme?: string }} choice
 */
export async function choose(page, origin, choice) {
    for (const [name, value] of Object.entries(choice)) {
        const answer = await page.request.post(`${origin}/api/access/${name}`, {
            form: { [name]: value, next: "/" },
            headers: { origin, accept: "text/html", referer: `${origin}/` },
            maxRedirects: 0,
        });
        if (answer.status() >= 400) throw new Error(`choosing ${name}=${value} answered ${answer.status()}`);
    }
}
