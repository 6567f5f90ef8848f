/* The middle of the page: head of the conversation, tabs of the app, messages, message box, notices. */
import { get, post } from "./api.js";
import { Composer } from "./composer.js";
import { h, icon, replace, toast } from "./dom.js";
import { showHome } from "./home.js";
import { bdi } from "./dom.js";
import { Pane } from "./pane.js";
import { conversation, conversationName, fetchInto, isReply, logOf, on, person, state, upsert } from "./store.js";

const PAGE = 50;
const KEPT = 200; // messages of a log that are drawn when one comes back to it
const main = () => document.getElementById("main");
let parts = null;

function build() {
  const pane = new Pane({ label: "Messages", load: () => older(state.channel) });
  parts = {
    pane,
    composer: new Composer(),
    head: h("header", { class: "chat-head" }),
    banner: h("div", { class: "banner", role: "status" }),
    home: h("div", { class: "home", hidden: true, tabindex: "0", role: "region", "aria-label": "Home" }),
    join: h("div", { class: "join", hidden: true }),
    messages: h("div", { class: "messages-part" }),
  };
  parts.messages.append(pane.frame, parts.join, parts.composer.node);
  main().replaceChildren(parts.head, parts.banner, parts.home, parts.messages);
}

function fetchPage(channel, before) {
  const log = logOf(channel);
  const take = ({ messages, has_more: more }) => {
    for (const message of [...messages].reverse())
      if (!isReply(message) || message.subtype === "thread_broadcast") upsert(log, message);
    log.hasMore = Boolean(more) && messages.length > 0;
    log.oldest = messages[0]?.ts ?? log.oldest;
  };
  return fetchInto(log, () => get("history", { channel, before, limit: PAGE }), take);
}

/** Forget what was scrolled to long ago; it is fetched again where somebody looks for it. */
function trim(log) {
  if (log.items.length <= KEPT) return;
  log.items = log.items.slice(-KEPT);
  log.oldest = log.items.find((m) => !m.ephemeral)?.ts;
  log.hasMore = true;
}

async function older(channel) {
  const log = logOf(channel);
  await fetchPage(channel, log.oldest).catch((error) => {
    log.hasMore = false;
    toast(error.message);
  });
  if (channel === state.channel) parts.pane.show(channel, log);
}

const TABS = [
  ["home", "Home"],
  ["messages", "Messages"],
];

function tabs() {
  const list = h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": `${state.app.name}: parts` },
    TABS.map(([key, label]) =>
      h(
        "button",
        {
          type: "button",
          class: "tab",
          role: "tab",
          id: `tab-${key}`,
          "aria-selected": String(state.tab === key),
          tabindex: state.tab === key ? "0" : "-1",
          "data-tab": key,
          on: { click: () => openTab(key, true) },
        },
        label,
      ),
    ),
  );
  list.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft")
      openTab(state.tab === "home" ? "messages" : "home", true);
  });
  return list;
}

function head(chat) {
  const about = chat.kind === "dm" ? person(chat.with)?.title : chat.topic;
  replace(
    parts.head,
    h("h1", { class: "chat-name", tabindex: "-1" }, bdi(conversationName(chat))),
    about ? bdi(about, { class: "chat-topic" }) : null,
    chat.kind === "app" && state.app.home !== false ? tabs() : null,
  );
}

async function openTab(tab, focus = false) {
  state.tab = tab;
  showPart(conversation());
  if (focus) parts.head.querySelector(`[data-tab="${tab}"]`)?.focus();
  if (tab === "home") replace(parts.home, h("p", { class: "empty" }, "Opening…"));
  const before = state.home;
  try {
    const { view } = await post("home", { tab });
    const newest = state.home === before ? (view ?? before) : state.home; // one may be published before this answer
    if (tab === "home" && state.tab === "home") showHome(parts.home, newest);
  } catch (error) {
    toast(error.message);
  }
}

