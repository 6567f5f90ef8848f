/* One message as a row: who, when, what, reactions, replies, and the menu that opens on hover or focus. */
import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { askWords } from "./confirm.js";
import { clockTime, exactTime, slackDate } from "./dates.js";
import { bdi, h, icon, iconButton, toast } from "./dom.js";
import { mrkdwn, typed } from "./mrkdwn.js";
import { openMenu } from "./popup.js";
import { openThread } from "./route.js";
import { keyOf, person, personName, removeKey, shownName, state } from "./store.js";
import { Surface } from "./surface.js";

const TONES = 8;

/** Initials on one of eight tones, the same for one name everywhere; said by the name beside it. */
export function avatar(id, name, small = false) {
  const tone = [...String(id)].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 9973, 7) % TONES;
  const initials = String(name).replace(/^[#@]/, "").split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
  return h("span", { class: `avatar tone-${tone}${small ? " small" : ""}`, "aria-hidden": "true" }, bdi(initials || "?"));
}

/** {id, name, app} of whoever wrote a message. */
export function author(message) {
  const found = person(message.user);
  const app = Boolean(message.bot_id) || message.subtype === "bot_message" || Boolean(found?.is_bot);
  const name = message.username || (found && shownName(found)) || (app ? state.app.name : message.user) || "Unknown";
  return { id: message.user ?? message.bot_id ?? name, name, app };
}

export const names = {
  user: (id) => person(id)?.name ?? id,
  channel: (id) => state.conversations.get(id)?.name ?? id,
  group: (id) => state.groups.get(id)?.handle ?? id,
};

const surfaces = new Map();

/** The surface of a message outlives redraws, so that what was filled in stays. */
function surfaceOf(channel, message) {
  const key = `${state.me}/${channel}/${keyOf(message)}`;
  if (!surfaces.has(key)) {
    const container = { type: "message", channel, ts: message.ts, ...(message.ephemeral ? { ephemeral_id: keyOf(message) } : {}) };
    surfaces.set(key, new Surface(container));
  }
  const surface = surfaces.get(key);
  surface.keep(message.blocks);
  return surface;
}

const CARD_BLOCKS = new Set(["header", "actions", "input", "table"]);
const isCard = (message) => (message.blocks ?? []).some((b) => CARD_BLOCKS.has(b.type) || b.accessory);

function attachment(data, surface) {
  const inner = data.blocks ? blocks(data.blocks, surface) : mrkdwn([data.pretext, data.title, data.text ?? data.fallback].filter(Boolean).join("\n"));
  return h("div", { class: "attachment" }, inner);
}

function body(channel, message) {
  const surface = surfaceOf(channel, message);
  const parts = message.blocks?.length ? blocks(message.blocks, surface) : [h("div", { class: "block" }, mrkdwn(message.text))];
  // A person's own words carry the mark at their end, as in Slack; an app's updates carry none.
  if (message.edited && !message.bot_id) (parts.at(-1).querySelector(":scope > :last-child") ?? parts.at(-1)).append(h("span", { class: "edited" }, " (edited)"));
  return h("div", { class: `message-body${isCard(message) ? " card" : ""}` }, parts, (message.attachments ?? []).map((a) => attachment(a, surface)));
}

function reactions(channel, message) {
  if (!message.reactions?.length) return null;
  return h("ul", { class: "reactions", "aria-label": "Reactions" }, message.reactions.map((r) => {
    const who = (r.users ?? []).map(personName).join(", ");
    const mine = Boolean(r.users?.includes(state.me));
    return h("li", {}, h("button", {
      type: "button", class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), title: who, "data-key": `reaction ${r.name}`, on: { click: () => react(channel, message, r.name) },
    }, bdi(`:${r.name}:`), ` ${r.count ?? r.users?.length ?? 1}`));
  }));
}

const EMOJI = ["+1", "eyes", "white_check_mark", "x", "pray", "tada", "heart", "question"];

const react = (channel, message, name) => attempt(() => post("react", { channel, ts: message.ts, name }));

function reactionMenu(anchor, channel, message) {
  openMenu(anchor, "Add a reaction", EMOJI.map((name) => ({ label: `:${name}:`, run: () => react(channel, message, name) })));
}

function replies(channel, message) {
  if (!message.reply_count || (message.thread_ts && message.thread_ts !== message.ts)) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.latest_reply ? `Last ${slackDate(Number(message.latest_reply), "{ago}")}` : "";
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(id, personName(id), true));
  return h("button", { type: "button", class: "replies", "data-key": "replies", on: { click: () => openThread(channel, message.ts) } },
    faces, h("span", { class: "replies-count" }, count), h("span", { class: "replies-last" }, last));
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
}

/** A person may change what that person wrote. */
export const isMine = (message) => message.user === state.me && !message.bot_id && !message.ephemeral;

async function remove(channel, message) {
  if (await askWords("Delete this message?", "It is gone for everybody, and it cannot be brought back.", "Delete", true)) {
    await attempt(() => post("delete", { channel, ts: message.ts }));
  }
}

