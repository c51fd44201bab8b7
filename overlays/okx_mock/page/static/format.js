// Numbers and times as people read them.

const two = (number) => String(number).padStart(2, "0");

/** Day and time of a moment, in UTC. */
export function moment(ms) {
  const at = new Date(ms);
  return {
    day: `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`,
    time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`,
    full: at.toISOString().replace("T", " ").replace("Z", " UTC"),
  };
}

/** The time of day; with the day, if that is not the day of `nowMs`. */
export function clockTime(ms, nowMs) {
  const one = moment(ms);
  return one.day === moment(nowMs).day ? one.time : `${one.day.slice(5)} ${one.time.slice(0, 5)}`;
}

/** A decimal with its thousands set apart; the digits stay as they are. */
export function grouped(decimal) {
  return String(decimal).replace(/^(-?)(\d+)/, (_, sign, whole) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ","));
}

/** An amount of money: two places, and more for what is less than one. */
export function money(decimal) {
  const value = Number(decimal);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 0.000001) return "< 0.000001";
  return size < 1 ? grouped(value.toFixed(6).replace(/0+$/, "")) : grouped(value.toFixed(2));
}

/** A span of time in words. */
export function span(ms) {
  if (ms < 60_000) return `${trimmed(ms / 1000)} s`;
  if (ms < 3_600_000) return `${trimmed(ms / 60_000)} min`;
  if (ms < 86_400_000) return `${trimmed(ms / 3_600_000)} h`;
  return `${trimmed(ms / 86_400_000)} days`;
}

const trimmed = (number) => String(Math.round(number * 10) / 10);

/** A number of things, in the singular or the plural. */
export function count(number, one, many = `${one}s`) {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}
