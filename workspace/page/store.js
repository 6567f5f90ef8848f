/* What the page knows. Events of the server change it here; the parts of the page listen to topics. */

export const state = {
  me: "",
  team: { id: "", name: "" },
  people: new Map(),
  groups: new Map(),
  conversations: new Map(),
  app: { id: "", name: "The app", bot_user: "", commands: [], shortcuts: [], home: false, connected: true },
  channel: "",
  thread: "",
  tab: "messages",
  sessions: new Map(),
  logs: new Map(),
  threads: new Map(),
  stack: [],
  home: null,
  clock: { at: 0, heard: 0, scale: 1 },
  reachable: true,
  readMark: "",
};

const listeners = new Map();

/** Call fn whenever the topic is told. Topics: boot, sidebar, stale, log, thread, arrived, route, views, home, session, status, inspector. */
export function on(topic, fn) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(fn);
}

export function emit(topic, detail) {
  for (const fn of listeners.get(topic) ?? []) fn(detail);
}

const byId = (rows) => new Map((rows ?? []).map((row) => [row.id, row]));

function takeClock(at, scale = 1) {
  state.clock = { at, heard: performance.now(), scale };
}

/** Take over the answer of /ui/boot. */
export function takeBoot(boot) {
  const app = boot.app ?? {};
  Object.assign(state, {
    me: boot.me?.id ?? boot.me,
    team: boot.team,
    people: byId(boot.people),
    groups: byId(boot.groups),
    conversations: byId(boot.conversations),
    reachable: true,
    app: { ...state.app, ...app, commands: app.commands ?? app.command_list ?? [], shortcuts: app.shortcuts ?? [] },
    stack: boot.views ?? [],
  });
  takeClock(boot.now ?? Date.now() / 1000, boot.clock_scale);
  emit("boot");
  emit("views");
}

export const person = (id) => state.people.get(id);
export const me = () => state.people.get(state.me);
export const conversation = (id = state.channel) => state.conversations.get(id);

/** Take over only the conversations of a fresh /ui/boot. */
export function takeConversations(boot) {
  state.conversations = byId(boot.conversations);
  emit("sidebar");
}

/** The people one can act as: members who are neither bots nor gone. */
export const actors = () => [...state.people.values()].filter((p) => !p.is_bot && !p.deleted);

/** The name that people go by: the one they chose to show, else the whole one. */
export const shownName = (one) => one.display_name || one.real_name || one.name;

export function personName(id) {
  const found = state.people.get(id);
  return found ? shownName(found) : id;
}

/** Name of a conversation as people read it: "#refunds", "Jonas", "Baton". */
export function conversationName(chat) {
  if (!chat) return "";
  if (chat.kind === "channel") return `#${chat.name}`;
  if (chat.kind === "app") return state.app.name;
  return chat.with ? personName(chat.with) : chat.name;
}

/** A message's key in a log: ephemeral messages have an id of their own, all others their ts. */
export const keyOf = (message) => (message.ephemeral && message.id ? message.id : message.ts);

const newLog = () => ({ items: [], hasMore: true, loaded: false, fetching: 0, late: [] });
const entry = (map, key) => map.get(key) ?? map.set(key, newLog()).get(key);
export const logOf = (channel) => entry(state.logs, channel);
export const threadOf = (channel, ts) => entry(state.threads, `${channel}/${ts}`);

/** Put a message in its place by ts, or over its older self. ts are strings of one length, so they compare as text. */
export function upsert(log, message) {
  const key = keyOf(message);
  const at = log.items.findIndex((m) => keyOf(m) === key);
  if (at >= 0) {
    log.items[at] = message;
    return;
  }
  let place = log.items.length;
  while (place > 0 && log.items[place - 1].ts > message.ts) place -= 1;
  log.items.splice(place, 0, message);
}

function drop(log, key) {
  log.items = log.items.filter((m) => keyOf(m) !== key);
}

/** Change a log that is there as the stream tells. While a page of it is fetched, after that: the page may be older. */
function change(log, work) {
  if (log.fetching) log.late.push(work);
  else if (log.loaded) work();
}

