// Who else could take a seat: lawful ones first, each with its effect in words.
import { get } from "./api.js";
import { act } from "./acting.js";
import { button, element } from "./dom.js";
import { close, form, lines, open } from "./dialog.js";
import { slotOf, table, where } from "./store.js";
import { TEXTS } from "./texts.js";

const about = (slot) => `${slot.date} ${slot.label}`;

export async function openCandidates(id, old) {
  const slot = slotOf(id);
  const judged = await act(() => get("judge", { table: table().name, slot: id }), { quiet: true });
  if (!judged) return;
  const give = (person) => changed("assign", { slot: id, old, new: person });
  const others = judged.candidates.filter((one) => one.person !== old);
  open(
    `${about(slot)}：${slot.seats.map((seat) => seat.name || TEXTS.open).join("、")}`,
    judged.why ? element("p", {}, judged.why) : null,
    slot.breaches.length ? lines(slot.breaches, "breach") : null,
    slot.warnings.length ? lines(slot.warnings, "warning") : null,
    element("ul", { class: "candidates" }, ...others.map((one) => candidate(one, give, id, old))),
    element(
      "div",
      { class: "own" },
      button(slot.locked || slot.edited ? TEXTS.unlock : TEXTS.lock, () => changed("lock", { slot: id, on: !(slot.locked || slot.edited) })),
      old ? button(TEXTS.vacate, () => give(null)) : null,
    ),
  );
}

async function changed(name, given) {
  close();
  await act({ name, given: { ...where(), ...given } });
}

function candidate(one, give, slot, old) {
  const said = one.text;
  const name = element("b", {}, one.name);
  if (one.lawful && !one.serves) {
    const choice = button("", () => give(one.person), { class: "lawful" });
    choice.append(name, element("span", {}, said));
    return element("li", {}, choice);
  }
  const special = one.dispensable && button(TEXTS.dispense, () => dispense(one, slot, old));
  return element("li", { class: "unlawful" }, name, element("span", {}, said), special || null);
}

function dispense(one, slot, old) {
  const fields = [
    ["approver", TEXTS.approver, element("input", { required: true, maxlength: 40 })],
    ["reason", TEXTS.reason, element("input", { required: true, maxlength: 200 })],
  ];
  open(
    `${TEXTS.dispense}：${one.name}`,
    element("p", {}, one.text),
    form(fields, TEXTS.dispense, async (filled) => {
      await act({ name: "assign", given: { ...where(), slot, old, new: one.person, ...filled } }, { loud: true });
      close();
    }),
  );
}

// Somebody who is free that day: in whose place, in which shift?
export function openFree(post, date, person) {
  const slots = table().slots.filter((one) => one.post === post && one.date === date);
  const choices = slots.flatMap((slot) =>
    slot.seats.map((seat) =>
      button(
        `${slot.label} ${seat.person ? TEXTS.instead(seat.name) : TEXTS.fill}`,
        () => changed("assign", { slot: slot.id, old: seat.person, new: person.key }),
      ),
    ),
  );
  open(`${person.name} ${date}`, element("div", { class: "own" }, ...choices));
}