function showPart(chat) {
  head(chat);
  const home = chat.kind === "app" && state.tab === "home";
  parts.home.hidden = !home;
  parts.messages.hidden = home;
}

async function join(channel) {
  try {
    await post("join", { channel });
    Object.assign(state.conversations.get(channel), { is_member: true });
    showJoin(conversation());
    parts.composer.focus();
  } catch (error) {
    toast(error.message);
  }
}

function showJoin(chat) {
  const outside = chat.kind === "channel" && chat.is_member === false;
  parts.join.hidden = !outside;
  const deaf = chat.kind === "app" && (state.app.messages === false || state.app.messages_read_only);
  parts.composer.node.hidden = outside || Boolean(chat.archived) || deaf;
  if (outside)
    replace(
      parts.join,
      h("p", {}, "You are not in ", bdi(conversationName(chat)), " yet."),
      h("button", { type: "button", class: "button primary", on: { click: () => join(chat.id) } }, "Join channel"),
    );
}

function banner() {
  const lines = [];
  if (!state.reachable) lines.push("The workspace does not answer. This page tries again by itself.");
  else if (!state.app.connected)
    lines.push(`${state.app.name} is not connected; your message waits. Buttons and commands fail until it is back.`);
  replace(
    parts.banner,
    lines.map((line) => h("p", {}, icon("warn"), line)),
  );
}

function markRead(channel) {
  if (channel !== state.channel) return; // one may have gone elsewhere meanwhile
  const last = logOf(channel).items.findLast((m) => !m.ephemeral);
  const chat = conversation(channel);
  if (!last || !(chat?.unread || chat?.mentions) || document.hidden) return;
  post("read", { channel, ts: last.ts }).catch(() => {}); // the mark stays, and the next look tries again
}

function title() {
  const waiting = [...state.conversations.values()].reduce(
    (sum, c) => sum + (c.mentions || (c.kind === "channel" ? 0 : c.unread || 0)),
    0,
  );
  document.title = `${waiting ? `(${waiting}) ` : ""}${conversationName(conversation())} · ${state.team?.name ?? "Workspace"}`;
}

async function showChannel({ focus }) {
  const chat = conversation();
  if (!chat) return;
  state.tab = chat.kind === "app" && chat.unread === 0 && state.app.home !== false ? "home" : "messages";
  title();
  showPart(chat);
  showJoin(chat);
  parts.composer.show(chat.id);
  const log = logOf(chat.id);
  trim(log);
  const unreadFrom = chat.unread ? chat.last_read || "0" : null;
  parts.pane.show(chat.id, log, { unreadFrom, fresh: true });
  if (chat.kind === "app") openTab(state.tab);
  if (focus && !parts.messages.hidden) parts.composer.focus();
  if (!log.loaded) await fetchPage(chat.id).catch((error) => toast(error.message));
  if (state.channel !== chat.id) return;
  parts.pane.show(chat.id, log, { unreadFrom });
  markRead(chat.id);
}

/** Fetch the newest page again after the stream was lost or the person changed. */
export async function reload() {
  state.logs.clear();
  state.threads.clear();
  if (state.channel) await showChannel({ focus: false });
}

export function startConversation() {
  build();
  on("boot", banner);
  on("status", banner);
  on("route", (route) => {
    if (route.changed || route.fresh) showChannel(route);
  });
  on("log", (channel) => {
    if (channel !== state.channel || !logOf(channel).loaded) return;
    parts.pane.show(channel, logOf(channel));
  });
  on("arrived", ({ channel }) => {
    if (channel === state.channel && parts.pane.stick) setTimeout(() => markRead(channel), 200);
  });
  on("session", () => parts.composer.channel && parts.composer.showSession());
  on("sidebar", title);
  on("sidebar", () => {
    if (state.channel && parts.pane.stick) markRead(state.channel);
  });
  on("home", () => {
    if (state.tab === "home") showHome(parts.home, state.home);
  });
  document.addEventListener("visibilitychange", () => {
    if (state.channel) markRead(state.channel);
  });
}
