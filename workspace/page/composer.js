/* The message box: Enter sends, Shift+Enter is a new line, drafts stay with their conversation. */
import { post } from "./api.js";
import { Completion } from "./completion.js";
import { bdi, h, icon, iconButton, replace, toast } from "./dom.js";
import { isMine, startEdit } from "./actions.js";
import { openMenu } from "./popup.js";
import { conversation, conversationName, logOf, state, threadOf } from "./store.js";

const drafts = new Map();

function asCommand(text) {
  const found = /^\/(\S+)(?:\s+([\s\S]*))?$/.exec(text);
  return found ? { command: `/${found[1]}`, rest: (found[2] ?? "").trim() } : null;
}

export class Composer {
  /** thread: ts of the thread that it answers in, or "" for the conversation. */
  constructor({ thread = "" } = {}) {
    this.thread = thread;
    this.waiting = Promise.resolve(); // messages go out one after the other, in the order they were typed
    this.box = h("textarea", {
      rows: 1,
      class: "composer-box",
      id: thread ? "thread-input" : "composer-input",
      spellcheck: "true",
      autocomplete: "off",
    });
    this.completion = new Completion(this.box);
    this.note = h("p", { class: "composer-note", role: "alert" });
    this.more = iconButton("bolt", "Shortcuts and commands", () => this.shortcuts(), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    });
    this.sender = iconButton("send", "Send now", () => this.send(), { class: "icon-button send" });
    this.status = h("p", { class: "session", role: "status" });
    this.prompts = h("div", { class: "prompts" });
    this.node = h(
      "form",
      {
        class: "composer",
        on: {
          submit: (event) => {
            event.preventDefault();
            this.send();
          },
        },
      },
      this.status,
      this.prompts,
      this.note,
      this.completion.list,
      h(
        "div",
        { class: "composer-frame" },
        this.box,
        h(
          "div",
          { class: "composer-tools" },
          this.more,
          h("span", { class: "composer-hint" }, "Enter sends, Shift+Enter makes a new line"),
          this.sender,
        ),
      ),
    );
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("input", () => this.changed());
  }

  get draftKey() {
    return `${state.me}/${this.channel}/${this.thread}`;
  }

  /** Turn to a conversation: its name, its draft. */
  show(channel) {
    this.channel = channel;
    const where = this.thread ? "Reply in the thread" : `Message ${conversationName(conversation(channel))}`;
    this.box.placeholder = where;
    this.box.setAttribute("aria-label", where);
    this.box.value = drafts.get(this.draftKey) ?? "";
    this.say("");
    this.completion.close();
    this.grow();
    this.showSession();
  }

  /** What the agent is doing in this thread, and what it suggests to ask. In the app's own messages any thread counts. */
  showSession() {
    const own = conversation(this.channel)?.kind === "app" && !this.thread;
    const here = [...state.sessions.values()].filter(
      (s) => s.channel === this.channel && (own || s.thread_ts === this.thread),
    );
    const status = here.findLast((s) => s.status)?.status ?? "";
    const list = here.findLast((s) => s.prompts)?.prompts ?? [];
    const prompts = Array.isArray(list) ? list : (list.prompts ?? []);
    replace(this.status, status ? bdi(`${state.app.name} ${status}`) : null);
    replace(
      this.prompts,
      prompts.map((p) =>
        h(
          "button",
          { type: "button", class: "button", on: { click: () => this.insert(p.message ?? "") } },
          bdi(p.title ?? p.message),
        ),
      ),
    );
  }

  say(text) {
    this.note.replaceChildren(...(text ? [icon("warn"), text] : []));
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, innerHeight * 0.4)}px`;
    this.sender.classList.toggle("ready", this.box.value.trim() !== "");
  }

  changed() {
    if (this.box.value) drafts.set(this.draftKey, this.box.value);
    else drafts.delete(this.draftKey);
    this.say("");
    this.grow();
  }

  key(event) {
    if (event.isComposing) return;
    if (this.completion.takesKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "ArrowUp" && this.box.value === "") {
      this.editLast(event);
      return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.send();
  }

  /** Arrow up in an empty box edits what one said last, as in Slack. */
  editLast(event) {
    const log = this.thread ? threadOf(this.channel, this.thread) : logOf(this.channel);
    const message = log.items.findLast(isMine);
    const row =
      message &&
      document.querySelector(`${this.thread ? "#thread" : "#main"} .message[data-key="${CSS.escape(message.ts)}"]`);
    if (!row) return;
    event.preventDefault();
    startEdit(this.channel, message, row);
  }

  /** Send what stands in the box. It empties at once; what is refused comes back with its reason. */
  async send() {
    const text = this.box.value.trim();
    if (!text) return;
    const { draftKey, channel } = this;
    this.box.value = "";
    this.changed();
    const sent = this.waiting
      .then(() => this.deliver(channel, text))
      .catch((error) => this.giveBack(draftKey, text, error));
    if (!asCommand(text)) this.waiting = sent; // a command may take its app three seconds; messages do not wait for it
    await sent;
  }

  giveBack(draftKey, text, error) {
    if (this.draftKey !== draftKey || this.box.value) {
      drafts.set(draftKey, drafts.get(draftKey) ?? text);
      toast(error.message);
      return;
    }
    this.box.value = text;
    this.changed();
    this.say(error.message);
  }

  deliver(channel, text) {
    const place = { channel, ...(this.thread ? { thread_ts: this.thread } : {}) };
    const slash = asCommand(text);
    return slash
      ? post("command", { ...place, command: slash.command, text: slash.rest })
      : post("send", { ...place, text });
  }

  insert(text) {
    this.box.value = text;
    this.box.focus();
    this.changed();
    this.completion.look();
  }

  shortcuts() {
    const global = state.app.shortcuts
      .filter((s) => s.type === "global")
      .map((s) => ({
        label: s.name,
        hint: state.app.name,
        run: () => post("shortcut", { callback_id: s.callback_id }).catch((error) => toast(error.message)),
      }));
    const commands = state.app.commands.map((c) => ({
      label: c.command,
      hint: c.description ?? "",
      run: () => this.insert(`${c.command} `),
    }));
    const items = [...global, ...(global.length && commands.length ? [null] : []), ...commands];
    openMenu(
      this.more,
      "Shortcuts and commands",
      items.length ? items : [{ label: "The app offers none", run: () => {} }],
    );
  }

  focus() {
    this.box.focus();
  }
}
