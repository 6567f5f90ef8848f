/* Completion in a message box: slash commands at its start, people, groups and channels after @ and #. */
import { bdi, h, uid } from "./dom.js";
import { stepped } from "./popup.js";
import { state } from "./store.js";

const MOST = 8;

const commands = () =>
  state.app.commands.map((c) => ({
    insert: `${c.command} `,
    label: c.command,
    hint: c.usage_hint ?? "",
    note: c.description ?? "",
    words: c.command.slice(1),
  }));

function mentions() {
  const people = [...state.people.values()]
    .filter((p) => !p.deleted)
    .map((p) => ({
      insert: `@${p.name} `,
      label: p.real_name || p.name,
      hint: `@${p.name}`,
      note: p.title ?? "",
      words: `${p.name} ${p.real_name ?? ""}`,
    }));
  const groups = [...state.groups.values()].map((g) => ({
    insert: `@${g.handle} `,
    label: `@${g.handle}`,
    hint: "",
    note: g.name ?? "Group",
    words: `${g.handle} ${g.name ?? ""}`,
  }));
  const all = ["here", "channel"].map((w) => ({
    insert: `@${w} `,
    label: `@${w}`,
    hint: "",
    note: "Everybody here",
    words: w,
  }));
  return [...people, ...groups, ...all];
}

const channels = () =>
  [...state.conversations.values()]
    .filter((c) => c.kind === "channel")
    .map((c) => ({ insert: `#${c.name} `, label: `#${c.name}`, hint: "", note: c.topic ?? "", words: c.name }));

const TRIGGERS = [
  { pattern: /^\/(\S*)$/, source: commands, name: "Slash commands" },
  { pattern: /(?:^|\s)@([^\s@]*)$/, source: mentions, name: "People and groups" },
  { pattern: /(?:^|\s)#([^\s#]*)$/, source: channels, name: "Channels" },
];

const startsWord = (words, wanted) =>
  words
    .toLowerCase()
    .split(/[\s._-]+/)
    .concat(words.toLowerCase())
    .some((w) => w.startsWith(wanted));

/** What the text before the cursor asks for: {name, from, typed, rows}, or null. */
function question(box) {
  const before = box.value.slice(0, box.selectionStart);
  for (const { pattern, source, name } of TRIGGERS) {
    const found = pattern.exec(before);
    if (!found) continue;
    const wanted = found[1].toLowerCase();
    const rows = source()
      .filter((row) => startsWord(row.words, wanted))
      .slice(0, MOST);
    return rows.length
      ? {
          name,
          from: before.length - found[1].length - 1,
          typed: before.slice(before.length - found[1].length - 1),
          rows,
        }
      : null;
  }
  return null;
}

export class Completion {
  constructor(box) {
    this.box = box;
    this.list = h("ul", { class: "completion", role: "listbox", id: uid("completion"), hidden: true });
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.addEventListener("input", () => this.look());
    box.addEventListener("click", () => this.look());
    box.addEventListener("blur", () => this.close());
  }

  get open() {
    return !this.list.hidden;
  }

  look() {
    this.asked = question(this.box);
    if (!this.asked) {
      this.close();
      return;
    }
    this.active = 0;
    this.list.setAttribute("aria-label", this.asked.name);
    this.list.replaceChildren(
      ...this.asked.rows.map((row) =>
        h(
          "li",
          {
            class: "option",
            role: "option",
            id: uid("choice"),
            on: {
              mousedown: (event) => {
                event.preventDefault();
                this.take(row);
              },
            },
          },
          bdi(row.label, { class: "option-label" }),
          row.hint ? bdi(row.hint, { class: "option-hint" }) : null,
          row.note ? bdi(row.note, { class: "option-note" }) : null,
        ),
      ),
    );
    this.list.hidden = false;
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((node, i) => {
      node.classList.toggle("active", i === this.active);
      node.setAttribute("aria-selected", String(i === this.active));
    });
    this.box.setAttribute("aria-activedescendant", this.list.children[this.active].id);
  }

  close() {
    this.list.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  take(row) {
    const { from } = this.asked;
    const end = this.box.selectionStart;
    this.box.setRangeText(row.insert, from, end, "end");
    this.close();
    this.box.dispatchEvent(new Event("input"));
  }

  /** Whether a key was for the list. A command typed in full is sent by Enter, not completed once more. */
  takesKey(event) {
    if (!this.open) return false;
    const to = stepped(
      event.key === "Home" || event.key === "End" ? "" : event.key,
      this.active,
      this.asked.rows.length,
    );
    const row = this.asked.rows[this.active];
    if (to !== null) {
      this.active = to;
      this.mark();
      return true;
    }
    if (event.key === "Escape") {
      this.close();
      return true;
    }
    if (event.key === "Tab" && !event.shiftKey) {
      this.take(row);
      return true;
    }
    if (event.key !== "Enter" || event.shiftKey || row.insert.trim() === this.asked.typed) return false;
    this.take(row);
    return true;
  }
}
