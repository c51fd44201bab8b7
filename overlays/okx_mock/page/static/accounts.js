// Accounts: a list to pick from, and the one that was picked.

import { attribute, byId, h, icon, keyed, shown, td, text, tr } from "./dom.js";
import { clockTime, count, grouped, money, moment } from "./format.js";
import { read } from "./mock.js";
import { problem, say } from "./say.js";

const SECRETS = [
  ["apiKey", "API key"],
  ["secretKey", "Secret key"],
  ["passphrase", "Passphrase"],
];
const MASK = "••••••••••••";
let nowMs = 0;
let uid = "";

export function showAccounts(answer, asked) {
  const { data } = answer;
  nowMs = answer.clock.now_ms;
  keyed(
    byId("accounts"),
    data.rows.map((row) => ({ ...row, picked: row.key === asked.account, find: asked.user })),
    makePick,
    updatePick,
  );
  const cut =
    data.found > data.rows.length
      ? `first ${data.rows.length} of ${grouped(data.found)}`
      : count(data.found, "account");
  text(byId("found-accounts"), data.rows.length ? cut : "");
  shown(byId("empty-accounts"), !data.rows.length);
  if (!data.rows.length) text(byId("empty-accounts"), `No account is called that. There are ${grouped(data.all)}.`);
  showAccount(data.account, answer, asked);
}

/** Forget the account that is shown, and its secrets with it. */
export function forgetAccount() {
  uid = "";
  delete byId("account").dataset.words;
  byId("account").replaceChildren();
}

function makePick() {
  return h(
    "li",
    {},
    h("a", {}, h("span", { class: "name" }), h("span", { class: "marks" }), h("span", { class: "what" })),
  );
}

function updatePick(node, item) {
  const link = node.firstElementChild;
  const [name, marks, what] = link.children;
  attribute(
    link,
    "href",
    `#accounts?${new URLSearchParams({ ...(item.find ? { user: item.find } : {}), account: item.key })}`,
  );
  attribute(link, "aria-current", item.picked ? "true" : null);
  text(name, item.name);
  text(
    what,
    [
      item.kind,
      item.env === "live" ? "live" : "",
      item.perms.length && !item.perms.includes("trade") ? "reads only" : "",
      item.bound ? "IP-bound" : "",
    ]
      .filter(Boolean)
      .join(" · "),
  );
  text(marks, item.open ? `${grouped(item.open)} open` : item.positions ? count(item.positions, "position") : "");
}

function showAccount(account, answer, asked) {
  const card = byId("account");
  if (!account) {
    uid = "";
    const words = asked.account
      ? "There is no such account any more."
      : "Pick an account to see its keys, balances, positions and open orders.";
    if (card.dataset.words !== words) card.replaceChildren(h("div", { class: "empty" }, h("p", {}, words)));
    card.dataset.words = words;
    return;
  }
  delete card.dataset.words;
  if (uid !== account.uid) {
    uid = account.uid;
    card.replaceChildren(...frame(account, answer));
  }
  card.querySelector(".facts-line").replaceChildren(...facts(account));
  keyed(card.querySelector(".keys"), account.keys, (key) => makeKey(account, key, answer), updateKey);
  shown(card.querySelector(".no-keys"), !account.keys.length);
  keyed(card.querySelector(".balances"), account.balances, makeBalance, updateBalance);
  shown(card.querySelector(".seeded"), account.seeded);
  table(card, "positions", account.positions, makePosition, updatePosition);
  table(card, "opens", account.open, makeOpen, updateOpen, moment(nowMs).day);
  text(
    card.querySelector(".open-count"),
    account.openCount > account.open.length
      ? `newest ${account.open.length} of ${grouped(account.openCount)}`
      : account.openCount
        ? grouped(account.openCount)
        : "",
  );
}

function table(card, name, rows, make, update, stamp) {
  const node = card.querySelector(`table.${name}`);
  keyed(node, rows, make, update, stamp);
  shown(node, rows.length > 0);
  shown(card.querySelector(`.no-${name}`), !rows.length);
}

