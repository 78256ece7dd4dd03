// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers
// The pages below /p/ in a real browser (Debian's Chromium): axe-core finds nothing at two widths in two colour schemes, nothing
// scrolls sideways, a new password is set with the keyboard alone, coming from a mail on another site. Without JavaScript of ours.
//   browser.mjs ORIGIN RESET-PATH INVITATION-PATH CONTACT-PATH [SHOTS]    started by browser.py
import http from "node:http";
import fs from "node:fs";
import os from "node:os";
import { execFileSync } from "node:child_process";
import { browse, check, focused, heading, look as lookAt } from "./eyes.mjs";

const [origin, link, invitation, contact, shots] = process.argv.slice(2);
const NEXT = "seventeen brass lanterns";
const look = (page, name) => lookAt(page, name, shots);

async function walk(page, mail) {
  await page.goto(mail);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/p/reset`);
  check(await heading(page) === "Set a new password", "a click in a mail on another site leads to the form");
  check(!(await page.content()).includes(link.split("/").pop()), "the page does not have the link's secret");
  await look(page, "reset");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  check(await focused(page) === "password", "Tab leads to the password", await focused(page));
  await page.keyboard.type("short");
  await page.keyboard.press("Tab");
  await page.keyboard.type("shorter");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".problems");
  check((await page.title()).startsWith("Problem: "), "the title says that something is wrong");
  check(await focused(page) === "problems", "the focus is on what is wrong", await focused(page));
  await look(page, "reset-problems");
  const described = await page.evaluate(() => document.getElementById("password").getAttribute("aria-describedby")
    .split(" ").map(id => document.getElementById(id)?.textContent ?? "nothing").join(" "));
  check(/At least 12.*needs at least 12/s.test(described), "a field tells what is wrong with it", described);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  check(await focused(page) === "password", "a problem leads to its field", await focused(page));
  await page.keyboard.type(NEXT);
  await page.keyboard.press("Tab");
  await page.keyboard.type(NEXT);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.waitForURL(`${origin}/p/reset-done`);
  check(await heading(page) === "Your password is set", "the password is set");
  await look(page, "reset-done");
  await page.goto(mail);
  await page.click("a");
  await page.waitForURL(`${origin}/p/reset`);
  check(await heading(page) === "This link does not work any more", "a second click finds the link used");
  await look(page, "reset-gone");
  check((await page.context().cookies()).every(cookie => cookie.name !== "reeve-link"), "its cookie is gone");
}

async function accept(page) {
  await page.goto(origin + invitation);
  await page.waitForURL(`${origin}/p/invitation`);
  check(await heading(page) === "You are invited", "an invitation is shown");
  await look(page, "invitation");
  await page.keyboard.press("Tab");
  check(await focused(page) === "name", "Tab leads to the name", await focused(page));
  await page.keyboard.press("Enter");
  await page.waitForSelector(".problems");
  await look(page, "invitation-problems");
  await page.focus("#name");
  await page.keyboard.type("Gus Guest");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type(NEXT);
  await page.keyboard.press("Tab");
  await page.keyboard.type(NEXT);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/p/invitation-done`);
  check(await heading(page) === "Welcome", "an invitation is accepted");
  await look(page, "invitation-done");
}

// The picture as Chromium paints it, read by zbarimg; the code is oathtool's.
async function secondFactor(page) {
  await page.goto(`${origin}/p/second-factor`);
  await look(page, "second-factor");
  await page.getByRole("button", { name: "Begin: Authenticator app" }).press("Enter");
  await page.waitForSelector("img.qr");
  await look(page, "second-factor-key");
  const picture = `${os.tmpdir()}/second-factor-${process.pid}.png`;
  await page.setViewportSize({ width: 360, height: 1200 });
  await page.screenshot({ path: picture });
  const uri = execFileSync("zbarimg", ["--quiet", "--raw", picture]).toString().trim();
  fs.unlinkSync(picture);
  const key = new URL(uri).searchParams.get("secret");
  check(uri.startsWith("otpauth://totp/") && (await page.textContent("code")).replaceAll(" ", "") === key, "zbarimg reads the key that is shown", uri);
  const reply = await page.request.get(`${origin}/p/second-factor?qr`);
  check(reply.headers()["cache-control"] === "no-store" && reply.headers()["content-type"] === "image/svg+xml", "the picture is kept nowhere");
  await page.focus("#code");
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".problems");
  await look(page, "second-factor-problems");
  await page.focus("#code");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(execFileSync("oathtool", ["--totp", "--base32", key]).toString().trim());
  await page.keyboard.press("Enter");
  await page.waitForSelector(".codes");
  check(await heading(page) === "Your recovery codes" && (await page.locator(".codes li").count()) === 10, "a code by oathtool puts it in force; ten recovery codes are shown");
  await look(page, "second-factor-codes");
  await page.goto(`${origin}/p/second-factor`);
  await look(page, "second-factor-on");
  await page.goto(`${origin}/p/second-factor?replace`);
  await look(page, "second-factor-replace");
  await page.goto(`${origin}/p/sessions`);
}

