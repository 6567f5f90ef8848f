/* Where one is: the address after # holds person, conversation and thread, so that a link or a second window works. */
import { emit, state } from "./store.js";

/** {person, channel, thread} from the address. */
export function readRoute() {
  const [person = "", channel = "", thread = ""] = decodeURIComponent(location.hash.replace(/^#\/?/, "")).split("/");
  return { person, channel, thread };
}

/** {channel, thread} of a permalink, /archives/C…/p1700000000000100; null for another address. It opens as a thread. */
export function permalink(path, search) {
  const found = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/.exec(path);
  if (!found) return null;
  const root = new URLSearchParams(search).get("thread_ts");
  return { channel: found[1], thread: root ?? (found[2] ? `${found[2]}.${found[3]}` : "") };
}

export const address = (person, channel = "", thread = "") =>
  `#/${[person, channel, thread].filter(Boolean).join("/")}`;

function go(channel, thread = "") {
  const target = address(state.me, channel, thread);
  if (location.hash !== target) history.pushState(null, "", target);
  Object.assign(state, { channel, thread });
}

/** Show a conversation; `focus` tells where the keyboard should be afterwards. */
export function openConversation(channel, { focus = true, replaceState = false } = {}) {
  const changed = state.channel !== channel;
  if (replaceState) history.replaceState(null, "", address(state.me, channel));
  go(channel);
  emit("route", { focus, changed });
}

export function openThread(channel, ts) {
  go(channel, ts);
  emit("route", { focus: false, changed: false, thread: true });
}

export function closeThread() {
  go(state.channel);
  emit("route", { focus: false, changed: false, closed: true });
}
