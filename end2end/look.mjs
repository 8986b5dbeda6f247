import { chromium } from "playwright-core";
const [,, base, who, lang, theme, size, ...paths] = process.argv;
const [w,h] = size.split("x").map(Number);
const b = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const c = await b.newContext({ viewport: { width: w, height: h }, locale: lang, colorScheme: theme });
const p = await c.newPage();
p.on("console", m => console.log("CONSOLE", m.type(), m.text().slice(0,600)));
p.on("pageerror", e => console.log("PAGEERROR", String(e).slice(0,600)));
await p.goto(base + "/sign-in");
await p.fill("[name='form[email]']", who);
await p.fill("[name='form[password]']", "atiende-demo");
await p.click("main button[type=submit]");
await p.waitForURL(u => !u.pathname.startsWith("/sign-in"));
let i = 0;
for (let path of paths) {
  if (path === "FIRSTCASE") { await p.goto(base + "/cases"); path = await p.getAttribute(".cases-table .table-main", "href"); }
  const t = Date.now();
  const r = await p.goto(base + path);
  await p.waitForSelector("body[data-hydrated]", { timeout: 15000 }).catch(() => console.log("NOT HYDRATED", path));
  await p.waitForTimeout(600);
  const ov = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const name = `/tmp/views-shots/${i++}-${who.split("@")[0]}-${path.replace(/[^a-z0-9]+/gi,"_")}-${theme}-${size}.png`;
  await p.screenshot({ path: name, fullPage: true });
  console.log(r.status(), path, "overflow", ov, Date.now()-t, "ms", name);
}
await b.close();
