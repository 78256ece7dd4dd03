// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers
// What the tests of the pages look with: a page of Debian's Chromium, axe-core, and TAP.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
let count = 0, failed = 0;

export function check(good, name, note = "") {
  count++;
  failed += !good;
  console.log(`${good ? "ok" : "not ok"} ${count} - ${name}`);
  if (!good && note) console.log(String(note).replace(/^/gm, "# "));
}

export async function look(page, name, shots) {
  for (const width of [360, 1200])
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      check(found.violations.length === 0, `${name}, ${width} px, ${colorScheme}: axe-core finds nothing`,
        found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html + " " + n.failureSummary).join("; ")}`).join("\n"));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      check(!wide, `${name}, ${width} px, ${colorScheme}: nothing scrolls sideways`);
      if (shots) await page.screenshot({ path: `${shots}/web-${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
}

export const focused = page => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);
export const heading = page => page.textContent("h1");

// Runs @walk with a page that nothing was opened in yet; the process ends with it.
export async function browse(walk) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium-headless-shell", args: ["--no-sandbox", "--disable-gpu"] });
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = [];
  page.on("console", message => complaints.push(message.text()));
  page.setDefaultTimeout(60000);
  try {
    await walk(page);
    const unexpected = complaints.filter(text => !/status of (4\d\d)/.test(text));
    check(unexpected.length === 0, "the browser has nothing to complain about", unexpected.join("\n"));
  } catch (error) {
    check(false, "the test itself", `${error.stack}\n${page.url()}\n${await page.textContent("main").catch(() => "")}`);
  }
  await browser.close();
  console.log(`1..${count}`);
  return failed ? 1 : 0;
}
