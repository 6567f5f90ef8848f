/* What one can do with a message: the bar on hover or focus, its menu, its keys; editing in place. */
import { post } from "./api.js";
import { askWords } from "./confirm.js";
import { attempt, h, iconButton } from "./dom.js";
import { reactionMenu } from "./extras.js";
import { typed } from "./mrkdwn.js";
import { names } from "./people.js";
import { openMenu } from "./popup.js";
import { openThread } from "./route.js";
import { keyOf, removeKey, state } from "./store.js";

/** A person may change what that person wrote. */
export const isMine = (message) => message.user === state.me && !message.bot_id && !message.ephemeral;

async function remove(channel, message) {
  if (
    await askWords("Delete this message?", "It is gone for everybody, and it cannot be brought back.", "Delete", true)
  ) {
    await attempt(() => post("delete", { channel, ts: message.ts }));
  }
}

function menuItems(channel, message, row) {
  const root = message.thread_ts ?? message.ts;
  const shortcuts = message.ephemeral
    ? []
    : state.app.shortcuts
        .filter((s) => s.type === "message")
        .map((s) => ({
          label: s.name,
          hint: state.app.name,
          run: () => attempt(() => post("shortcut", { callback_id: s.callback_id, channel, ts: message.ts })),
        }));
  const own = isMine(message)
    ? [
        { label: "Edit message", hint: "E", run: () => startEdit(channel, message, row) },
        { label: "Delete message", hint: "Del", danger: true, run: () => remove(channel, message) },
      ]
    : [];
  const reply = message.ephemeral
    ? []
    : [{ label: "Reply in thread", hint: "T", run: () => openThread(channel, root) }];
  return [...reply, ...(shortcuts.length ? [null, ...shortcuts] : []), ...(own.length ? [null, ...own] : [])];
}

/** The bar of a row; ephemeral messages have none. */
export function toolbar(channel, message, row) {
  if (message.ephemeral) return null;
  const root = message.thread_ts ?? message.ts;
  const first = state.app.shortcuts.find((s) => s.type === "message");
  const more = iconButton(
    "more",
    "More actions",
    (event) => openMenu(event.currentTarget, "Message actions", menuItems(channel, message, row)),
    { "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "more" },
  );
  return h(
    "div",
    { class: "toolbar", role: "group", "aria-label": "Message actions" },
    iconButton("smile", "Add a reaction", (event) => reactionMenu(event.currentTarget, channel, message), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-key": "react",
    }),
    iconButton("reply", "Reply in thread", () => openThread(channel, root), { "data-key": "reply" }),
    first
      ? iconButton(
          "bolt",
          first.name,
          () => attempt(() => post("shortcut", { callback_id: first.callback_id, channel, ts: message.ts })),
          { "data-key": "shortcut" },
        )
      : null,
    isMine(message)
      ? iconButton("edit", "Edit message", () => startEdit(channel, message, row), { "data-key": "edit" })
      : null,
    more,
  );
}

/** Turn a row into a box with its text; Enter saves, Escape leaves it. */
export function startEdit(channel, message, row) {
  const old = row.querySelector(".message-body");
  const box = h("textarea", {
    class: "text-field",
    rows: 3,
    "aria-label": "Edit message",
    value: typed(message.text, names),
  });
  const form = h(
    "form",
    { class: "edit-form" },
    box,
    h(
      "div",
      { class: "edit-actions" },
      h("button", { type: "button", class: "button", on: { click: () => done() } }, "Cancel"),
      h("button", { type: "submit", class: "button primary" }, "Save"),
    ),
  );
  const done = () => {
    form.replaceWith(old);
    row.focus();
  };
  const save = () =>
    attempt(async () => {
      await post("edit", { channel, ts: message.ts, text: box.value });
      done();
    });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      done();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
  });
  old.replaceWith(form);
  box.focus();
}

/** Keys on a focused row: T thread, E edit, Delete. */
export function onKey(event, channel, message, row) {
  if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
  const run = {
    t: () => !message.ephemeral && openThread(channel, message.thread_ts ?? message.ts),
    e: () => isMine(message) && startEdit(channel, message, row),
    delete: () => isMine(message) && remove(channel, message),
  }[event.key.toLowerCase()];
  if (run) {
    event.preventDefault();
    run();
  }
}

/** Put an ephemeral message away, here and after a reload. */
export function dismiss(channel, message) {
  removeKey(channel, keyOf(message));
  attempt(() => post("dismiss", { id: keyOf(message) }));
}
