// The list of what was filed beside plain orders.

import { openingCell, opensBy, refresh } from "./details.js";
import { attribute, byId, h, keyed, shown, td, text, tr } from "./dom.js";
import { clockTime, count, grouped, moment } from "./format.js";
import { loudness, showTag } from "./tag.js";

const COLUMNS = 8;
let nowMs = 0;

export function showRecords(answer, asked) {
  const { data } = answer;
  nowMs = answer.clock.now_ms;
  keyed(byId("records"), data.rows, make, update, moment(nowMs).day);
  const some = data.rows.length > 0;
  shown(byId("records"), some);
  const cut =
    data.found > data.rows.length
      ? `newest ${data.rows.length} of ${grouped(data.found)}`
      : count(data.found, "record");
  text(byId("found-records"), some ? cut : "");
  choices(data.kinds);
  const place = byId("empty-records");
  shown(place, !some);
  const filtered = Boolean(asked.user || asked.tag || asked.tagged || asked.kind);
  if (some || place.dataset.filtered === String(filtered)) return;
  place.dataset.filtered = String(filtered);
  if (filtered)
    place.replaceChildren(
      h("h3", {}, "No record fits these filters"),
      h("p", {}, h("a", { href: "#records" }, "Show all records")),
    );
  else
    place.replaceChildren(
      h("h3", {}, "Nothing but plain orders so far"),
      h(
        "p",
        {},
        "Algo orders, bots, RFQs and quotes, spread orders, conversions, investments and copy-trading settings appear here, with their tags.",
      ),
    );
}

function choices(kinds) {
  const select = byId("kind-filter");
  for (const kind of kinds) {
    if (![...select.options].some((option) => option.value === kind)) select.append(h("option", { value: kind }, kind));
  }
}

function make(item) {
  const opening = openingCell(item.key, COLUMNS, `the ${item.kind} ${item.id}`);
  const row = tr(
    { onclick: (event) => opensBy(event) && opening.firstElementChild.click() },
    opening,
    td({ class: "time" }),
    td({ class: "tags" }),
    td({ class: "user" }),
    td({ class: "kind" }),
    td({ class: "inst" }),
    td({ class: "state" }),
    td({ class: "mono client" }),
  );
  return h("tbody", { role: "rowgroup" }, row);
}

function update(body, item) {
  const [, time, tag, user, kind, inst, state, id] = body.firstElementChild.children;
  body.dataset.loud = loudness(item);
  text(time, clockTime(item.ms, nowMs));
  attribute(time, "title", moment(item.ms).full);
  showTag(tag, item);
  user.replaceChildren(
    h("a", { href: `#accounts?account=${item.uid}`, class: "quiet" }, item.user),
    ...(item.env === "live" ? [h("span", { class: "chip" }, "live")] : []),
  );
  text(kind, item.kind);
  attribute(kind, "title", item.operation);
  text(inst, item.instId || "–");
  state.replaceChildren(h("span", { class: `badge-state ${item.open ? "live" : "ended"}` }, item.state));
  text(id, item.clientId || item.id);
  attribute(id, "title", item.clientId ? `${item.id}, client id ${item.clientId}` : item.id);
  refresh(body, item.key);
}
