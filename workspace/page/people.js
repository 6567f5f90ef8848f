/* Who wrote it: names, initials, and the names behind the ids in a text. */
import { bdi, h } from "./dom.js";
import { person, shownName, state } from "./store.js";

const TONES = 8;
/** Who stands for a deleted message that has replies; Slack lists it among no people. */
const SLACKBOT = "USLACKBOT";

/** Initials on one of eight tones, the same for one name everywhere; said by the name beside it. */
export function avatar(id, name, small = false) {
  const tone = [...String(id)].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 9973, 7) % TONES;
  const initials = String(name)
    .replace(/^[#@]/, "")
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
  return h(
    "span",
    { class: `avatar tone-${tone}${small ? " small" : ""}`, "aria-hidden": "true" },
    bdi(initials || "?"),
  );
}

/** {id, name, app} of whoever wrote a message. */
export function author(message) {
  const found = person(message.user);
  if (message.user === SLACKBOT) return { id: SLACKBOT, name: "Slackbot", app: false };
  const app = Boolean(message.bot_id) || message.subtype === "bot_message" || Boolean(found?.is_bot);
  const name = message.username || (found && shownName(found)) || (app ? state.app.name : message.user) || "Unknown";
  return { id: message.user ?? message.bot_id ?? name, name, app };
}

export const names = {
  user: (id) => person(id)?.name ?? id,
  channel: (id) => state.conversations.get(id)?.name ?? id,
  group: (id) => state.groups.get(id)?.handle ?? id,
};
