/* A list of messages that follows its log: only changed rows are made anew, the reader's place and focus are kept. */
import { dayKey, dayLabel } from "./dates.js";
import { h } from "./dom.js";
import { messageRow } from "./message.js";
import { author } from "./people.js";
import { stepped } from "./popup.js";
import { keyOf, state } from "./store.js";

const GROUP_SECONDS = 300;
const NEAR_TOP = 400; // pixels from the top at which older messages are fetched
const NEAR_BOTTOM = 60;

function divider(label, kind) {
  return h("li", { class: `divider ${kind}` }, h("span", {}, label));
}

function groups(previous, message) {
  if (!previous || previous.ephemeral || message.ephemeral || message.subtype || previous.subtype) return false;
  return author(previous).id === author(message).id && Number(message.ts) - Number(previous.ts) < GROUP_SECONDS;
}

/** Where the focus is inside a row, told so that it can be found again in the row's next version. */
function focusKey(node) {
  const held = document.activeElement;
  if (!node.contains(held)) return null;
  return { key: held.dataset.key ?? null, block: held.closest("[data-block]")?.dataset.block ?? null };
}

function restoreFocus(row, held) {
  if (!held) return;
  const scope = held.block ? row.querySelector(`[data-block="${CSS.escape(held.block)}"]`) : row;
  const target = held.key && scope?.querySelector(`[data-key="${CSS.escape(held.key)}"]`);
  (target ?? row).focus({ preventScroll: true });
}

export class Pane {
  /** label: name of the list; load: fetches older messages and resolves when they are in the log; ofThread: the first one is the root. */
  constructor({ label, load = null, ofThread = false }) {
    Object.assign(this, { load, ofThread });
    this.rows = new Map();
    this.list = h("ol", { class: "messages" });
    this.node = h("div", { class: "pane", role: "log", "aria-label": label, "aria-live": "off" }, this.list);
    this.latest = h(
      "button",
      { type: "button", class: "latest", hidden: true, on: { click: () => this.toBottom() } },
      "Newer messages",
    );
    this.frame = h("div", { class: "pane-frame" }, this.node, this.latest);
    this.stick = true;
    this.node.addEventListener("scroll", () => this.scrolled());
    this.node.addEventListener("keydown", (event) => this.key(event));
    this.node.addEventListener("focusin", (event) => this.roving(event.target.closest(".message")));
    // Rows outside the window are not laid out, so heights settle late: stay at the end while the reader is there.
    this.watcher = new ResizeObserver(() => {
      if (this.stick) this.bottom();
    });
    this.watcher.observe(this.list);
    this.watcher.observe(this.node);
  }

  bottom() {
    this.node.scrollTop = this.node.scrollHeight;
  }
  toBottom() {
    this.stick = true;
    this.bottom();
    this.latest.hidden = true;
  }

  async scrolled() {
    const rest = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight;
    this.stick = rest < NEAR_BOTTOM;
    if (this.stick) this.latest.hidden = true;
    if (this.node.scrollTop > NEAR_TOP || !this.load || this.loading || !this.log?.hasMore) return;
    this.loading = true;
    try {
      await this.load();
    } finally {
      this.loading = false;
    }
    if (this.node.scrollTop < NEAR_TOP && this.log.hasMore && this.node.isConnected)
      requestAnimationFrame(() => this.scrolled());
  }

  key(event) {
    if (!event.target.matches(".message")) return;
    const rows = [...this.list.querySelectorAll(".message")];
    const at = rows.indexOf(event.target);
    const to = stepped(event.key, at, rows.length);
    if (
      to === null ||
      !rows[to] ||
      (at === 0 && event.key === "ArrowUp") ||
      (at === rows.length - 1 && event.key === "ArrowDown")
    )
      return;
    event.preventDefault();
    rows[to].focus();
    rows[to].scrollIntoView({ block: "nearest" });
  }

  roving(row) {
    if (!row || row === this.current) return;
    this.current?.setAttribute("tabindex", "-1");
    row.setAttribute("tabindex", "0");
    this.current = row;
  }

