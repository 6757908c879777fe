// One seat of one duty: a button that opens the candidates, and can be dragged on another.
import { element } from "./dom.js";
import { openCandidates } from "./candidates.js";
import { draggable } from "./drag.js";
import { TEXTS } from "./texts.js";

export function seatButton(slot, seat, nth, day, text = "") {
  const name = seat.name || TEXTS.open;
  const flags = [
    slot.locked || slot.edited ? TEXTS.locked : "",
    slot.begun ? TEXTS.begun : "",
  ].filter(Boolean);
  const wrong = slot.breaches.length ? "wrong" : slot.warnings.length ? "doubt" : "";
  const made = element(
    "button",
    {
      type: "button",
      class: `seat ${seat.person ? "" : "open"} ${wrong}`,
      data: { slot: slot.id, seat: nth, person: seat.person || "" },
      "aria-label": [TEXTS.cell(day.day, slot.label, name), ...flags, ...slot.breaches, ...slot.warnings].join("，"),
      title: name,
      tabindex: "-1",
      on: { click: () => openCandidates(slot.id, seat.person) },
    },
    element("span", { class: "name" }, text || name),
    ...(text ? [] : flags.map((flag) => element("small", {}, flag))),
  );
  draggable(made);
  return made;
}
