// One line at the foot of the page, read out too: what an action did, or why it did not.

import { byId, text } from "./dom.js";
import { Refused } from "./mock.js";

const SHOWN_MS = 6000;
let timer = 0;

export function say(words, kind = "done") {
  const line = byId("said");
  clearTimeout(timer);
  line.dataset.kind = kind;
  line.classList.add("shown");
  text(line, words);
  timer = setTimeout(() => {
    line.classList.remove("shown");
    text(line, "");
  }, SHOWN_MS);
}

/** Why something did not work, in words. */
export function problem(error) {
  return error instanceof Refused ? error.message : "the mock does not answer";
}
