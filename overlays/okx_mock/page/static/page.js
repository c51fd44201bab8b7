// The page: asks the mock once a second what has happened, and shows it in place.

import { forgetAccount, showAccounts } from "./accounts.js";
import { showClock, startClock, stopClock } from "./clock.js";
import { showCodes } from "./codes.js";
import { attribute, byId, forget, h, shown, text } from "./dom.js";
import { showFaults } from "./faults.js";
import { count, grouped, money, moment } from "./format.js";
import { showLimits } from "./limits.js";
import { Refused, read } from "./mock.js";
import { showOrders } from "./orders.js";
import { onPrice, showPrices } from "./prices.js";
import { showRecords } from "./records.js";
import { showRequests } from "./requests.js";
import { say } from "./say.js";

const EVERY_MS = 1000;
const TOLD_EVERY_MS = 10_000;
const VIEWS = {
  orders: showOrders,
  records: showRecords,
  accounts: showAccounts,
  limits: showLimits,
  requests: showRequests,
  faults: showFaults,
  codes: null,
  prices: null,
};
const LISTS = ["orders", "records", "limits", "requests", "faults", "accounts", "codes", "codes-without"];
const NARROW = window.matchMedia("(max-width: 1239px)");

let asked = { view: "orders" };
let last = null;
let running = null;
let timer = 0;
let told = -TOLD_EVERY_MS;

// What is open, from the address