  isFirstUnread(log, previous, message) {
    if (!this.unreadFrom || message.ts <= this.unreadFrom || message.user === state.me) return false;
    return previous ? previous.ts <= this.unreadFrom : !log.hasMore;
  }

  /** Lines above a message, as [key, label, kind]: a new day, the replies below a thread's root, what is unread. */
  breaks(log, previous, message) {
    const seconds = Number(message.ts);
    const lines = [];
    if (!previous || dayKey(seconds) !== dayKey(Number(previous.ts)))
      lines.push([`day ${dayKey(seconds)}`, dayLabel(seconds), "day"]);
    const count = log.items.length - 1;
    if (this.ofThread && previous && previous === log.items[0])
      lines.push(["replies", count === 1 ? "1 reply" : `${count} replies`, "below"]);
    if (this.isFirstUnread(log, previous, message)) lines.push(["new", "New", "new"]);
    return lines;
  }

  wanted(log) {
    const nodes = [];
    const seen = new Set();
    let previous = null;
    for (const message of log.items) {
      const lines = this.breaks(log, previous, message);
      for (const [key, label, kind] of lines) nodes.push(this.keep(key, label, seen, () => divider(label, kind)));
      const grouped = lines.length === 0 && groups(previous, message);
      nodes.push(this.keep(keyOf(message), message, seen, () => messageRow(this.channel, message, grouped), grouped));
      previous = message;
    }
    for (const key of this.rows.keys()) if (!seen.has(key)) this.rows.delete(key);
    return nodes;
  }

  /** The row for a key: the old one while its message is the same object, else a new one in its place. */
  keep(key, message, seen, make, grouped = false) {
    seen.add(key);
    const old = this.rows.get(key);
    if (old && old.message === message && old.grouped === grouped) return old.node;
    const node = make();
    const held = old && focusKey(old.node);
    this.rows.set(key, { node, message, grouped });
    if (old?.node.isConnected) {
      old.node.replaceWith(node);
      restoreFocus(node, held);
    }
    return node;
  }

  /** Show a log. unreadFrom: ts after which the "New" line stands. */
  show(channel, log, { unreadFrom = this.unreadFrom, fresh = false } = {}) {
    if (fresh) {
      this.rows.clear();
      this.list.replaceChildren();
      this.stick = true;
      this.current = null;
      this.newest = null;
      this.latest.hidden = true;
    }
    Object.assign(this, { channel, log, unreadFrom });
    this.hush(fresh || !this.newest || log.items.at(-1)?.ts === this.newest);
    this.newest = log.items.at(-1)?.ts;
    const anchor = this.stick ? null : this.firstVisible();
    const before = anchor?.getBoundingClientRect().top;
    const count = this.list.childElementCount;
    this.arrange(this.wanted(log));
    if (this.stick) this.bottom();
    else if (anchor?.isConnected) this.node.scrollTop += anchor.getBoundingClientRect().top - before;
    if (!this.stick && this.list.childElementCount > count && this.list.lastElementChild !== this.lastShown)
      this.latest.hidden = false;
    this.lastShown = this.list.lastElementChild;
    if (!this.current?.isConnected) this.roving(this.list.querySelector(".message:last-of-type"));
  }

  /** Only what comes anew is read aloud, not a page of history. */
  hush(quiet) {
    this.node.setAttribute("aria-live", quiet ? "off" : "polite");
  }

  firstVisible() {
    const top = this.node.getBoundingClientRect().top;
    return [...this.list.children].find(
      (row) => row.getBoundingClientRect().bottom > top + 1 && row.matches(".message"),
    );
  }

  arrange(nodes) {
    let place = this.list.firstElementChild;
    for (const node of nodes) {
      if (node === place) {
        place = place.nextElementSibling;
        continue;
      }
      this.list.insertBefore(node, place);
    }
    while (place) {
      const next = place.nextElementSibling;
      place.remove();
      place = next;
    }
  }

  forget() {
    this.watcher.disconnect();
  }
}
