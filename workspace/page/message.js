/* One message as a row: who, when, what, reactions, replies, and the menu that opens on hover or focus. */
import { dismiss, onKey, toolbar } from "./actions.js";
import { blocks } from "./blocks.js";
import { clockTime, exactTime } from "./dates.js";
import { bdi, h, icon } from "./dom.js";
import { attachment, file, reactions, replies } from "./extras.js";
import { mrkdwn } from "./mrkdwn.js";
import { author, avatar } from "./people.js";
import { keyOf, state } from "./store.js";
import { Surface } from "./surface.js";

const surfaces = new Map();

/** The surface of a message outlives redraws, so that what was filled in stays. */
function surfaceOf(channel, message) {
  const key = `${state.me}/${channel}/${keyOf(message)}`;
  if (!surfaces.has(key)) {
    const container = {
      type: "message",
      channel,
      ts: message.ts,
      ...(message.ephemeral ? { ephemeral_id: keyOf(message) } : {}),
    };
    surfaces.set(key, new Surface(container));
  }
  const surface = surfaces.get(key);
  surface.keep(message.blocks);
  return surface;
}

const CARD_BLOCKS = new Set(["header", "actions", "input", "table"]);
const isCard = (message) => (message.blocks ?? []).some((b) => CARD_BLOCKS.has(b.type) || b.accessory);

function body(channel, message) {
  const surface = surfaceOf(channel, message);
  const parts = message.blocks?.length
    ? blocks(message.blocks, surface)
    : [h("div", { class: "block" }, mrkdwn(message.text))];
  // A person's own words carry the mark at their end, as in Slack; an app's updates carry none.
  if (message.edited && !message.bot_id)
    (parts.at(-1).querySelector(":scope > :last-child") ?? parts.at(-1)).append(
      h("span", { class: "edited" }, " (edited)"),
    );
  return h(
    "div",
    { class: `message-body${isCard(message) ? " card" : ""}` },
    parts,
    (message.attachments ?? []).map((a) => attachment(a, surface)),
    (message.files ?? []).map(file),
  );
}

const SYSTEM = new Set([
  "tombstone",
  "channel_join",
  "channel_leave",
  "channel_topic",
  "channel_purpose",
  "channel_name",
  "group_join",
]);

function head(message, by) {
  const seconds = Number(message.ts);
  return h(
    "div",
    { class: "message-head" },
    bdi(by.name, { class: "author" }),
    by.app ? h("span", { class: "badge" }, "APP") : null,
    h("time", { class: "when", title: exactTime(seconds) }, clockTime(seconds)),
  );
}

function privateNote(channel, message) {
  return h(
    "div",
    { class: "private-note" },
    icon("lock"),
    "Only visible to you",
    h(
      "button",
      { type: "button", class: "link-button", "data-key": "dismiss", on: { click: () => dismiss(channel, message) } },
      "Dismiss",
    ),
  );
}

/** A message as a list item. grouped: the author stands above already. */
export function messageRow(channel, message, grouped) {
  const by = author(message);
  const classes = [
    "message",
    grouped ? "grouped" : "",
    message.ephemeral ? "ephemeral" : "",
    SYSTEM.has(message.subtype) ? "system" : "",
  ];
  const row = h("li", {
    class: classes.filter(Boolean).join(" "),
    tabindex: "-1",
    "data-ts": message.ts,
    "data-key": keyOf(message),
  });
  const time = h("time", { class: "when", title: exactTime(Number(message.ts)) }, clockTime(Number(message.ts)));
  const gutter = h("div", { class: "gutter" }, grouped ? time : avatar(by.id, by.name));
  const main = h(
    "div",
    { class: "message-main" },
    message.ephemeral ? privateNote(channel, message) : null,
    grouped ? h("span", { class: "visually-hidden" }, `${by.name}: `) : head(message, by),
    body(channel, message),
    reactions(channel, message),
    replies(channel, message),
  );
  row.append(...[gutter, main, toolbar(channel, message, row)].filter(Boolean));
  row.addEventListener("keydown", (event) => onKey(event, channel, message, row));
  return row;
}
