/* Links, mentions and pictures: what foreign text may point at, and how the reader sees where. */
import { bdi, h } from "./dom.js";
import { openConversation, openThread, permalink } from "./route.js";
import { person, shownName, state } from "./store.js";

/** The URL if it is http or https, else null: nothing else ever becomes a link. */
export function webUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}

const bare = (text) =>
  text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/$/, "");
const shorten = (text, limit = 72) => (text.length > limit ? `${text.slice(0, limit)}…` : text);

/** A permalink of this workspace is followed in place. */
function follow({ channel, thread }) {
  openConversation(channel);
  if (thread) openThread(channel, thread);
}

/** A link whose target the reader can see: where the label says something else, the target stands beside it. */
export function link(target, label = "") {
  const url = webUrl(target);
  if (!url) return bdi(label && label !== target ? `${label} (${target})` : target);
  const text = label || target;
  const anchor = h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", title: url.href }, bdi(text));
  const inside = url.origin === location.origin && permalink(url.pathname, url.search);
  if (inside)
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      follow(inside);
    });
  if (bare(text) === bare(target) || bare(text) === bare(url.href)) return anchor;
  return h("span", { class: "link" }, anchor, bdi(` (${shorten(bare(url.href))})`, { class: "link-target" }));
}

/** A mention of a person: `@Maria`, marked when it is the acting person. */
export function userMention(id, label = "") {
  const found = person(id);
  const name = found ? shownName(found) : label || id;
  return bdi(`@${name}`, { class: id === state.me ? "mention mention-me" : "mention", title: found?.real_name });
}

export function groupMention(id, label = "") {
  const group = state.groups.get(id);
  const handle = (group?.handle ?? label ?? "") || id;
  const mine = group?.users?.includes(state.me);
  return bdi(`@${handle.replace(/^@/, "")}`, { class: mine ? "mention mention-me" : "mention", title: group?.name });
}

export function channelMention(id, label = "") {
  const chat = state.conversations.get(id);
  const name = `#${chat?.name ?? (label || id)}`;
  if (!chat) return bdi(name, { class: "mention" });
  return h(
    "button",
    { type: "button", class: "mention mention-link", on: { click: () => openConversation(id) } },
    bdi(name),
  );
}

export const broadcast = (range) => bdi(`@${range}`, { class: "mention mention-me" });

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** A picture from this workspace; any other one is a box with its description, so that no request leaves the machine. */
/** Where the picture of a block or an element is: an address, or a file of the workspace by its id. */
export function pictureOf(part) {
  const file = part.slack_file;
  return part.image_url ?? file?.url ?? (file?.id ? `/files/${encodeURIComponent(file.id)}/picture` : null);
}

export function picture(source, alt, className) {
  const url = source ? webUrl(new URL(source, location.href).href) : null;
  if (url && LOOPBACK.has(url.hostname) && url.port === location.port) {
    return h("img", { class: className, src: url.href, alt: alt ?? "", loading: "lazy" });
  }
  return h(
    "span",
    { class: `${className} picture-box`, role: "img", "aria-label": alt || "Picture" },
    h("span", { class: "picture-word", "aria-hidden": "true" }, "Picture"),
    bdi(alt || "without description", { "aria-hidden": "true" }),
  );
}