/** Fetch a page of a log, put it in, and then what the stream told meanwhile. */
export async function fetchInto(log, fetch, take) {
  log.fetching += 1;
  try {
    take(await fetch());
    log.loaded = true;
  } finally {
    log.fetching -= 1;
    if (!log.fetching) for (const work of log.late.splice(0)) change(log, work);
  }
}

export const isReply = (m) => Boolean(m.thread_ts) && m.thread_ts !== m.ts;
const inChannel = (m) => !isReply(m) || m.subtype === "thread_broadcast";

function told(channel, root) {
  emit("log", channel);
  if (root) emit("thread", `${channel}/${root}`);
}

function countReply(channel, reply) {
  const log = logOf(channel);
  const root = log.items.find((m) => m.ts === reply.thread_ts);
  // The server may have sent the changed root first; its latest_reply tells.
  if (!root || (root.latest_reply ?? "") >= reply.ts) return;
  const users = [...new Set([...(root.reply_users ?? []), reply.user].filter(Boolean))];
  upsert(log, { ...root, reply_count: (root.reply_count ?? 0) + 1, latest_reply: reply.ts, reply_users: users });
}

function place(channel, message, root = message.thread_ts) {
  const log = logOf(channel);
  const reply = root && root !== message.ts;
  if (!reply || inChannel(message)) change(log, () => upsert(log, message));
  const thread = root && state.threads.get(`${channel}/${root}`);
  if (thread) change(thread, () => upsert(thread, message));
  told(channel, root ?? message.ts);
}

const HANDLERS = {
  message({ channel, message }) {
    place(channel, message);
    const chat = state.conversations.get(channel);
    if (chat && message.user === state.me) chat.last_read = message.ts;
    if (isReply(message)) {
      countReply(channel, message);
      told(channel, message.thread_ts);
    }
    emit("arrived", { channel, message });
  },
  changed({ channel, message }) {
    place(channel, message, message.thread_ts ?? message.ts);
  },
  deleted({ channel, ts }) {
    removeKey(channel, ts);
  },
  ephemeral({ channel, message, thread_ts: root }) {
    const shown = { ...message, ephemeral: true, ...(root ? { thread_ts: root } : {}) };
    place(channel, shown, root);
    emit("arrived", { channel, message: shown });
  },
  ephemeral_replaced({ channel, id, message }) {
    replaceEphemeral(channel, id, message);
  },
  view({ stack }) {
    state.stack = stack;
    emit("views");
  },
  home({ view }) {
    state.home = view;
    emit("home");
  },
  unread({ channel, unread, mentions }) {
    const chat = state.conversations.get(channel);
    // All read: what is loaded now is old when the next message comes.
    const read = unread || mentions ? undefined : state.logs.get(channel)?.items.at(-1)?.ts;
    if (chat) Object.assign(chat, { unread, mentions, last_read: read ?? chat.last_read });
    emit("sidebar");
  },
  // Without the conversation itself the event only says that one came up or that somebody joined: look again.
  conversation({ conversation: chat }) {
    if (!chat) {
      emit("stale");
      return;
    }
    state.conversations.set(chat.id, chat);
    emit("sidebar");
  },
  session(session) {
    state.sessions.set(`${session.channel}/${session.thread_ts ?? ""}`, session);
    emit("session");
  },
  clock({ now, scale }) {
    takeClock(now, scale);
    emit("log", state.channel);
  },
  status({ connected }) {
    state.app.connected = connected;
    emit("status");
  },
};

/** Apply one event of the stream; unknown types are for a newer page and are left alone. */
export function takeEvent(event) {
  HANDLERS[event.type]?.(event);
}

function logsOf(channel) {
  const threads = [...state.threads].filter(([key]) => key.startsWith(`${channel}/`)).map(([, log]) => log);
  return [logOf(channel), ...threads];
}

/** Take a message out of the page, by ts or by the id of an ephemeral one. */
export function removeKey(channel, key) {
  for (const log of logsOf(channel)) change(log, () => drop(log, key));
  told(channel, state.thread);
}

function replaceEphemeral(channel, id, message) {
  if (!message) {
    removeKey(channel, id);
    return;
  }
  for (const log of logsOf(channel))
    change(log, () => {
      const old = log.items.find((m) => keyOf(m) === id);
      if (old) upsert(log, { ...message, ephemeral: true, id, ts: old.ts, thread_ts: old.thread_ts });
    });
  told(channel, state.thread);
}
