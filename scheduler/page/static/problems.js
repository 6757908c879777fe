// Below: what is wrong with the data, with file, sheet and cell.
import { element, put } from "./dom.js";
import { TEXTS } from "./texts.js";

export function drawProblems(state) {
  const rows = state.problems.map((one) =>
    element(
      "li",
      { class: one.severity },
      element("b", {}, TEXTS.severity[one.severity] || one.severity),
      TEXTS.place(one) && element("span", { class: "place" }, TEXTS.place(one)),
      element("span", {}, one.text),
    ),
  );
  const said = state.messages.map((text) => element("li", {}, text));
  put("problems", rows.length + said.length ? element("ul", {}, ...said, ...rows) : element("p", {}, TEXTS.none));
}
