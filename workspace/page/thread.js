/* The thread at the side: the message, its replies, a message box. */
import { get } from "./api.js";
import { Composer } from "./composer.js";
import { bdi, h, iconButton, toast } from "./dom.js";
import { Pane } from "./pane.js";
import { closeThread } from "./route.js";
import { conversation, conversationName, fetchInto, on, state, threadOf, upsert } from "./store.js";

const root = () => document.getElementById("thread");
let shown = null; // {key, pane, composer}

function fill(channel, ts) {
  const log = threadOf(channel, ts);
  const take = ({ messages }) => {
    for (const message of messages) upsert(log, message);
    log.hasMore = false;
  };
  return fetchInto(log, () => get("thread", { channel, ts }), take);
}

function leave() {
  shown?.pane.forget();
  shown = null;
  root().hidden = true;
  root().replaceChildren();
}

function close() {
  const ts = state.thread;
  closeThread();
  (
    document.querySelector(`#main .message[data-ts="${CSS.escape(ts)}"]`) ?? document.getElementById("composer-input")
  )?.focus({ preventScroll: true });
}

function build(channel, ts) {
  const pane = new Pane({ label: "Thread", ofThread: true });
  const composer = new Composer({ thread: ts });
  root().replaceChildren(
    h(
      "header",
      { class: "thread-head" },
      h("h2", { class: "thread-title" }, "Thread"),
      bdi(conversationName(conversation(channel)), { class: "chat-topic" }),
      iconButton("close", "Close the thread", close),
    ),
    pane.frame,
    composer.node,
  );
  root().hidden = false;
  return { key: `${channel}/${ts}`, pane, composer };
}

async function show({ thread }) {
  if (!state.thread) {
    leave();
    return;
  }
  const { channel, thread: ts } = state;
  const key = `${channel}/${ts}`;
  if (shown?.key !== key) {
    leave();
    shown = build(channel, ts);
    shown.composer.show(channel);
    const log = threadOf(channel, ts);
    if (!log.loaded) await fill(channel, ts).catch((error) => toast(error.message));
    if (shown?.key !== key) return;
    shown.pane.show(channel, log, { fresh: true });
  }
  if (thread) shown.composer.focus();
}

export function startThread() {
  on("route", show);
  on("thread", (key) => {
    if (shown?.key === key) shown.pane.show(state.channel, threadOf(state.channel, state.thread));
  });
  on("boot", () => {
    if (shown) {
      leave();
      show({ thread: false });
    }
  });
  on("session", () => shown?.composer.showSession());
  root().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !root().querySelector(":popover-open")) {
      event.preventDefault();
      close();
    }
  });
}
