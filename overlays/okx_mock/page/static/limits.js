// The list of rate limits: how much of each window is used.

import { attribute, byId, h, keyed, shown, td, text, tr } from "./dom.js";
import { clockTime, count, grouped, moment, span } from "./format.js";

let nowMs = 0;

export function showLimits(answer, asked) {
  const { data } = answer;
  nowMs = answer.clock.now_ms;
  keyed(byId("limits"), data.rows, make, update, moment(nowMs).day);
  const some = data.rows.length > 0;
  shown(byId("limits"), some);
  text(byId("found-limits"), some ? found(data, asked) : "");
  const place = byId("empty-limits");
  shown(place, !some);
  const filtered = Boolean(asked.user || asked.busy);
  if (some || place.dataset.filtered === String(filtered)) return;
  place.dataset.filtered = String(filtered);
  if (filtered)
    place.replaceChildren(
      h("h3", {}, asked.busy ? "Nothing is in use now" : "Nothing counted for this name"),
      h("p", {}, h("a", { href: "#limits" }, "Show all limits")),
    );
  else
    place.replaceChildren(
      h("h3", {}, "Nothing counted yet"),
      h(
        "p",
        {},
        "Each request counts in the windows that OKX documents for it. The counters appear here with the first one.",
      ),
    );
}

function found(data, asked) {
  const refused = data.refused
    ? `; ${grouped(data.refused)} of the last ${count(data.of_requests, "request")} refused by a limit`
    : "";
  const cut =
    !asked.user && data.counters > data.rows.length
      ? `the ${data.rows.length} used last of ${count(data.counters, "counter")}, `
      : "";
  return `${cut}${grouped(data.in_use)} in use now${refused}`;
}

function make() {
  const bar = h("span", { class: "bar" }, h("span", { class: "fill" }));
  const meter = h(
    "span",
    { class: "meter", role: "meter", "aria-valuemin": "0" },
    bar,
    h("span", { class: "figures" }),
  );
  return h(
    "tbody",
    { role: "rowgroup" },
    tr(
      {},
      td({ class: "user" }),
      td({ class: "counter" }),
      td({ class: "number limit" }),
      td({ class: "used" }, meter),
      td({ class: "number last" }),
    ),
  );
}

function update(body, item) {
  const [who, counter, limit, used, last] = body.firstElementChild.children;
  text(who, item.who);
  const scope = item.scope.join(", ");
  counter.replaceChildren(
    h("span", {}, item.bucket),
    ...(item.code === "50011" ? [] : [h("span", { class: "chip" }, item.code)]),
    ...(scope ? [h("span", { class: "mono scope", title: scope }, scope)] : []),
  );
  text(
    limit,
    `${grouped(item.limit)} ${item.unit === "items" ? "items" : ""} in ${span(item.windowMs)}`.replace("  ", " "),
  );
  const share = Math.min(1, item.used / item.limit);
  const meter = used.firstElementChild;
  attribute(meter, "aria-label", `${item.bucket} of ${item.who}`);
  attribute(meter, "aria-valuemax", item.limit);
  attribute(meter, "aria-valuenow", item.used);
  meter.dataset.full = share >= 1 ? "full" : share >= 0.8 ? "near" : "";
  meter.querySelector(".fill").style.width = `${share * 100}%`;
  const frees =
    item.used && item.freesMs > nowMs && item.windowMs >= 10_000 ? `, next free in ${span(item.freesMs - nowMs)}` : "";
  text(meter.querySelector(".figures"), `${grouped(item.used)} of ${grouped(item.limit)}${frees}`);
  last.replaceChildren(
    grouped(item.lastUsed),
    h("span", { class: "then", title: moment(item.lastMs).full }, clockTime(item.lastMs, nowMs)),
  );
}