function frame(account) {
  const head = (...names) =>
    h(
      "thead",
      { role: "rowgroup" },
      tr({}, ...names.map(([word, kind]) => h("th", { role: "columnheader", scope: "col", class: kind }, word))),
    );
  return [
    h(
      "header",
      {},
      h("h3", {}, account.name),
      h("p", { class: "facts-line" }),
      h("p", { class: "note" }, account.note),
    ),
    h(
      "section",
      { "aria-label": "Keys" },
      h("h4", {}, "Keys"),
      h("ul", { class: "keys" }),
      h("p", { class: "note no-keys" }, "No key. A broker makes keys for its sub-accounts over the API."),
    ),
    h(
      "section",
      { "aria-label": "Balances" },
      h("h4", {}, "Balances ", h("span", { class: "note seeded" }, "as seeded: nothing has traded here")),
      h(
        "table",
        { class: "small balances", role: "table", "aria-label": "Balances" },
        head(["Currency"], ["Balance", "number"], ["Available", "number"], ["Held", "number"], ["In USD", "number"]),
      ),
    ),
    h(
      "section",
      { "aria-label": "Positions" },
      h("h4", {}, "Positions"),
      h(
        "table",
        { class: "small positions", role: "table", "aria-label": "Positions" },
        head(
          ["Instrument"],
          ["Contracts", "number"],
          ["Mode"],
          ["Entry", "number"],
          ["Now", "number"],
          ["Unrealised", "number"],
        ),
      ),
      h("p", { class: "note no-positions" }, "None"),
    ),
    h(
      "section",
      { "aria-label": "Open orders" },
      h("h4", {}, "Open orders ", h("span", { class: "note open-count" })),
      h(
        "table",
        { class: "small opens", role: "table", "aria-label": "Open orders" },
        head(["Time"], ["Instrument"], ["Side, type"], ["Size", "number"], ["Price", "number"], ["Tag"]),
      ),
      h("p", { class: "note no-opens" }, "None"),
      h("p", {}, h("a", { href: `#orders?user=${encodeURIComponent(account.name)}` }, `All orders of ${account.name}`)),
    ),
  ];
}

function facts(account) {
  const words = [account.kind, account.env, `UID ${account.uid}`, `level ${account.level}`];
  if (account.master) words.push(`of ${account.master}`);
  if (account.affiliated) words.push("affiliated");
  if (!account.here) words.push(`site ${account.site}: unknown to this mock`);
  for (const [kind, codes] of account.codes) words.push(`${kind} codes ${codes.join(", ")}`);
  return words.map((word) => h("span", {}, word));
}

// Keys

function makeKey(account, key, answer) {
  const state = { secrets: null };
  const fetched = async () => {
    const found = await read("credentials", { uid: account.uid });
    const mine = found.keys.find((one) => one.key === key.key);
    if (!mine) throw new Error("the key is gone");
    return mine;
  };
  const rows = SECRETS.map(([name, word]) => {
    const value = h("code", { class: "secret", "data-name": name }, name === "apiKey" ? `${key.key}${MASK}` : MASK);
    const copy = h(
      "button",
      {
        type: "button",
        class: "plain",
        "aria-label": `Copy ${word} of ${account.name}`,
        onclick: () => copied(async () => (await fetched())[name], word),
      },
      icon("copy"),
      "Copy",
    );
    return h("div", {}, h("dt", {}, word), h("dd", {}, value, copy));
  });
  const show = h(
    "button",
    { type: "button", "aria-pressed": "false", onclick: () => toggle(node, show, key, state, fetched) },
    "Show",
  );
  const all = h(
    "button",
    {
      type: "button",
      onclick: () => copied(async () => variables(account, await fetched(), answer), "The environment variables"),
    },
    icon("copy"),
    "Copy as environment variables",
  );
  const node = h(
    "li",
    {},
    h("p", { class: "key-facts" }),
    h("dl", { class: "secrets" }, ...rows),
    h("p", { class: "buttons" }, show, all),
  );
  return node;
}

