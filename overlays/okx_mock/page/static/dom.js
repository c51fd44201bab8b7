// Making and changing elements. All text becomes text nodes; nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element with attributes and children; a string is a text. */
export function h(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/** A row of a table, or one of its cells, with the role that it keeps when the style lays it out otherwise. */
export const tr = (attributes, ...cells) => h("tr", { role: "row", ...attributes }, ...cells);
export const td = (attributes, ...content) => h("td", { role: "cell", ...attributes }, ...content);

/** One of the icons of the page. */
export function icon(name) {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  node.append(use);
  return node;
}

export const byId = (id) => document.getElementById(id);

/** Set a text, and touch the page only if it is another one. */
export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

/** Set or remove an attribute, and touch the page only if it changes. */
export function attribute(node, name, value) {
  if (value === null || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/** Show or hide. */
export function shown(node, whether) {
  if (node.hidden === whether) node.hidden = !whether;
}

// More at once would flicker.
const MOST_TINTED = 20;
const lists = new WeakMap();

/**
 * Let a parent hold one element per item, in order, each made once and changed in place.
 *
 * Items have a `key`. What stands before the first such element, as the head of a table, stays. Elements that stay are
 * not moved unless the order of the items changes, so focus, selection and scroll positions are kept.
 *
 * @param {Element} parent
 * @param {{key: string}[]} items
 * @param {(item: object) => Element} make
 * @param {(node: Element, item: object) => void} update
 * @param {string} stamp what all of them depend on beside their items, as the day on the clock
 */
export function keyed(parent, items, make, update, stamp = "") {
  const before = lists.get(parent) ?? new Map();
  const now = new Map();
  const wanted = new Set(items.map((item) => item.key));
  for (const [key, entry] of before) {
    if (!wanted.has(key)) leave(entry.node);
  }
  let at = [...before.values()].find((entry) => entry.node.isConnected)?.node ?? null;
  const few = before.size > 0 && items.filter((item) => !before.has(item.key)).length <= MOST_TINTED;
  for (const item of items) {
    let entry = before.get(item.key);
    if (!entry) {
      entry = { node: make(item), print: "" };
      entry.node.dataset.key = item.key;
      if (few) arrive(entry.node);
    }
    const print = JSON.stringify(item) + stamp;
    if (entry.print !== print) {
      update(entry.node, item);
      entry.print = print;
    }
    if (entry.node === at) at = at.nextElementSibling;
    else parent.insertBefore(entry.node, at);
    now.set(item.key, entry);
  }
  lists.set(parent, now);
}

/** Let an element that came to others be seen to have come. */
function arrive(node) {
  node.classList.add("fresh");
  node.addEventListener("animationend", () => node.classList.remove("fresh"), { once: true });
}

/** Forget all elements of a parent: the next items are other things, even under the same keys. */
export function forget(parent) {
  for (const entry of lists.get(parent)?.values() ?? []) entry.node.remove();
  lists.delete(parent);
}

/** Remove an element; if it had the focus, the next one that can have it gets it. */
function leave(node) {
  if (node.contains(document.activeElement)) {
    const neighbour = node.nextElementSibling ?? node.previousElementSibling;
    neighbour?.querySelector("button, a, input")?.focus({ preventScroll: true });
  }
  node.remove();
}