function parse(hash) {
  const [view, query = ""] = hash.replace(/^#/, "").split("?", 2);
  const values = Object.fromEntries(new URLSearchParams(query));
  const known = Object.hasOwn(VIEWS, view) ? view : "orders";
  return { ...values, view: (known === "codes" || known === "prices") && !NARROW.matches ? "orders" : known };
}

function address(question) {
  const { view, ...values } = question;
  const said = Object.entries(values).filter(([, value]) => value);
  return `#${view}${said.length ? `?${new URLSearchParams(said)}` : ""}`;
}

function open() {
  if (location.hash === "#main") return;
  const before = asked.view;
  asked = parse(location.hash);
  for (const view of Object.keys(VIEWS)) {
    const node = byId(`view-${view}`);
    if (node.classList.contains("view")) shown(node, view === asked.view);
    else attribute(node, "data-open", String(view === asked.view));
  }
  for (const link of byId("parts").querySelectorAll("a")) {
    attribute(
      link,
      "aria-current",
      parse(new URL(link.href).hash).view === asked.view && link.hash.slice(1) === asked.view ? "page" : null,
    );
  }
  const current = byId("parts").querySelector("[aria-current]");
  if (current) byId("parts").scrollLeft = current.offsetLeft - byId("parts").offsetLeft - 40;
  if (before !== asked.view) forgetAccount();
  fillForms();
  poll();
}

function fillForms() {
  for (const form of document.querySelectorAll("form[data-view]")) {
    if (form.dataset.view !== asked.view) continue;
    for (const field of form.elements) {
      if (!field.name || field === document.activeElement) continue;
      if (field.type === "checkbox") field.checked = Boolean(asked[field.name]);
      else if (field.name === "tag") choose(field, asked.tagged ? `?${asked.tagged}` : (asked.tag ?? ""));
      else if (field.tagName === "SELECT") choose(field, asked[field.name] ?? "");
      else field.value = asked[field.name] ?? "";
    }
    const clear = form.querySelector("[type=reset]");
    if (clear)
      shown(
        clear,
        Object.keys(asked).some((name) => name !== "view" && asked[name]),
      );
  }
}

/** Choose a value of a select; one that it does not have yet is added. */
function choose(select, value) {
  if (![...select.options].some((option) => option.value === value)) select.append(h("option", { value }, value));
  select.value = value;
}

function filter(form) {
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
  if (values.tag?.startsWith("?")) {
    values.tagged = values.tag.slice(1);
    delete values.tag;
  }
  const kept = asked.view === "accounts" && asked.account ? { account: asked.account } : {};
  asked = { ...values, ...kept, view: form.dataset.view };
  history.replaceState(null, "", address(asked));
  fillForms();
  poll();
}

// Asking

async function poll() {
  clearTimeout(timer);
  const before = running;
  running = null;
  before?.abort();
  if (document.hidden) return;
  const mine = new AbortController();
  running = mine;
  try {
    const { account, user, tag, tagged, instId, state, kind, failed, busy, view } = asked;
    const answer = await read(
      "overview",
      { view, account, user, tag, tagged, instId, state, kind, failed, busy },
      mine.signal,
    );
    if (running !== mine) return;
    show(answer);
    alive();
  } catch (error) {
    if (running !== mine) return;
    gone(error);
  }
  if (!document.hidden) timer = setTimeout(poll, EVERY_MS);
}

function alive() {
  if (document.body.dataset.link === "gone") say("The mock answers again.");
  attribute(document.body, "data-link", "live");
  attribute(byId("link"), "data-state", "live");
  text(byId("link-text"), "connected");
  shown(byId("gone"), false);
}

function gone(error) {
  attribute(document.body, "data-link", "gone");
  attribute(byId("link"), "data-state", "gone");
  text(byId("link-text"), "no answer");
  stopClock();
  const since = last ? ` What is below is how it was at ${moment(last.clock.now_ms).time} on the mock's clock.` : "";
  const why =
    error instanceof Refused
      ? `The mock refuses this page: ${error.message}.`
      : `The mock at ${location.host} does not answer.`;
  text(byId("gone"), `${why}${since} This page goes on asking once a second.`);
  shown(byId("gone"), true);
}

// Showing

function show(answer) {
  if (last && last.epoch !== answer.epoch) {
    for (const id of LISTS) forget(byId(id));
    forgetAccount();
  } else if (last) tellOf(answer);
  showClock(answer.clock);
  text(byId("setup"), [`site ${answer.site}`, answer.strict_tags ? "strict tags" : ""].filter(Boolean).join(" · "));
  showTiles(answer);
  showCodes(answer);
  showPrices(answer);
  showChoices(answer);
  VIEWS[answer.view]?.(answer, asked);
  last = answer;
}

/** What must not be missed is said, but not all the time. */
function tellOf(answer) {
  if (performance.now() - told < TOLD_EVERY_MS) return;
  const missing = answer.tags.missing - last.tags.missing;
  const unknown = answer.tags.unknown - last.tags.unknown;
  if (missing > 0 || unknown > 0) told = performance.now();
  if (missing > 0) say(`${count(missing, "order")} came without a tag.`, "problem");
  else if (unknown > 0) say(`${count(unknown, "order")} came with a tag that is no known broker code.`, "problem");
}

function showTiles(answer) {
  const { tags } = answer;
  const sum = (name) => tags.codes.reduce((total, one) => total + Number(one[name]), 0);
  text(byId("count-orders"), grouped(answer.orders));
  text(byId("count-missing"), grouped(tags.missing));
  text(byId("count-unknown"), grouped(tags.unknown));
  text(byId("count-refused"), grouped(answer.refused));
  text(byId("sum-volume"), money(sum("volume")));
  text(byId("sum-rebate"), money(sum("rebate")));
  attribute(byId("tile-missing"), "data-loud", tags.missing ? "missing" : null);
  attribute(byId("tile-unknown"), "data-loud", tags.unknown ? "unknown" : null);
  const bad = tags.missing + tags.unknown;
  const title = bad ? `(${grouped(bad)}!) okx-mock` : "okx-mock";
  if (document.title !== title) document.title = title;
  badge(
    "badge-records",
    answer.records.missing + answer.records.unknown,
    (number) => `${grouped(number)} without a known code`,
  );
  badge("badge-faults", answer.faults, (number) => `${count(number, "fault")} can still strike`);
}

function badge(id, number, words) {
  const node = byId(id);
  shown(node, number > 0);
  if (!number) return;
  text(node, grouped(number));
  attribute(node, "title", words(number));
}

function showChoices(answer) {
  options(byId("tag-codes"), [...new Set(answer.tags.codes.map((one) => one.code))]);
  options(byId("tag-unknown"), [...new Set(answer.tags.unknown_tags.map((one) => one.tag))]);
  const select = byId("inst-filter");
  if (select.options.length < answer.prices.length) {
    const chosen = asked.instId ?? "";
    select.replaceChildren(
      h("option", { value: "" }, "all"),
      ...answer.prices.map((one) => h("option", { value: one.key }, one.key)),
    );
    choose(select, chosen);
  }
}

function options(group, values) {
  const print = values.join(" ");
  shown(group, values.length > 0);
  if (group.dataset.print === print || group.parentElement === document.activeElement) return;
  group.dataset.print = print;
  const select = group.parentElement;
  const chosen = select.value;
  for (const option of [...select.children]) {
    if (option.tagName === "OPTION" && option.value) option.remove();
  }
  group.replaceChildren(...values.map((value) => h("option", { value }, value)));
  choose(select, chosen);
}

// Starting

for (const form of document.querySelectorAll("form[data-view]")) {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => filter(form));
  form.addEventListener("reset", () => setTimeout(() => filter(form)));
}
startClock(poll);
onPrice(poll);
window.addEventListener("hashchange", open);
document.addEventListener("visibilitychange", poll);
NARROW.addEventListener("change", open);
open();
