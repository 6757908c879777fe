// The one dialog: a heading, a body, and what closes it.
import { button, element, find, put } from "./dom.js";
import { TEXTS } from "./texts.js";

export function open(heading, ...body) {
  find("asks").textContent = heading;
  put("body", ...body, element("div", { class: "foot" }, button(TEXTS.close, close)));
  if (!find("dialog").open) find("dialog").showModal();
}

export const close = () => find("dialog").close();

// A form whose button tells what was filled in; what is refused is said in place.
export function form(fields, text, submit) {
  const said = element("p", { class: "breach", role: "alert" });
  const made = element(
    "form",
    {
      on: {
        submit: async (event) => {
          event.preventDefault();
          said.textContent = "";
          try {
            await submit(Object.fromEntries(fields.map(([name, , input]) => [name, valueOf(input)])));
          } catch (refused) {
            said.textContent = [refused.message, ...(refused.lines || [])].join("\n");
          }
        },
      },
    },
    ...fields.map(([, name, input]) => element("label", { class: input.type === "checkbox" ? "tick" : "" }, element("span", {}, name), input)),
    element("button", { type: "submit", class: "chief" }, text),
    said,
  );
  return made;
}

function valueOf(input) {
  if (input.type === "checkbox") return input.checked;
  return input.type === "file" ? input.files[0] : input.value;
}

export const lines = (texts, kind = "") =>
  element("ul", { class: `lines ${kind}` }, ...texts.map((text) => element("li", {}, text)));
