// The list of faults that were asked for.

import { byId, h, keyed, shown, td, text, tr } from "./dom.js";
import { grouped } from "./format.js";

const WORDS = {
  lost: () => "answer lost",
  reset: () => "connection reset",
  slow: (one) => `answer late by ${one.seconds} s`,
  truncated: () => "body truncated",
  html: (one) => `HTML error page, ${one.status}`,
  status: (one) => `HTTP status ${one.status}`,
  code: (one) => `code ${one.code}`,
  skew: (one) => `clock off by ${one.seconds} s`,
};

export function showFaults(answer) {
  const rows = answer.data.rows.map((one) => ({ key: `t${one.id}`, ...one }));
  keyed(byId("faults"), rows, make, update);
  shown(byId("faults"), rows.length > 0);
  const place = byId("empty-faults");
  shown(place, !rows.length);
  if (!rows.length && !place.hasChildNodes())
    place.replaceChildren(h("h3", {}, "Nothing is to go wrong"), h("p", {}, "Every request gets its proper answer."));
}

function make() {
  const cells = ["number", "fault", "mono", "user", "executed", "number", "number", "number"];
  return h("tbody", { role: "rowgroup" }, tr({}, ...cells.map((name) => td({ class: name }))));
}

function update(body, item) {
  const [number, fault, operations, user, executed, probability, hits, left] = body.firstElementChild.children;
  body.firstElementChild.dataset.over = String(item.left === 0);
  text(number, String(item.id));
  text(fault, WORDS[item.kind]?.(item) ?? item.kind);
  const named = item.operation === "*" ? "all" : [item.operation].flat().join(", ");
  text(operations, item.method ? `${item.method} ${named}` : named);
  text(user, item.user ?? "everybody");
  text(executed, item.executed ? "yes" : "no");
  text(probability, String(item.probability));
  text(hits, grouped(item.hits));
  text(left, item.left === null ? "no end" : grouped(item.left));
}
