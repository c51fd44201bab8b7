// Totals per broker code, and what came without one.

import { attribute, byId, h, icon, keyed, shown, text } from "./dom.js";
import { count, grouped, money } from "./format.js";

export function showCodes(answer) {
  const { tags } = answer;
  const used = tags.codes
    .filter((one) => one.orders)
    .map((one) => ({ key: `${one.environment} ${one.code}`, kind: "known", ...one }));
  const unused = tags.codes
    .filter((one) => !one.orders)
    .map((one) => ({ key: `${one.environment} ${one.code}`, kind: "unused", ...one }));
  const unknown = tags.unknown_tags.map((one) => ({ key: `? ${one.tag}`, kind: "unknown", code: one.tag, ...one }));
  const missing = tags.missing ? [{ key: "-", kind: "missing", orders: tags.missing }] : [];
  keyed(byId("codes"), [...used, ...missing, ...unknown], make, update);
  keyed(byId("codes-without"), unused, make, update);
  shown(byId("sums-head"), used.length > 0);
  shown(byId("codes-unused"), unused.length > 0);
  text(
    byId("codes-unused-summary"),
    used.length
      ? `${count(unused.length, "code")} without orders`
      : `${count(unused.length, "known code")}, no orders yet`,
  );
  const notes = [];
  if (tags.behind) notes.push(`Still counting: ${count(tags.behind, "order")} to go.`);
  if (tags.uncounted)
    notes.push(
      `${count(tags.uncounted, "order")} came and went before this page counted, and are in the sums of fills only.`,
    );
  if (tags.unknown_tags_beyond) notes.push(`${count(tags.unknown_tags_beyond, "more unknown tag")}.`);
  text(byId("codes-note"), notes.join(" "));
  shown(byId("codes-note"), notes.length > 0);
}

function make() {
  return h("li", {}, h("p", { class: "code-name" }), h("p", { class: "code-orders" }), h("dl", { class: "sums" }));
}

function update(node, item) {
  const [name, orders, sums] = node.children;
  node.dataset.kind = item.kind;
  if (item.kind === "missing") name.replaceChildren(h("span", { class: "tag missing" }, icon("none"), "no tag"));
  else if (item.kind === "unknown")
    name.replaceChildren(h("span", { class: "tag unknown" }, icon("warning"), item.code));
  else
    name.replaceChildren(h("span", { class: "tag known" }, item.code), h("span", { class: "chip" }, item.environment));
  if (item.kind === "unused") {
    text(orders, item.broker);
    return;
  }
  if (item.kind !== "known") {
    text(orders, count(item.orders, "order"));
    const words = item.near ? `earns nothing; meant ${item.near}?` : "earns nothing";
    sums.replaceChildren(
      h("div", { class: "nothing" }, h("dt", { class: "hidden-text" }, "Rebate"), h("dd", {}, words)),
    );
    return;
  }
  text(orders, count(item.orders, "order"));
  attribute(orders, "title", `${grouped(item.fills)} filled`);
  const facts = [
    ["Volume", item.volume],
    ["Fees", item.fee],
    ["Rebate", item.rebate],
  ];
  sums.replaceChildren(
    ...facts.map(([word, amount]) =>
      h(
        "div",
        {},
        h("dt", { class: "hidden-text" }, word),
        h("dd", { title: `${word}: ${amount} USDT` }, money(amount)),
      ),
    ),
  );
}
