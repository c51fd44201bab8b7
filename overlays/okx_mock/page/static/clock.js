// The mock's clock: between two answers it goes on by itself, unless it stands.

import { attribute, byId, text } from "./dom.js";
import { moment, span } from "./format.js";
import { tell } from "./mock.js";
import { problem, say } from "./say.js";

let said = null;
let heard = 0;
let changed = () => {};

/** Start the clock on the page; `action` is what to do after it was changed. */
export function startClock(action) {
  changed = action;
  byId("clock-buttons").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.advance) advance(Number(button.dataset.advance));
    else if (button?.id === "freeze" && said)
      change({ frozen: !said.frozen }, said.frozen ? "The clock runs." : "The clock stands.");
  });
  setInterval(tick, 200);
}

export function showClock(clock) {
  said = clock;
  heard = performance.now();
  attribute(document.body, "data-frozen", String(clock.frozen));
  text(byId("running"), clock.frozen ? "frozen" : "running");
  text(byId("freeze"), clock.frozen ? "Let it run" : "Freeze");
  tick();
}

/** The mock is gone, and its clock with it. */
export function stopClock() {
  said = null;
}

function tick() {
  if (!said || document.hidden) return;
  const now = moment(said.now_ms + (said.frozen ? 0 : performance.now() - heard));
  text(byId("day"), now.day);
  text(byId("now"), now.time);
}

const advance = (seconds) =>
  change({ advance_seconds: seconds }, `The clock went forward by ${span(seconds * 1000).replace("1 days", "1 day")}.`);

async function change(document_, words) {
  try {
    showClock(await tell("clock", document_));
    say(words);
    changed();
  } catch (error) {
    say(`The clock was not changed: ${problem(error)}.`, "problem");
  }
}