function menuItems(channel, message, row) {
  const root = message.thread_ts ?? message.ts;
  const shortcuts = message.ephemeral ? [] : state.app.shortcuts.filter((s) => s.type === "message").map((s) => ({
    label: s.name, hint: state.app.name, run: () => attempt(() => post("shortcut", { callback_id: s.callback_id, channel, ts: message.ts })),
  }));
  const own = isMine(message) ? [
    { label: "Edit message", hint: "E", run: () => startEdit(channel, message, row) },
    { label: "Delete message", hint: "Del", danger: true, run: () => remove(channel, message) },
  ] : [];
  const reply = message.ephemeral ? [] : [{ label: "Reply in thread", hint: "T", run: () => openThread(channel, root) }];
  return [...reply, ...(shortcuts.length ? [null, ...shortcuts] : []), ...(own.length ? [null, ...own] : [])];
}

function toolbar(channel, message, row) {
  if (message.ephemeral) return null;
  const root = message.thread_ts ?? message.ts;
  const first = state.app.shortcuts.find((s) => s.type === "message");
  const more = iconButton("more", "More actions", (event) => openMenu(event.currentTarget, "Message actions", menuItems(channel, message, row)),
    { "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "more" });
  return h("div", { class: "toolbar", role: "group", "aria-label": "Message actions" },
    iconButton("smile", "Add a reaction", (event) => reactionMenu(event.currentTarget, channel, message), { "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "react" }),
    iconButton("reply", "Reply in thread", () => openThread(channel, root), { "data-key": "reply" }),
    first ? iconButton("bolt", first.name, () => attempt(() => post("shortcut", { callback_id: first.callback_id, channel, ts: message.ts })), { "data-key": "shortcut" }) : null,
    isMine(message) ? iconButton("edit", "Edit message", () => startEdit(channel, message, row), { "data-key": "edit" }) : null,
    more);
}

/** Turn a row into a box with its text; Enter saves, Escape leaves it. */
export function startEdit(channel, message, row) {
  const old = row.querySelector(".message-body");
  const box = h("textarea", { class: "text-field", rows: 3, "aria-label": "Edit message", value: typed(message.text, names) });
  const form = h("form", { class: "edit-form" }, box, h("div", { class: "edit-actions" },
    h("button", { type: "button", class: "button", on: { click: () => done() } }, "Cancel"), h("button", { type: "submit", class: "button primary" }, "Save")));
  const done = () => { form.replaceWith(old); row.focus(); };
  const save = () => attempt(async () => { await post("edit", { channel, ts: message.ts, text: box.value }); done(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") { event.preventDefault(); done(); }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); save(); }
  });
  old.replaceWith(form);
  box.focus();
}

function onKey(event, channel, message, row) {
  if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
  const run = { t: () => !message.ephemeral && openThread(channel, message.thread_ts ?? message.ts), e: () => isMine(message) && startEdit(channel, message, row), delete: () => isMine(message) && remove(channel, message) }[event.key.toLowerCase()];
  if (run) { event.preventDefault(); run(); }
}

const SYSTEM = new Set(["tombstone", "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "group_join"]);

function head(message, by) {
  const seconds = Number(message.ts);
  return h("div", { class: "message-head" }, bdi(by.name, { class: "author" }), by.app ? h("span", { class: "badge" }, "APP") : null,
    h("time", { class: "when", title: exactTime(seconds) }, clockTime(seconds)));
}

function dismiss(channel, message) {
  removeKey(channel, keyOf(message));
  attempt(() => post("dismiss", { id: keyOf(message) }));
}

function privateNote(channel, message) {
  return h("div", { class: "private-note" }, icon("lock"), "Only visible to you",
    h("button", { type: "button", class: "link-button", "data-key": "dismiss", on: { click: () => dismiss(channel, message) } }, "Dismiss"));
}

/** A message as a list item. grouped: the author stands above already. */
export function messageRow(channel, message, grouped) {
  const by = author(message);
  const classes = ["message", grouped ? "grouped" : "", message.ephemeral ? "ephemeral" : "", SYSTEM.has(message.subtype) ? "system" : ""];
  const row = h("li", { class: classes.filter(Boolean).join(" "), tabindex: "-1", "data-ts": message.ts, "data-key": keyOf(message) });
  const time = h("time", { class: "when", title: exactTime(Number(message.ts)) }, clockTime(Number(message.ts)));
  const gutter = h("div", { class: "gutter" }, grouped ? time : avatar(by.id, by.name));
  const main = h("div", { class: "message-main" }, message.ephemeral ? privateNote(channel, message) : null,
    grouped ? h("span", { class: "visually-hidden" }, `${by.name}: `) : head(message, by), body(channel, message), reactions(channel, message), replies(channel, message));
  row.append(...[gutter, main, toolbar(channel, message, row)].filter(Boolean));
  row.addEventListener("keydown", (event) => onKey(event, channel, message, row));
  return row;
}
