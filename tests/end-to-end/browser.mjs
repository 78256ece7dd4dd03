// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers
// The default browser of a test's desktop: a real one without a window, and somebody who signs in at the provider's pages.
//   browser.mjs URL      started by the desktop, as any browser is
// browser.json beside the desktop's data says who: {"login": ADDRESS} goes all the way, {"abort": true} gives up at the provider,
// {"idle": true} does not even open it, {"stray": true} first comes to the console with a state of its own; "pictures" is a folder
// for the last page. What was seen is added to browser.log, a JSON value a line.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../package.json", import.meta.url));
const { chromium } = require("playwright-core");
const data = process.env.XDG_DATA_HOME;
const wanted = JSON.parse(fs.readFileSync(`${data}/browser.json`, "utf8"));
const url = process.argv[2];
const note = value => fs.appendFileSync(`${data}/browser.log`, JSON.stringify(value) + "\n");
const back = /^http:\/\/127\.0\.0\.1:\d+\/reeve\/signed-in\?/;

note({ url });
if (wanted.idle) process.exit(0);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium-headless-shell", args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage();
  const problems = [];
  page.on("console", message => { if (back.test(page.url()) && /Security/.test(message.text())) problems.push(message.text()); });
  if (wanted.stray) {
    const target = new URL(new URL(url).searchParams.get("redirect_uri"));
    for (const query of ["?code=x&state=" + "A".repeat(43), "?code=x", "?state=a&state=b&code=x"]) {
      const reply = await page.goto(target.href + query);
      note({ stray: query, status: reply.status(), heading: await page.textContent("h1") });
    }
  }
  await page.goto(url);
  if (wanted.abort) {
    await page.click("a[href*=abort]");
  } else {
    await page.fill("[name=login]", wanted.login);
    await page.fill("[name=password]", "anything");
    await page.click("[type=submit]");
    await page.waitForSelector("[name=prompt][value=consent]", { state: "attached" });
    await page.click("[type=submit]");
  }
  await page.waitForURL(back, { timeout: 0 });
  const text = await page.content();
  const query = new URL(page.url()).searchParams;
  note({ heading: await page.textContent("h1"), paragraph: await page.textContent("p"),
    leaks: [...query.values()].filter(value => text.includes(value)), problems });
  if (wanted.pictures)
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${wanted.pictures}/sso-browser-${colorScheme}.png` });
    }
} catch (error) {
  note({ error: String(error) });
} finally {
  await browser.close();
}
