// What needs more than a click: leave on trial, publishing, files up and down, history.
import { address, get, send } from "./api.js";
import { act } from "./acting.js";
import { element, say } from "./dom.js";
import { close, form, lines, open } from "./dialog.js";
import { shown, table } from "./store.js";
import { TEXTS } from "./texts.js";

// More is refused by the program, and a browser may show that as a line that broke.
const LARGEST = 10 * 1024 * 1024;

const input = (given = {}) => element("input", { maxlength: 200, ...given });

export function askLeave() {
  const names = [...new Set(shown.state.tables.flatMap((one) => one.people.map((person) => person.name)))];
  const first = table()?.days[0]?.date;
  const result = element("div", { class: "result", role: "status" });
  const fields = [
    ["person", TEXTS.person, element("select", {}, ...names.map((name) => element("option", {}, name)))],
    ["start", TEXTS.start, input({ type: "date", required: true, value: first })],
    ["end", TEXTS.end, input({ type: "date", required: true, value: first })],
  ];
  const asks = form(fields, TEXTS.tryIt, async (filled) => {
    const found = await act({ name: "try_leave", given: filled }, { quiet: true, loud: true });
    if (found) result.replaceChildren(element("p", { class: "light" }, found.light), lines(found.lines));
  });
  open(TEXTS.leave, asks, result);
}

export function askPublish() {
  const fields = [
    ["approver", TEXTS.approver, input({ required: true, maxlength: 40 })],
    ["reason", TEXTS.reason, input()],
    ["accept_gaps", TEXTS.acceptGaps, element("input", { type: "checkbox" })],
    ["allow_estimated", TEXTS.allowEstimated, element("input", { type: "checkbox" })],
  ];
  const asks = form(fields, TEXTS.publish, async (filled) => {
    const given = { version: shown.state.version, ...filled };
    const found = await act({ name: "publish", given }, { loud: true });
    if (found) written(TEXTS.publish, found);
  });
  open(TEXTS.publish, asks);
}

export function written(heading, found) {
  const files = (found.files || []).map((name) => element("li", {}, element("a", { href: address(name), download: name }, name)));
  open(heading, lines(found.lines || []), element("p", {}, TEXTS.written), element("ul", {}, ...files));
}

export async function make(name) {
  const found = await act({ name, given: { month: shown.state.month } }, { quiet: true });
  if (found) written(TEXTS[name], found);
}

export function askUpload() {
  const kinds = Object.entries(TEXTS.kinds).map(([value, text]) => element("option", { value }, text));
  const fields = [
    ["kind", TEXTS.kind, element("select", {}, ...kinds)],
    ["file", TEXTS.file, input({ type: "file", required: true, accept: ".xlsx,.xlsm,.csv" })],
  ];
  const asks = form(fields, TEXTS.send, async ({ kind, file }) => {
    if (file.size > LARGEST) throw new Error(TEXTS.tooLarge);
    if (await act(() => send(kind, file), { loud: true })) close();
  });
  open(TEXTS.upload, asks);
}

export async function showHistory() {
  const found = await act(() => get("history"), { quiet: true });
  if (found) open(TEXTS.history, found.lines.length ? lines(found.lines) : element("p", {}, TEXTS.none));
}

export function download() {
  const name = table()?.file;
  if (!name) {
    say(TEXTS.noDraft);
    return;
  }
  const link = element("a", { href: address(name), download: name });
  document.body.append(link);
  link.click();
  link.remove();
}
