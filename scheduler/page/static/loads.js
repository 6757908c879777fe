// The right side: what everybody has this month, and is owed before and after it.
import { element, find, put } from "./dom.js";
import { TEXTS } from "./texts.js";

export function drawAside(table) {
  find("fairness").textContent = table ? table.fairness : "";
  put("loads", ...(table ? table.posts.map((post) => loads(table, post)) : []));
  const gaps = table ? table.gaps : [];
  put("gaps", ...gaps.map((gap) => gapView(table, gap)));
  document.querySelector("h2.gaps").hidden = !gaps.length;
  put("changes", ...(table ? table.changes : []).map((one) => element("li", {}, one.text)));
  document.querySelector("h2.changes").hidden = !table || !table.changes.length;
}

function loads(table, post) {
  const people = table.people.filter((one) => one.post === post.post);
  const most = Math.max(1, ...people.map((one) => one.served.total));
  const head = [TEXTS.who, TEXTS.served, TEXTS.restDays, TEXTS.holidays, TEXTS.balance];
  return element(
    "table",
    { class: "loads" },
    table.posts.length > 1 ? element("caption", {}, post.post) : null,
    element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...people.map((one) => load(one, most))),
  );
}

function load(person, most) {
  const bar = element("span", { class: "load" });
  bar.style.width = `${(60 * person.served.total) / most}px`;
  return element(
    "tr",
    {},
    element("th", { scope: "row", title: person.name }, person.name),
    element("td", { class: "bars" }, bar, `${person.served.total}`),
    element("td", { class: "number" }, `${person.served.rest}`),
    element("td", { class: "number" }, `${person.served.holiday}`),
    element("td", {}, person.words, element("small", {}, TEXTS.was(TEXTS.owed(person.opening.total)))),
  );
}

function gapView(table, gap) {
  const slot = table.slots.find((one) => one.id === gap.slot);
  const cures = gap.cures.map((text) => element("li", {}, text));
  const reasons = gap.reasons.map((text) => element("li", {}, text));
  return element(
    "details",
    { open: cures.length > 0 },
    element("summary", {}, slot ? `${slot.date} ${slot.label}` : gap.slot),
    ...listed("cures", cures),
    ...listed("reasons", reasons),
  );
}

function listed(kind, lines) {
  return lines.length ? [element("p", {}, `${TEXTS[kind]}：`), element("ul", { class: kind }, ...lines)] : [];
}
