// The list of orders.

import { openingCell, opensBy, refresh } from "./details.js";
import { attribute, byId, h, keyed, shown, td, text, tr } from "./dom.js";
import { clockTime, count, grouped, moment } from "./format.js";
import { loudness, showTag } from "./tag.js";

const COLUMNS = 9; // and one more when there is room
const STATES = { partially_filled: "partly" };
let nowMs = 0;

export function showOrders(answer, asked) {
  const { data } = answer;
  nowMs = answer.clock.now_ms;
  keyed(byId("orders"), data.rows, make, update, moment(nowMs).day);
  shown(byId("orders"), data.rows.length > 0);
  text(byId("found-orders"), found(answer, asked));
  emptiness(answer, asked);
}

function found(answer, asked) {
  const { rows, more, dropped } = answer.data;
  const filtered = asked.user || asked.tag || asked.tagged || asked.instId || asked.state;
  if (!rows.length) return "";
  const all = answer.orders + answer.refused;
  const gone = dropped ? `; the oldest ${grouped(dropped)} are no longer kept` : "";
  if (more)
    return filtered
      ? `newest ${rows.length} that fit, of ${grouped(all)}${gone}`
      : `newest ${rows.length} of ${grouped(all)}${gone}`;
  return filtered ? `${grouped(rows.length)} of ${count(all, "order")}${gone}` : count(rows.length, "order");
}

function emptiness(answer, asked) {
  const place = byId("empty-orders");
  shown(place, !answer.data.rows.length);
  const filtered = asked.user || asked.tag || asked.tagged || asked.instId || asked.state;
  const mode = filtered ? "filtered" : "none";
  if (answer.data.rows.length || place.dataset.mode === mode) return;
  place.dataset.mode = mode;
  if (filtered) {
    place.replaceChildren(
      h("h3", {}, "No order fits these filters"),
      h("p", {}, h("a", { href: "#orders" }, "Show all orders")),
    );
  } else {
    place.replaceChildren(
      h("h3", {}, "No orders yet"),
      h(
        "p",
        {},
        "Point your client at ",
        h("code", {}, location.origin),
        " with the key of a user, and each order appears here with the tag that it carried.",
      ),
      h("p", {}, h("a", { href: "#accounts" }, "Find a key to use")),
    );
  }
}

function make(item) {
  const name = `the ${item.side} order in ${item.instId}`;
  const opening = openingCell(item.key, COLUMNS, name);
  const row = tr(
    { onclick: (event) => opensBy(event) && opening.firstElementChild.click() },
    opening,
    td({ class: "time" }),
    td({ class: "tags" }),
    td({ class: "user" }),
    td({ class: "inst" }),
    td({ class: "side" }),
    td({ class: "number size" }),
    td({ class: "number price" }),
    td({ class: "state" }),
    td({ class: "if-wide mono client" }),
  );
  const reason = tr(
    { class: "reason", hidden: true },
    td({ class: "blank", colspan: 2 }),
    td({ class: "words", colspan: COLUMNS - 2 }),
    td({ class: "if-wide" }),
  );
  return h("tbody", { role: "rowgroup" }, row, reason);
}

function update(body, item) {
  const [, time, tag, user, inst, side, size, price, state, client] = body.firstElementChild.children;
  body.dataset.loud = loudness(item);
  attribute(body.firstElementChild, "data-state", item.state);
  text(time, clockTime(item.ms, nowMs));
  attribute(time, "title", moment(item.ms).full);
  showTag(tag, item);
  showUser(user, item);
  text(inst, item.instId || "–");
  attribute(inst, "title", item.instId || null);
  text(side, `${item.side || "–"} ${item.ordType.replaceAll("_", " ")}`.trim());
  size.replaceChildren(item.sz ? grouped(item.sz) : "–", ...(item.szCcy ? [h("small", {}, ` ${item.szCcy}`)] : []));
  attribute(size, "title", item.sz ? `${grouped(item.sz)} ${item.szCcy}`.trim() : null);
  text(price, item.px ? grouped(item.px) : item.ordType.includes("market") ? "market" : "–");
  showState(state, item);
  showReason(body.children[1], item);
  text(client, item.clOrdId);
  attribute(client, "title", item.clOrdId || null);
  refresh(body, item.key);
}

function showUser(cell, item) {
  const name = item.uid ? h("a", { href: `#accounts?account=${item.uid}`, class: "quiet" }, item.user) : item.user;
  const live = item.env === "live" ? [h("span", { class: "chip" }, "live")] : [];
  cell.replaceChildren(name, ...live);
}

function showState(cell, item) {
  const word = STATES[item.state] ?? item.state;
  const badge = h("span", { class: `badge-state ${item.state}` }, word);
  if (item.state === "refused") cell.replaceChildren(badge, h("span", { class: "code" }, ` ${item.code}`));
  else if (item.fillPx) cell.replaceChildren(badge, h("span", { class: "at" }, ` ${filling(item)}`));
  else cell.replaceChildren(badge);
  attribute(cell, "title", item.reason || null);
}

function filling(item) {
  const price = `at ${grouped(item.fillPx)}`;
  if (item.state === "filled") return price;
  return `${item.state === "canceled" ? "after " : ""}${grouped(item.filled)} ${price}`;
}

/** Why it was refused, or why it ended without a fill, in a line of its own. */
function showReason(row, item) {
  const words = item.state === "filled" ? "" : item.reason;
  text(row.children[1], words);
  shown(row, words !== "");
}
