/* What hangs on a message: attachments, files, reactions, the way into its thread. */
import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { slackDate } from "./dates.js";
import { attempt, bdi, h } from "./dom.js";
import { link, picture } from "./links.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { openMenu } from "./popup.js";
import { openThread } from "./route.js";
import { personName, state } from "./store.js";

/** An old-style attachment: its blocks or its words, behind a bar. */
export function attachment(data, surface) {
  const inner = data.blocks
    ? blocks(data.blocks, surface)
    : mrkdwn([data.pretext, data.title, data.text ?? data.fallback].filter(Boolean).join("\n"));
  return h("div", { class: "attachment" }, inner);
}

/** A file: a picture of this workspace is shown, of anything else the name. */
export function file(data) {
  const name = data.title || data.name || data.id;
  const shown = data.mimetype?.startsWith("image/")
    ? picture(data.url_private, data.alt_txt || name, "block-picture")
    : link(data.url_private ?? "", name);
  return h("figure", { class: "file" }, h("figcaption", {}, bdi(name)), shown);
}

/** The reactions as buttons that give or take back one's own. */
export function reactions(channel, message) {
  if (!message.reactions?.length) return null;
  return h(
    "ul",
    { class: "reactions", "aria-label": "Reactions" },
    message.reactions.map((r) => {
      const who = (r.users ?? []).map(personName).join(", ");
      const mine = Boolean(r.users?.includes(state.me));
      return h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: mine ? "reaction mine" : "reaction",
            "aria-pressed": String(mine),
            title: who,
            "data-key": `reaction ${r.name}`,
            on: { click: () => react(channel, message, r.name) },
          },
          bdi(`:${r.name}:`),
          ` ${r.count ?? r.users?.length ?? 1}`,
        ),
      );
    }),
  );
}

const EMOJI = ["+1", "eyes", "white_check_mark", "x", "pray", "tada", "heart", "question"];

const react = (channel, message, name) => attempt(() => post("react", { channel, ts: message.ts, name }));

/** Choose a reaction to give. */
export function reactionMenu(anchor, channel, message) {
  openMenu(
    anchor,
    "Add a reaction",
    EMOJI.map((name) => ({ label: `:${name}:`, run: () => react(channel, message, name) })),
  );
}

/** The line that opens the thread, where there is one. */
export function replies(channel, message) {
  if (!message.reply_count || (message.thread_ts && message.thread_ts !== message.ts)) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.latest_reply ? `Last ${slackDate(Number(message.latest_reply), "{ago}")}` : "";
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(id, personName(id), true));
  return h(
    "button",
    { type: "button", class: "replies", "data-key": "replies", on: { click: () => openThread(channel, message.ts) } },
    faces,
    h("span", { class: "replies-count" }, count),
    h("span", { class: "replies-last" }, last),
  );
}
