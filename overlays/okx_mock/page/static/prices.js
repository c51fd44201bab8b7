// Prices: shown, and set by typing another one.

import { attribute, byId, h, keyed, text } from "./dom.js";
import { count, grouped } from "./format.js";
import { tell } from "./mock.js";
import { problem, say } from "./say.js";

let changed = () => {};

/** Say what to do after a price was set. */
export function onPrice(action) {
  changed = action;
}

export function showPrices(answer) {
  keyed(byId("prices"), answer.prices, make, update);
}

function make(item) {
  const field = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    name: "px",
    "aria-label": `Price of ${item.key} in USDT`,
    "aria-describedby": `note-${item.key}`,
  });
  const step = (share, words) =>
    h(
      "button",
      {
        type: "button",
        "aria-label": `${words} the price of ${item.key} by one per cent`,
        title: `${words} by one per cent`,
        onclick: () => nudge(form, share),
      },
      share < 0 ? "−1%" : "+1%",
    );
  const note = h("span", { class: "note", id: `note-${item.key}` });
  const form = h(
    "form",
    { "data-inst": item.key, "aria-label": item.key, autocomplete: "off", onsubmit: (event) => submit(event, form) },
    h("span", { class: "inst" }, item.key, note),
    step(-0.01, "Lower"),
    step(0.01, "Raise"),
    field,
    h("button", { type: "submit", class: "hidden-text", tabindex: "-1" }, `Set the price of ${item.key}`),
  );
  field.addEventListener("blur", () => settle(form));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = form.dataset.px;
      attribute(form, "data-dirty", false);
    }
  });
  field.addEventListener("input", () => attribute(form, "data-dirty", field.value.trim() !== form.dataset.px));
  return h("li", {}, form);
}

function update(node, item) {
  const form = node.firstElementChild;
  form.dataset.px = item.px;
  form.dataset.digits = item.digits;
  const field = form.elements.px;
  if (!form.hasAttribute("data-dirty") && field.value !== item.px) field.value = item.px;
  const notes = [];
  if (item.px !== item.seeded) notes.push(`was ${grouped(item.seeded)}`);
  if (item.resting) notes.push(`${grouped(item.resting)} resting`);
  text(form.querySelector(".note"), notes.join(", "));
}

/** Leaving the field without Enter: what was typed stays only if it is the price. */
function settle(form) {
  if (form.hasAttribute("data-dirty") && !form.elements.px.value.trim()) {
    form.elements.px.value = form.dataset.px;
    attribute(form, "data-dirty", false);
  }
}

function nudge(form, share) {
  const moved = Number(form.dataset.px) * (1 + share);
  const least = 10 ** -Number(form.dataset.digits);
  set(form, Math.max(moved, least).toFixed(Number(form.dataset.digits)));
}

function submit(event, form) {
  event.preventDefault();
  const px = form.elements.px.value.trim().replaceAll(",", "");
  if (/^\d{1,10}(\.\d{1,20})?$/.test(px) && Number(px) > 0) set(form, px);
  else say(`The price of ${form.dataset.inst} stays: it must be a positive decimal, as 60000.5.`, "problem");
}

async function set(form, px) {
  const inst = form.dataset.inst;
  try {
    const { filled } = await tell("prices", { instId: inst, px });
    attribute(form, "data-dirty", false);
    form.elements.px.value = px;
    form.dataset.px = px;
    say(
      `${inst} is at ${grouped(px)}: ${filled.length ? `${count(filled.length, "order")} filled` : "no order was reached"}.`,
    );
    changed();
  } catch (error) {
    say(`The price of ${inst} stays: ${problem(error)}.`, "problem");
  }
}