async function devices(page) {
  await page.goto(`${origin}/p/sessions`);
  await page.waitForURL(`${origin}/p/sign-in`);
  await look(page, "sign-in");
  await page.focus("#email");
  await page.keyboard.type("guest@example.org");
  await page.keyboard.press("Tab");
  await page.keyboard.type(NEXT);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/p/sessions`);
  check(await heading(page) === "Your devices", "signed in, the devices are listed");
  await look(page, "sessions");
  await secondFactor(page);
  await page.goto(`${origin}/p/report`);
  check((await page.textContent("main")).includes("guest@example.org"), "who is signed in reports their own account");
  await look(page, "report");
  await page.keyboard.press("Tab");
  check(await focused(page) === "text", "Tab leads to what was noticed", await focused(page));
  await page.goto(`${origin}/p/export`);
  await look(page, "export");
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the file" }).press("Enter");
  const download = await coming;
  const file = JSON.parse(fs.readFileSync(await download.path(), "utf8"));
  check(/^reeve-\d{4}-\d\d-\d\d\.json$/.test(download.suggestedFilename()) && file.account.email === "guest@example.org" && file.workspaces.length === 1,
    "what is kept of them is a file", download.suggestedFilename());
  await page.goto(`${origin}/p/sessions`);
  await page.getByRole("button", { name: "Sign out everywhere: All devices" }).press("Enter");
  await page.waitForURL(`${origin}/p/sign-in`);
  check(await heading(page) === "Sign in", "signed out everywhere");
}

async function forgot(page, other) {
  await page.goto(`${origin}/p/forgot`);
  await look(page, "forgot");
  await page.focus("#email");
  await page.keyboard.type("nobody");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".problems");
  await look(page, "forgot-problems");
  await page.focus("#email");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("nobody@example.org");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/p/forgot-sent`);
  await look(page, "forgot-sent");
  await page.goto(`${origin}/p/report`);
  await look(page, "report-ask");
  await page.focus("#email");
  await page.keyboard.type("nobody@example.org");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/p/report-sent`);
  await look(page, "report-sent");
  await page.goto(`${origin}/p/report-done`);
  await look(page, "report-done");
  const missing = await page.goto(`${origin}/p/nothing`);
  check(missing.status() === 404, "there is no such page");
  await look(page, "refusal");
  await page.goto(other);
  await page.click("button");
  await page.waitForURL(`${origin}/p/forgot`);
  check(await heading(page) === "This form can no longer be sent", "a form on another site is refused");
}

async function answer(page) {
  await page.goto(origin + contact);
  await page.waitForURL(`${origin}/p/contact`);
  check(await heading(page) === "You are asked for an answer", "a contact is asked");
  await look(page, "contact");
  await page.fill("#text", "Fine with me");
  await page.press("#text", "Enter");
  await page.waitForSelector(".problems");
  check(await heading(page) === "You are asked for an answer", "Enter in the text decides nothing");
  await look(page, "contact-problems");
  await page.check("input[value=approved]");
  await page.click("button");
  await page.waitForURL(`${origin}/p/contact-done`);
  check(await heading(page) === "Your answer is sent", "a contact answers");
  await look(page, "contact-done");
  await page.goto(origin + contact);
  check(await heading(page) === "This link does not work any more", "once");
  await look(page, "contact-gone");
}

// localhost and 127.0.0.1 are two sites to a browser.
const site = http.createServer((request, response) => {
  response.setHeader("Content-Type", "text/html");
  response.end(request.url === "/mail" ? `<title>Mail</title><a href="${origin}${link}">Set a new password</a>`
    : `<title>Evil</title><form method="post" action="${origin}/p/forgot"><input name="email" value="ada@example.org"><button>x</button></form>`);
}).listen(0, "localhost");
await new Promise(resolve => site.once("listening", resolve));
const elsewhere = `http://localhost:${site.address().port}`;
const failed = await browse(async page => {
  await walk(page, `${elsewhere}/mail`);
  await accept(page);
  await answer(page);
  await devices(page);
  await forgot(page, `${elsewhere}/evil`);
});
site.close();
process.exit(failed);
