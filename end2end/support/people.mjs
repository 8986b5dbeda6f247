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
