/* The wiring: start the parts, open the event stream, follow the address. */
import * as api from "./api.js";
import { reload, startConversation } from "./conversation.js";
import { announce, clearToasts, toast } from "./dom.js";
import { startInspector, toggleInspector } from "./inspector.js";
import { author, names } from "./people.js";
import { startModals } from "./modal.js";
import { typed } from "./mrkdwn.js";
import { address, permalink, readRoute } from "./route.js";
import { closeDrawer, startSidebar } from "./sidebar.js";
import {
  conversation,
  conversationName,
  emit,
  on,
  personName,
  state,
  takeBoot,
  takeConversations,
  takeEvent,
} from "./store.js";
import { startThread } from "./thread.js";
import { startTopbar } from "./topbar.js";

let stopListening = () => {};

function firstChannel() {
  const chats = [...state.conversations.values()];
  const named = (name) => chats.find((c) => c.name === name && c.is_member !== false);
  return (named("start-here") ?? named("general") ?? chats.find((c) => c.kind === "channel") ?? chats[0])?.id ?? "";
}

/** Who is asked for in the address, else who was here last, else nobody yet (the server then names the first). */
const wantedPerson = () => readRoute().person || localStorage.getItem("person") || "";

async function boot() {
  takeBoot(await api.get("boot"));
  localStorage.setItem("person", state.me);
}

function route() {
  const { channel, thread } = permalink(location.pathname, location.search) ?? readRoute();
  const known = state.conversations.has(channel) ? channel : firstChannel();
  Object.assign(state, { channel: known, thread: known === channel ? thread : "" });
  history.replaceState(null, "", `/${address(state.me, known, state.thread)}`);
}

/** Everything anew: at the start, after the stream was lost, after a reset, as another person. */
async function refresh() {
  try {
    await boot();
  } catch (error) {
    if (error.code === "unreachable") return lost();
    localStorage.removeItem("person");
    return toast(error.message);
  }
  route();
  await reload();
  emit("route", { focus: false, changed: false });
  return undefined;
}

function lost() {
  state.reachable = false;
  emit("status");
}

function take(event) {
  if (event.type === "reset") {
    state.stack = [];
    state.sessions.clear();
    emit("views");
    refresh();
  } else takeEvent(event);
}

/** Ask who there is; without a name, or with one of another workspace, the server chooses. */
async function meet(user) {
  api.actAs(user);
  try {
    takeBoot(await api.get("boot"));
  } catch (error) {
    if (!user || error.code !== "user_not_found") throw error;
    await meet("");
  }
}

async function connect(user) {
  stopListening();
  await meet(user).catch(lost);
  api.actAs(state.me || user);
  stopListening = api.listen({ onEvent: take, onOpen: refresh, onLost: lost });
}

const HIDDEN_MS = 60_000;
let sleeping = null;

/** A browser opens six connections to one host: pages that nobody looks at give theirs back. */
function onVisibility() {
  clearTimeout(sleeping);
  if (document.hidden)
    sleeping = setTimeout(() => {
      stopListening();
      sleeping = "asleep";
    }, HIDDEN_MS);
  else if (sleeping === "asleep") connect(state.me);
}

/** Become another person: same conversation if that person has it. */
async function actAs(user) {
  if (user === state.me) return;
  state.stack = [];
  state.home = null;
  emit("views");
  history.pushState(null, "", address(user, state.channel));
  closeDrawer();
  await connect(user);
  announce(`Acting as ${personName(user)}.`);
}

function onAddress() {
  const wanted = readRoute();
  if (wanted.person && wanted.person !== state.me) {
    connect(wanted.person);
    return;
  }
  if (!state.conversations.has(wanted.channel)) return;
  const changed = wanted.channel !== state.channel;
  Object.assign(state, { channel: wanted.channel, thread: wanted.thread });
  emit("route", { focus: false, changed });
}

/** What would light up the lock screen: a mention or a direct message in a conversation that is not open. */
function tell({ channel, message }) {
  if (message.user === state.me || channel === state.channel || message.ephemeral) return;
  const chat = conversation(channel);
  const groups = [...state.groups.values()].filter((g) => g.users.includes(state.me)).map((g) => `<!subteam^${g.id}`);
  const wanted = [`<@${state.me}`, ...groups].some((token) => message.text?.includes(token));
  if (!wanted && chat?.kind === "channel") return;
  toast(`${author(message).name} in ${conversationName(chat)}: ${typed(message.text, names).slice(0, 200)}`);
}

const REGIONS = [
  "#topbar .actor.current:not(.compact), #topbar .actor.compact",
  "#sidebar .side-row.current",
  "#main .pane .message[tabindex='0'], #main .home",
  "#composer-input",
  "#thread-input",
];

/** F6 goes round the regions of the page, as in Slack. */
function regions(event) {
  if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const stops = REGIONS.map((s) => [...document.querySelectorAll(s)].find((n) => n.getClientRects().length)).filter(
    Boolean,
  );
  const at = stops.findIndex(
    (n) =>
      n === document.activeElement ||
      n.parentElement.closest("#topbar, #sidebar, .pane, form.composer")?.contains(document.activeElement),
  );
  stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length]?.focus();
}

async function start() {
  startTopbar({ actAs, toggleInspector });
  startSidebar();
  startConversation();
  startThread();
  startModals();
  startInspector();
  on("arrived", tell);
  on("route", ({ changed }) => {
    if (changed) clearToasts();
  });
  on("stale", () =>
    api
      .get("boot")
      .then(takeConversations)
      .catch((error) => toast(error.message)),
  );
  addEventListener("popstate", onAddress);
  document.addEventListener("visibilitychange", onVisibility);
  addEventListener("keydown", regions);
  document.getElementById("skip-composer").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("composer-input")?.focus();
  });
  await connect(wantedPerson());
}

start();
