// The month, a column for every weekday, Monday first.
import { element } from "./dom.js";
import { seatButton } from "./seat.js";

const WEEK = "一二三四五六日";

export function monthGrid(table) {
  const head = element("tr", {}, ...[...WEEK].map((day) => element("th", { scope: "col" }, `周${day}`)));
  const rows = [];
  let row = null;
  for (const day of table.days) {
    const column = WEEK.indexOf(day.weekday);
    if (!row || column === 0) {
      row = element("tr", {});
      rows.push(row);
      for (let nth = 0; rows.length === 1 && nth < column; nth += 1) row.append(element("td", { class: "outside" }));
    }
    row.append(dayCell(table, day));
  }
  while (row && row.children.length < 7) row.append(element("td", { class: "outside" }));
  return element("table", { class: "month" }, element("thead", {}, head), element("tbody", {}, ...rows));
}

function dayCell(table, day) {
  const own = table.slots.filter((slot) => slot.date === day.date);
  const kind = day.kind === "工作日" ? "" : day.kind;
  const named = [kind, day.name].filter(Boolean).join(" ");
  const several = table.posts.length > 1 || own.length > 1;
  return element(
    "td",
    { class: `day ${KINDS[day.kind] || ""}` },
    element("div", { class: "date" }, element("b", {}, `${day.day}`), named && element("span", {}, named)),
    ...own.map((slot) => seats(slot, day, several)),
  );
}

function seats(slot, day, several) {
  const buttons = slot.seats.map((seat, nth) => seatButton(slot, seat, nth, day));
  const shown = several && element("span", { class: "post" }, slot.label);
  const said = [...slot.breaches.map((text) => note("breach", text)), ...slot.warnings.map((text) => note("warning", text))];
  return element("div", { class: "slot" }, shown || null, ...buttons, ...said);
}

const note = (kind, text) => element("p", { class: kind }, text);

export const KINDS = { 休息日: "rest", 法定节假日: "holiday", 调休上班: "adjusted" };
