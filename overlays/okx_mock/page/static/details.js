// Rows that open: each is a body of its own in the table, with a second row for what is fetched when it is opened.

import { attribute, h, icon, td, tr } from "./dom.js";
import { moment } from "./format.js";
import { read } from "./mock.js";
import { problem } from "./say.js";

const KINDS = { o: "order", r: "refused", f: "record" };

/** The cell with the button that opens a row. */
export function openingCell(key, columns, name) {
  const button = h(
    "button",
    {
      type: "button",
      class: "opener",
      "aria-expanded": "false",
      "aria-label": `Details of ${name}`,
      onclick: () => toggle(button, key, columns),
    },
    icon("open"),
  );
  return td({ class: "open" }, button);
}

/** Whether a click on a row was meant for the row: not for something in it, and not to select text. */
export function opensBy(event) {
  return !event.target.closest("a, button, input, .detail") && !String(window.getSelection());
}

function toggle(button, key, columns) {
  const body = button.closest("tbody");
  const open = button.getAttribute("aria-expanded") !== "true";
  attribute(button, "aria-expanded", String(open));
  body.querySelector("tr.detail")?.remove();
  if (!open) return;
  const cell = td({ colspan: columns }, h("p", { class: "note" }, "…"));
  body.append(tr({ class: "detail" }, cell, td({ class: "if-wide" })));
  fill(cell, key);
}

/** Fetch the details of an open row anew: its order has changed. */
export function refresh(body, key) {
  const cell = body.querySelector("tr.detail > td");
  if (cell) fill(cell, key);
}

async function fill(cell, key) {
  try {
    const found = await read("detail", { kind: KINDS[key[0]], number: key.slice(1) });
    const facts = [
      ...found.facts.map(([name, value]) => [name, value || "none"]),
      ...found.times.map(([name, ms]) => [name, moment(ms).full]),
    ];
    const list = h(
      "dl",
      { class: "facts" },
      ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    );
    const heading = h("p", { class: "note" }, key[0] === "f" ? "As the API shows it" : "The request as it arrived");
    const raw = h(
      "pre",
      { tabindex: "0", role: "region", "aria-label": "The request or record in full" },
      found.raw || "placed by an algo order or a bot",
    );
    cell.replaceChildren(list, heading, raw);
  } catch (error) {
    cell.replaceChildren(h("p", { class: "note" }, `No details: ${problem(error)}`));
  }
}
