// People and dates: who is on which day, with leave; marks for shift work.
import { element } from "./dom.js";
import { openFree } from "./candidates.js";
import { seatButton } from "./seat.js";
import { KINDS } from "./grid.js";
import { TEXTS } from "./texts.js";

export function peopleGrid(table) {
  const days = table.days;
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, TEXTS.who),
    ...days.map((day) =>
      element("th", { scope: "col", class: KINDS[day.kind] || "" }, `${day.day}`, element("small", {}, day.weekday)),
    ),
    element("th", { scope: "col" }, TEXTS.served),
  );
  const several = table.posts.length > 1;
  const rows = table.posts.flatMap((post) => [
    ...(several ? [element("tr", {}, element("th", { scope: "rowgroup", colspan: days.length + 2, class: "post" }, post.post))] : []),
    ...table.people.filter((one) => one.post === post.post).map((person) => personRow(table, post, person)),
  ]);
  return element("table", { class: "people" }, element("thead", {}, head), element("tbody", {}, ...rows));
}

function personRow(table, post, person) {
  const marks = Object.fromEntries(post.shifts.map((shift) => [shift.name, shift.mark]));
  const own = table.slots.filter((slot) => slot.post === post.post);
  const cells = table.days.map((day) => {
    const slots = own.filter((slot) => slot.date === day.date);
    const taken = slots.flatMap((slot) =>
      slot.seats.flatMap((seat, nth) =>
        seat.person === person.key ? [seatButton(slot, seat, nth, day, marks[slot.shift] || "●")] : [],
      ),
    );
    const away = person.leaves[day.date];
    const free = !taken.length && slots.length ? freeCell(post, person, day, away) : away || "";
    return element("td", { class: `${KINDS[day.kind] || ""} ${away ? "away" : ""}` }, ...(taken.length ? taken : [free]));
  });
  const served = element("td", { class: "number" }, `${person.served.total}`);
  return element("tr", {}, element("th", { scope: "row" }, person.name), ...cells, served);
}

function freeCell(post, person, day, away) {
  // A cell has room for one character; the label says it whole.
  const text = away ? away[0] : post.kind === "排班" ? TEXTS.rest : "·";
  return element(
    "button",
    {
      type: "button",
      class: "free",
      tabindex: "-1",
      data: { day: day.date, who: person.key },
      "aria-label": `${person.name} ${day.day}日 ${away || TEXTS.rest}`,
      title: away,
      on: { click: () => openFree(post.post, day.date, person) },
    },
    text,
  );
}
