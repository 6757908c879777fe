// Elements, made of text only: nothing that somebody typed is ever read as HTML.
export const find = (id) => document.getElementById(id);

export function element(name, given = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === false || value === null) continue;
    if (key === "on") for (const [event, hear] of Object.entries(value)) made.addEventListener(event, hear);
    else if (key === "data") Object.assign(made.dataset, value);
    else if (key === "class") made.className = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

export function put(id, ...children) {
  find(id).replaceChildren(...children.filter((one) => one !== null));
}

export const button = (text, press, given = {}) =>
  element("button", { type: "button", on: { click: press }, ...given }, text);

export function say(text) {
  find("says").textContent = text;
}