function updateKey(node, key) {
  const may = key.perm.map((name) => name.replace("read_only", "read"));
  node
    .querySelector(".key-facts")
    .replaceChildren(
      ...may.map((name) => h("span", { class: "chip" }, name)),
      h("span", {}, key.ip.length ? `only from ${key.ip.join(", ")}` : "from every address"),
      ...(key.label ? [h("span", { class: "note" }, `label ${key.label}`)] : []),
    );
}

async function toggle(node, button, key, state, fetched) {
  try {
    state.secrets = state.secrets ? null : await fetched();
  } catch (error) {
    say(`The credentials can't be shown: ${problem(error)}.`, "problem");
    return;
  }
  attribute(button, "aria-pressed", String(Boolean(state.secrets)));
  text(button, state.secrets ? "Hide" : "Show");
  for (const value of node.querySelectorAll(".secret")) {
    const { name } = value.dataset;
    text(value, state.secrets ? state.secrets[name] : name === "apiKey" ? `${key.key}${MASK}` : MASK);
  }
}

function variables(account, secrets, answer) {
  const [, codes] = account.codes[0] ?? ["", []];
  const values = {
    ...(codes.length ? { OKX_BROKER_CODE: codes[0] } : {}),
    OKX_ENVIRONMENT: account.env,
    OKX_SITE: answer.site,
    OKX_BASE_URL: location.origin,
    OKX_API_KEY: secrets.apiKey,
    OKX_SECRET_KEY: secrets.secretKey,
    OKX_PASSPHRASE: secrets.passphrase,
  };
  return `export ${Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}\n`;
}

async function copied(value, word) {
  try {
    await navigator.clipboard.writeText(await value());
    say(`${word} copied.`);
  } catch (error) {
    say(
      `Nothing copied: ${error.name === "NotAllowedError" ? "the browser does not allow it; use Show" : problem(error)}.`,
      "problem",
    );
  }
}

// Balances, positions, open orders

const numbers = (...names) => names.map((name) => td({ class: `number ${name}` }));

const makeBalance = () => h("tbody", { role: "rowgroup" }, tr({}, td({}), ...numbers("", "", "", "")));

function updateBalance(body, item) {
  const [ccy, cash, available, held, usd] = body.firstElementChild.children;
  text(ccy, item.key);
  text(cash, grouped(item.cash));
  text(available, grouped(item.available));
  text(held, item.held === "0" ? "–" : grouped(item.held));
  text(usd, money(item.usd));
}

const makePosition = () =>
  h("tbody", { role: "rowgroup" }, tr({}, td({}), ...numbers(""), td({}), ...numbers("", "", "")));

function updatePosition(body, item) {
  const [inst, contracts, mode, entry, mark, upl] = body.firstElementChild.children;
  text(inst, item.side === "net" ? item.instId : `${item.instId} ${item.side}`);
  text(contracts, grouped(item.contracts));
  text(mode, item.mode);
  text(entry, grouped(item.entry));
  text(mark, grouped(item.mark));
  text(upl, money(item.upl));
}

const makeOpen = () =>
  h(
    "tbody",
    { role: "rowgroup" },
    tr({}, td({ class: "time" }), td({}), td({}), ...numbers("", ""), td({ class: "mono" })),
  );

function updateOpen(body, item) {
  const [time, inst, side, size, price, tag] = body.firstElementChild.children;
  text(time, clockTime(item.ms, nowMs));
  attribute(time, "title", moment(item.ms).full);
  text(inst, item.instId);
  text(side, `${item.side} ${item.ordType.replaceAll("_", " ")}`);
  text(size, item.filled ? `${grouped(item.filled)} of ${grouped(item.sz)}` : grouped(item.sz));
  text(price, grouped(item.px));
  text(tag, item.tag || "no tag");
  attribute(tag, "data-loud", item.tag ? null : "missing");
}
