// The keyboard: arrows from seat to seat, L locks, Ctrl+Z and Ctrl+Y take back and repeat.
import { find } from "./dom.js";
import { act } from "./acting.js";
import { shown, slotOf, where } from "./store.js";

const SEATS = "#sheet button";

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (find("dialog").open || !shown.state) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key.toLowerCase() === "z") press(event, event.shiftKey ? "redo" : "undo");
    else if (ctrl && event.key.toLowerCase() === "y") press(event, "redo");
    else if (event.key.startsWith("Arrow")) move(event);
    else if (event.key.toLowerCase() === "l" && !ctrl) lock(event);
  });
}

function press(event, id) {
  event.preventDefault();
  if (!find(id).disabled) find(id).click();
}

function lock(event) {
  const slot = slotOf(document.activeElement?.dataset?.slot);
  if (!slot) return;
  event.preventDefault();
  act({ name: "lock", given: { ...where(), slot: slot.id, on: !(slot.locked || slot.edited) } });
}

function move(event) {
  const every = [...document.querySelectorAll(SEATS)];
  if (!every.length || !find("sheet").contains(document.activeElement)) return;
  event.preventDefault();
  const at = document.activeElement;
  const next = every.includes(at) ? beside(every, at, event.key) : every[0];
  if (next) settle(next);
}

// The nearest one in that direction, as it is drawn.
function beside(every, at, key) {
  const here = at.getBoundingClientRect();
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const [x, y] = middle(here);
  const ahead = every.map((one) => {
    const [other, below] = middle(one.getBoundingClientRect());
    const [along, aside] = across ? [other - x, below - y] : [below - y, other - x];
    return { one, along: sign * along, aside: Math.abs(aside) };
  });
  const able = ahead.filter(({ one, along }) => one !== at && along > 2);
  able.sort((a, b) => a.along + 4 * a.aside - (b.along + 4 * b.aside));
  return able[0]?.one;
}

export function settle(made) {
  for (const one of document.querySelectorAll(SEATS)) one.tabIndex = -1;
  made.tabIndex = 0;
  made.focus();
}

// The seat looked at before stays so when everything is drawn anew.
export function remember() {
  const { slot, seat, day, who } = document.activeElement?.dataset || {};
  if (slot) return `#sheet [data-slot="${CSS.escape(slot)}"][data-seat="${seat}"]`;
  return day ? `#sheet [data-day="${day}"][data-who="${CSS.escape(who)}"]` : "";
}

export function recall(selector) {
  const found = selector && document.querySelector(selector);
  if (found) settle(found);
  else document.querySelector(SEATS)?.setAttribute("tabindex", "0");
}
