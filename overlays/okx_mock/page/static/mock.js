// Asking the mock.

const PATIENCE_MS = 5000;

/** The mock answered, and said no. */
export class Refused extends Error {}

/** Read something; `query` leaves out what is empty. */
export function read(name, query = {}, signal = undefined) {
  const said = Object.entries(query).filter(([, value]) => value !== "" && value !== undefined);
  const target = `/__mock__/${name}${said.length ? `?${new URLSearchParams(said)}` : ""}`;
  return ask(target, { method: "GET" }, signal);
}

/** Tell the mock to do something. */
export function tell(name, document) {
  const headers = { "content-type": "application/json" };
  return ask(`/__mock__/${name}`, { method: "POST", headers, body: JSON.stringify(document) });
}

async function ask(target, options, signal) {
  const given = new AbortController();
  const giveUp = () => given.abort();
  const timer = setTimeout(giveUp, PATIENCE_MS);
  signal?.addEventListener("abort", giveUp);
  try {
    const settings = { credentials: "omit", cache: "no-store", redirect: "error", signal: given.signal };
    const answer = await fetch(target, { ...options, ...settings });
    const document = await answer.json();
    if (!answer.ok) throw new Refused(document.error ?? `HTTP ${answer.status}`);
    return document;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
}
