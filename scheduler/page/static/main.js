// The page: reads the month, draws it, and does what its buttons say.
import { get, post } from "./api.js";
import { act } from "./acting.js";
import * as asking from "./asking.js";
import { button, find, put, say } from "./dom.js";
import { monthGrid } from "./grid.js";
import * as keys from "./keys.js";
import { drawAside } from "./loads.js";
import { peopleGrid } from "./matrix.js";
import { drawProblems } from "./problems.js";
import { byShifts, hear, show, shown, table } from "./store.js";
import { label, TEXTS } from "./texts.js";

function draw() {
  const { state } = shown;
  const looked = keys.remember();
  const now = table();
  find("centre").textContent = state.centre || TEXTS.roster;
  find("month").textContent = state.month;
  find("status").textContent = state.status.text;
  find("status").className = state.status.kind;
  find("next").textContent = state.next;
  document.title = state.title || TEXTS.roster;
  for (const name of ["undo", "redo", "solve", "publish"]) {
    find(name).disabled = !state.can[name] || shown.busy;
  }
  for (const name of ["before", "after"]) find(name).disabled = !state.month;
  find("stop").hidden = !(shown.busy || state.solving);
  put("tables", ...state.tables.map((one, nth) => tab(one.name, nth === shown.table, () => show({ table: nth }))));
  const view = byShifts() ? "people" : shown.view;
  const views = !now ? [] : byShifts() ? ["people"] : ["month", "people"];
  put("views", ...views.map((name) => tab(TEXTS[name], name === view, () => show({ view: name }))));
  find("line").textContent = now ? now.line : "";
  put("sheet", ...(now ? [view === "people" ? peopleGrid(now) : monthGrid(now)] : []));
  drawAside(now);
  drawProblems(state);
  keys.recall(looked);
}

const tab = (text, on, press) => button(text, press, { "aria-pressed": `${on}`, class: "tab" });

const read = (month) => act(() => get("state", { month }), { done: "" });

function move(by) {
  const [year, month] = shown.state.month.split("-").map(Number);
  const other = new Date(Date.UTC(year, month - 1 + by, 1));
  return read(other.toISOString().slice(0, 7));
}

async function solve() {
  show({ busy: true });
  say(TEXTS.solving);
  const given = { version: shown.state.version, table: "" };
  await act({ name: "solve", given }, { done: TEXTS.solved });
  show({ busy: false });
}

const BUTTONS = {
  before: () => move(-1),
  after: () => move(1),
  check: () => read(shown.state.month),
  solve,
  stop: () => act({ name: "stop", given: {} }, { quiet: true }),
  undo: () => act({ name: "undo", given: { version: shown.state.version } }),
  redo: () => act({ name: "redo", given: { version: shown.state.version } }),
  leave: asking.askLeave,
  publish: asking.askPublish,
  forms: () => asking.make("forms"),
  report: () => asking.make("report"),
  history: asking.showHistory,
  download: asking.download,
  print: () => window.print(),
  upload: asking.askUpload,
  quit: async () => {
    await post("quit");
    document.body.replaceChildren(TEXTS.ended);
  },
};

function listen() {
  const told = new EventSource("/api/events");
  told.addEventListener("progress", (event) => say(JSON.parse(event.data).text || TEXTS.solving));
  told.addEventListener("changed", (event) => {
    const { version } = JSON.parse(event.data);
    if (!shown.busy && version !== shown.state?.version) read(shown.state.month);
  });
  told.addEventListener("bye", () => told.close());
}

label(document);
hear(draw);
// One after the other, each on what the one before has led to; a search is stopped at once.
let last = Promise.resolve();
const AT_ONCE = ["stop", "quit", "print"];
for (const [id, press] of Object.entries(BUTTONS)) {
  find(id).addEventListener("click", () => {
    if (AT_ONCE.includes(id)) press();
    else last = last.then(press, press);
  });
}
keys.listen();
say(TEXTS.loading);
await read(undefined);
listen();
