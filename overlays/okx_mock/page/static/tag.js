// The tag, which is what the page is about: quiet when it is a broker's code, loud when it is none.

import { h, icon } from "./dom.js";

/** Show a tag in a cell. */
export function showTag(cell, item) {
  cell.replaceChildren(...parts(item));
}

function parts(item) {
  if (item.verdict === "missing") return [h("span", { class: "tag missing" }, icon("none"), "no tag")];
  if (item.verdict === "none") return [h("span", { class: "tag neutral" }, "takes none")];
  if (item.verdict === "known") return [h("span", { class: "tag known" }, item.tag)];
  const tag = h(
    "span",
    { class: "tag unknown", title: "No known broker code: it earns nothing" },
    icon("warning"),
    item.tag,
  );
  if (!item.near) return [tag, h("span", { class: "hint" }, "unknown code")];
  return [
    tag,
    h("span", { class: "hint" }, h("span", { class: "hidden-text" }, "unknown code, "), `meant ${item.near}?`),
  ];
}

/** How loud the row of an item is. */
export const loudness = (item) => (item.verdict === "missing" || item.verdict === "unknown" ? item.verdict : "");
