// The list of recent requests.

import { attribute, byId, h, keyed, shown, td, text, tr } from "./dom.js";
import { clockTime, count, grouped, moment } from "./format.js";

let nowMs = 0;

export function showRequests(answer, asked) {
  const { data } = answer;
  nowMs = answer.clock.now_ms;
  keyed(byId("requests"), data.rows, make, update, moment(nowMs).day);
  const some = data.rows.length > 0;
  shown(byId("requests"), some);
  const cut =
    data.found > data.rows.length
      ? `newest ${data.rows.length} of ${grouped(data.found)}`
      : count(data.found, "request");
  text(byId("found-requests"), some ? cut : "");
  const place = byId("empty-requests");
  shown(place, !some);
  const filtered = Boolean(asked.user || asked.failed);
  if (some || place.dataset.filtered === String(filtered)) return;
  place.dataset.filtered = String(filtered);
  if (filtered)
    place.replaceChildren(
      h("h3", {}, "No request fits"),
      h("p", {}, h("a", { href: "#requests" }, "Show all requests")),
    );
  else
    place.replaceChildren(
      h("h3", {}, "No requests yet"),
      h("p", {}, "Every request to the API appears here with its status and code; this page's own do not."),
    );
}

function make() {
  return h(
    "tbody",
    { role: "rowgroup" },
    tr(
      {},
      td({ class: "time" }),
      td({ class: "user" }),
      td({ class: "number status" }),
      td({ class: "number code" }),
      td({ class: "request" }),
    ),
  );
}

function update(body, item) {
  const [time, user, status, code, request] = body.firstElementChild.children;
  attribute(body.firstElementChild, "data-well", String(item.well));
  attribute(status, "data-well", String(item.status > 0 && item.status < 400));
  text(time, clockTime(item.ms, nowMs));
  attribute(time, "title", moment(item.ms).full);
  text(user, item.user || "–");
  text(status, item.status ? String(item.status) : "none");
  text(code, item.code || "–");
  request.replaceChildren(
    h("span", { class: "method" }, item.method),
    " ",
    h("span", { class: "mono target" }, item.target),
    ...(item.text && !item.well ? [h("span", { class: "why" }, item.text)] : []),
    ...(item.fault ? [h("span", { class: "chip" }, `fault ${item.fault}`)] : []),
  );
}
