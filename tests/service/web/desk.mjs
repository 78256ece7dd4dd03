// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers
// The pages of the breach desk in a real browser, from the link of a mail to what was decided, by keyboard, without JavaScript of
// ours; axe-core finds nothing at two widths in two colour schemes.
//   desk.mjs ORIGIN PATHS CODES PASSWORD [SHOTS]    started by desk.py; PATHS, CODES: JSON
import { browse, check, focused, heading, look as lookAt } from "./eyes.mjs";

const [origin, paths, codes, password, shots] = process.argv.slice(2);
const { one, several, missing } = JSON.parse(paths);
const left = JSON.parse(codes);
const look = (page, name) => lookAt(page, name, shots);

async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).press("Enter");
}

async function signIn(page) {
  await page.focus("#email");
  await page.keyboard.type("ada@example.org");
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#code");
}

async function enter(page, path) {
  await page.goto(origin + path);
  await page.waitForURL(`${origin}/p/instruct-sign-in`);
  await signIn(page);
  await page.keyboard.press("Tab");
  check(await focused(page) === "code", "Tab leads to the code", await focused(page));
  await page.keyboard.type(left.pop());
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/p/instruct`);
}

async function decideOne(page) {
  await page.goto(origin + one);
  await page.waitForURL(`${origin}/p/instruct-sign-in`);
  check(!(await page.content()).includes("bo@example.org"), "without signing in nothing is told");
  await look(page, "instruct-sign-in");
  await enter(page, one);
  check(await heading(page) === "Case 1: what is to be done?", "signed in, the case is shown", await heading(page));
  await look(page, "instruct");
  await press(page, "Give the instruction");
  await page.waitForSelector(".problems");
  check(await focused(page) === "problems", "the focus is on what is wrong", await focused(page));
  await look(page, "instruct-problems");
  await page.emulateMedia({ media: "print" });
  check(await page.isVisible("dl") && !await page.isVisible("#reason"), "what is known is printed, and no form");
  await page.emulateMedia({ media: "screen" });
  await page.focus("input[value=release]");
  await page.keyboard.press("ArrowDown");
  check(await page.isChecked("input[value=reissue]"), "arrow keys choose");
  await page.keyboard.press("Tab");
  check(await focused(page) === "until", "Tab leads to the day", await focused(page));
  await page.focus("#reason");
  await page.keyboard.type("Talked to Bo on the phone");
  await page.keyboard.press("Tab");
  check(await focused(page) === "code", "and to the code", await focused(page));
  await page.keyboard.type(left.pop());
  await page.keyboard.press("Enter");
  await page.waitForSelector("form", { state: "detached" });
  check(await heading(page) === "Case 1", "the instruction is given", await page.textContent("main"));
  check((await page.textContent("main")).includes("Released with new credentials by Ada"), "the instruction is carried out");
  await look(page, "instruct-done");
  check((await page.context().cookies()).every(cookie => cookie.name !== "reeve-visit"), "nobody is signed in any more");
}

async function decideSeveral(page) {
  await enter(page, several);
  await look(page, "instruct-several");
  await page.getByRole("button", { name: "Sign out: Decide later" }).press("Enter");
  await page.waitForURL(`${origin}/p/instruct-sign-in`);
  check(await heading(page) === "Sign in", "whoever decides later signs out");
}

async function lookElsewhere(page) {
  await enter(page, missing);
  check(await heading(page) === "There is no such case for you", "a case that is none");
  await look(page, "instruct-none");
  await page.goto(`${origin}/p/instruct-factor`);
  await look(page, "instruct-factor");
  await page.goto(`${origin}/p/instruct-sign-in?over`);
  await look(page, "instruct-over");
}

async function reportColleague(page) {
  await page.goto(`${origin}/p/report`);
  await page.getByRole("link", { name: "It is a colleague's account" }).press("Enter");
  await page.waitForURL(`${origin}/p/colleague-sign-in`);
  await look(page, "colleague-sign-in");
  await signIn(page);
  await page.focus("#code");
  await page.keyboard.type(left.pop());
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/p/colleague`);
  await look(page, "colleague");
  await press(page, "Report");
  await page.waitForSelector(".problems");
  await look(page, "colleague-problems");
  await page.focus("#email");
  await page.keyboard.type("cy@example.org");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Asked me for my code on the phone");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/p/colleague?done`);
  check(await heading(page) === "Your report has arrived", "a colleague's account is reported");
  await look(page, "colleague-done");
  check((await page.context().cookies()).every(cookie => cookie.name !== "reeve-visit"), "and nobody is signed in any more");
}

process.exit(await browse(async page => {
  await decideOne(page);
  await decideSeveral(page);
  await lookElsewhere(page);
  await reportColleague(page);
}));
