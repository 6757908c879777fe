// One seat dragged on another: a swap, judged before it drops.
import { post } from "./api.js";
import { act } from "./acting.js";
import { find, say } from "./dom.js";
import { table, where } from "./store.js";
import { TEXTS } from "./texts.js";

let held = null;
const judged = new Map();

const seat = (made) => ({ slot: made.dataset.slot, person: made.dataset.person || null });

export function draggable(made) {
  made.draggable = true;
  made.addEventListener("dragstart", (event) => {
    held = seat(made);
    judged.clear();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", made.textContent);
  });
  made.addEventListener("dragend", () => {
    held = null;
    find("verdict").hidden = true;
  });
  made.addEventListener("dragover", (event) => {
    if (held) event.preventDefault();
  });
  made.addEventListener("dragenter", async () => {
    if (!held || held.slot === made.dataset.slot) return;
    const found = await verdict(held, seat(made));
    if (held) tell(made, found);
  });
  made.addEventListener("drop", async (event) => {
    event.preventDefault();
    const [from, to] = [held, seat(made)];
    held = null;
    find("verdict").hidden = true;
    if (!from || from.slot === to.slot) return;
    const found = await verdict(from, to);
    if (found.lawful) await act({ name: "swap", given: { ...where(), a: from, b: to } });
    else say(found.text);
  });
}

function verdict(a, b) {
  const key = JSON.stringify([a, b]);
  if (!judged.has(key)) {
    const asked = post("try_swap", { table: table().name, a, b });
    judged.set(key, asked.catch((refused) => ({ lawful: false, text: refused.message, effects: [] })));
  }
  return judged.get(key);
}

function tell(made, found) {
  const shown = find("verdict");
  const place = made.getBoundingClientRect();
  shown.textContent = [found.text, ...(found.effects || [])].filter(Boolean).join("；");
  shown.className = found.lawful ? "lawful" : "unlawful";
  shown.style.left = `${Math.min(place.left, window.innerWidth - 320)}px`;
  shown.style.top = `${place.bottom + 4}px`;
  shown.hidden = false;
  say(shown.textContent);
}
