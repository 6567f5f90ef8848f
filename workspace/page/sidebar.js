/* Channels, direct messages and the app, with what is unread. */
import { post } from "./api.js";
import { bdi, h, replace, toast } from "./dom.js";
import { Picker } from "./picker.js";
import { avatar } from "./people.js";
import { address, openConversation } from "./route.js";
import { actors, conversationName, on, person, shownName, state } from "./store.js";

const root = () => document.getElementById("sidebar");

function marks(chat) {
  const mentions = chat.mentions || (chat.kind !== "channel" ? chat.unread : 0);
  const said = [chat.unread ? `${chat.unread} unread` : "", chat.mentions ? `${chat.mentions} mentioning you` : ""]
    .filter(Boolean)
    .join(", ");
  return [
    mentions ? h("span", { class: "count", "aria-hidden": "true" }, String(mentions)) : null,
    said ? h("span", { class: "visually-hidden" }, `, ${said}`) : null,
  ];
}

function row(chat, sign) {
  const current = chat.id === state.channel;
  return h(
    "li",
    {},
    h(
      "a",
      {
        class: `side-row${chat.unread ? " unread" : ""}${current ? " current" : ""}`,
        href: address(state.me, chat.id),
        "aria-current": current ? "page" : null,
        "data-channel": chat.id,
        on: {
          click: (event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            openConversation(chat.id);
            closeDrawer();
          },
        },
      },
      sign,
      bdi(conversationName(chat).replace(/^#/, ""), { class: "side-name" }),
      marks(chat),
    ),
  );
}

const hash = () => h("span", { class: "side-sign", "aria-hidden": "true" }, "#");

async function startDm(user) {
  try {
    const { channel } = await post("dm", { user });
    if (!state.conversations.has(channel))
      state.conversations.set(channel, {
        id: channel,
        name: person(user)?.name,
        kind: "dm",
        with: user,
        unread: 0,
        mentions: 0,
        is_member: true,
      });
    openConversation(channel);
    closeDrawer();
  } catch (error) {
    toast(error.message);
  }
}

function personRow(one, chats) {
  const chat = chats.find((c) => c.kind === "dm" && c.with === one.id);
  const sign = avatar(one.id, shownName(one), true);
  if (chat) return row(chat, sign);
  const name = bdi(shownName(one), { class: "side-name" });
  return h(
    "li",
    {},
    h("button", { type: "button", class: "side-row", on: { click: () => startDm(one.id) } }, sign, name),
  );
}

function group(title, rows) {
  const id = `side-${title.toLowerCase().replaceAll(" ", "-")}`;
  return rows.length
    ? [h("h2", { class: "side-title", id }, title), h("ul", { class: "side-list", "aria-labelledby": id }, rows)]
    : [];
}

function draw() {
  const chats = [...state.conversations.values()].filter((c) => !c.archived);
  const channels = chats.filter((c) => c.kind === "channel").sort((a, b) => a.name.localeCompare(b.name));
  const held = document.activeElement?.closest?.(".side-row")?.dataset.channel;
  replace(
    lists,
    group(
      "Channels",
      channels.map((c) => row(c, hash())),
    ),
    group(
      "Direct messages",
      actors()
        .filter((p) => p.id !== state.me)
        .map((p) => personRow(p, chats)),
    ),
    group(
      "Apps",
      chats.filter((c) => c.kind === "app").map((c) => row(c, avatar(state.app.bot_user, state.app.name, true))),
    ),
  );
  if (held)
    root()
      .querySelector(`[data-channel="${CSS.escape(held)}"]`)
      ?.focus();
}

let back = null;

/** On a narrow screen the sidebar is a drawer. */
export function openDrawer(button) {
  back = button;
  document.body.classList.add("drawer-open");
  document.getElementById("scrim").hidden = false;
  button.setAttribute("aria-expanded", "true");
  (root().querySelector(".side-row.current") ?? root().querySelector(".side-row"))?.focus();
}

export function closeDrawer() {
  if (!document.body.classList.contains("drawer-open")) return;
  document.body.classList.remove("drawer-open");
  document.getElementById("scrim").hidden = true;
  back?.setAttribute("aria-expanded", "false");
  if (root().contains(document.activeElement)) back?.focus();
}

/** Every conversation and everybody one can write to, to go there by name (Ctrl+K, as in Slack). */
function places() {
  const chats = [...state.conversations.values()]
    .filter((c) => !c.archived)
    .map((c) => ({ key: c.id, label: conversationName(c), value: () => openConversation(c.id) }));
  const known = new Set([...state.conversations.values()].map((c) => c.with));
  const others = actors()
    .filter((p) => p.id !== state.me && !known.has(p.id))
    .map((p) => ({ key: p.id, label: shownName(p), note: p.title, value: () => startDm(p.id) }));
  return [...chats, ...others];
}

function jumper() {
  const picker = new Picker({
    options: [],
    label: "Jump to",
    placeholder: "Jump to (Ctrl+K)",
    onChange: ([place]) => {
      Object.assign(picker, { chosen: new Set() });
      picker.show();
      closeDrawer();
      place.value();
    },
  });
  picker.button.addEventListener(
    "click",
    () => {
      picker.options = places();
    },
    { capture: true },
  );
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]"))
      return;
    event.preventDefault();
    picker.button.click();
  });
  return h("div", { class: "jump" }, picker.button);
}

const lists = h("div");

export function startSidebar() {
  const team = h("div", { class: "side-team" });
  on("boot", () => replace(team, bdi(state.team?.name ?? "")));
  root().append(team, jumper(), lists);
  for (const topic of ["boot", "sidebar", "route"]) on(topic, draw);
  document.getElementById("scrim").addEventListener("click", closeDrawer);
  root().addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDrawer();
  });
}
