/* Times in the acting person's zone, on the workspace's own clock (which tests may speed up or advance). */
import { me, state } from "./store.js";

/** The workspace's time, in seconds since 1970. */
export const now = () => state.clock.at + ((performance.now() - state.clock.heard) / 1000) * state.clock.scale;

export const zone = () => me()?.tz || "UTC";

const formats = new Map();
function format(options, tz) {
  const key = `${tz} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-US", { ...options, timeZone: tz }));
  return formats.get(key);
}

const show = (seconds, options, tz = zone()) => format(options, tz).format(new Date(seconds * 1000));

function part(seconds, options, name, tz) {
  return format(options, tz)
    .formatToParts(new Date(seconds * 1000))
    .find((p) => p.type === name).value;
}

/** "14:02" in the person's zone. */
export const clockTime = (seconds, tz = zone()) =>
  show(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, tz);
const clockSeconds = (seconds) =>
  show(seconds, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

const QUARTER = 900; // zones are whole quarters of an hour apart, so a day begins at a quarter everywhere
const days = new Map();

/** "2026-11-24": the calendar day in the person's zone; equal days have equal keys. */
export function dayKey(seconds, tz = zone()) {
  const quarter = `${tz} ${Math.floor(seconds / QUARTER)}`;
  if (!days.has(quarter)) {
    const options = { year: "numeric", month: "2-digit", day: "2-digit" };
    days.set(quarter, ["year", "month", "day"].map((name) => part(seconds, options, name, tz)).join("-"));
  }
  return days.get(quarter);
}

const SUFFIX = { one: "st", two: "nd", few: "rd", other: "th" };
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

function longDate(seconds) {
  const day = Number(part(seconds, { day: "numeric" }, "day", zone()));
  return `${show(seconds, { month: "long" })} ${day}${SUFFIX[ordinals.select(day)]}, ${show(seconds, { year: "numeric" })}`;
}

const shortDate = (seconds) => show(seconds, { year: "numeric", month: "short", day: "numeric" });
const fullDate = (seconds) => `${show(seconds, { weekday: "long" })}, ${longDate(seconds)}`;

/** "today", "yesterday", "tomorrow", or what the fallback makes of it. */
function pretty(seconds, fallback) {
  const day = dayKey(seconds);
  const near = [
    ["today", 0],
    ["yesterday", -86400],
    ["tomorrow", 86400],
  ].find(([, shift]) => dayKey(now() + shift) === day);
  return near ? near[0] : fallback(seconds);
}

const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

function ago(seconds) {
  const distance = seconds - now();
  const [unit, length] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? UNITS[3];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.trunc(distance / length), unit);
}

const TOKENS = {
  date_num: dayKey,
  date: longDate,
  date_short: shortDate,
  date_long: fullDate,
  time: clockTime,
  time_secs: clockSeconds,
  ago,
  date_slash: (s) => show(s, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date_pretty: (s) => pretty(s, longDate),
  date_short_pretty: (s) => pretty(s, shortDate),
  date_long_pretty: (s) => pretty(s, fullDate),
};

/** A Slack date format such as "{date_short_pretty} at {time}" for a time; unknown tokens stay as they are. */
export function slackDate(seconds, pattern) {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12) return null;
  const text = pattern.replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(TOKENS, name) ? TOKENS[name](seconds) : whole,
  );
  return /^\{\w+_pretty\}/.test(pattern) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Label of a day divider: "Today", "Yesterday", "Tuesday, November 24th". */
export function dayLabel(seconds) {
  const text = pretty(seconds, (s) => fullDate(s).replace(/, \d{4}$/, ""));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Exact time for titles: "Tuesday, November 24th, 2026, 14:02:07". */
export const exactTime = (seconds) => `${fullDate(seconds)}, ${clockSeconds(seconds)}`;

/** "Lisbon" from "Europe/Lisbon". */
export const city = (tz) => (tz || "UTC").split("/").pop().replaceAll("_", " ");

function offset(seconds, tz) {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  };
  const [y, mo, d, hh, mi, ss] = ["year", "month", "day", "hour", "minute", "second"].map((n) =>
    Number(part(seconds, options, n, tz)),
  );
  return Date.UTC(y, mo - 1, d, hh, mi, ss) / 1000 - Math.floor(seconds);
}

/** "2026-11-24T14:02" as read on the person's clock, to seconds since 1970; NaN when it is no time. */
export function fromLocal(text, tz = zone()) {
  const wall = Date.parse(`${text}Z`) / 1000;
  if (Number.isNaN(wall)) return NaN;
  const guess = wall - offset(wall, tz);
  return wall - offset(guess, tz); // the second look is right on both sides of a change of the clocks
}

/** Seconds since 1970 as the value of a date-and-time field in the person's zone. */
export const toLocal = (seconds) => `${dayKey(seconds)}T${clockTime(seconds)}`;
