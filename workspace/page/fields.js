/* Elements that hold a value: selects, choices, text, numbers, dates. One function for each kind, one table at the end. */
import { bdi, h, uid } from "./dom.js";
import { fromLocal, toLocal } from "./dates.js";
import { conversationName, person, shownName, state } from "./store.js";
import { plain, textObject } from "./mrkdwn.js";
import { Picker } from "./picker.js";

/** Name of a field for screen readers: its label, else its placeholder, else its kind in words. */
const nameOf = (data, context) => context.label || plain(data.placeholder) || data.type.replaceAll("_", " ");

/** Keep a value in the surface; outside an input block (or where the input asks for it) the app is told at once. */
function changed(data, context, value, anchor, { send = true } = {}) {
  const full = { type: data.type, ...value };
  context.surface.set(context.block.block_id, data.action_id, full);
  context.clearError?.();
  if (send && (!context.input || context.block.dispatch_action)) context.act(data, context, value, anchor);
}

/** The value to begin with: what the person left there before an update, else what the app gave. */
function begin(data, context, initial) {
  const before = context.surface.get(context.block.block_id, data.action_id);
  if (before?.type === data.type) return before;
  context.surface.set(context.block.block_id, data.action_id, { type: data.type, ...initial });
  return initial;
}

const sameOption = (a, b) => a?.value === b?.value;

function listed(data) {
  const rows = data.option_groups
    ? data.option_groups.flatMap((g) => g.options.map((o) => [o, plain(g.label)]))
    : (data.options ?? []).map((o) => [o, ""]);
  return rows.map(([option, group], i) => ({
    key: String(i),
    label: plain(option.text),
    note: plain(option.description),
    group,
    value: option,
  }));
}

const people = () =>
  [...state.people.values()]
    .filter((p) => !p.deleted)
    .map((p) => ({ key: p.id, label: shownName(p), note: p.title || "", value: p.id }));
const chats = (kinds) =>
  [...state.conversations.values()]
    .filter((c) => kinds.includes(c.kind))
    .map((c) => ({ key: c.id, label: conversationName(c), note: c.with ? person(c.with)?.title : "", value: c.id }));

/** kind of select: where its options come from, and under which key its value travels. */
const SELECTS = {
  static_select: [listed, "selected_option", "initial_option"],
  multi_static_select: [listed, "selected_options", "initial_options"],
  users_select: [people, "selected_user", "initial_user"],
  multi_users_select: [people, "selected_users", "initial_users"],
  conversations_select: [() => chats(["channel", "dm", "app"]), "selected_conversation", "initial_conversation"],
  multi_conversations_select: [
    () => chats(["channel", "dm", "app"]),
    "selected_conversations",
    "initial_conversations",
  ],
  channels_select: [() => chats(["channel"]), "selected_channel", "initial_channel"],
  multi_channels_select: [() => chats(["channel"]), "selected_channels", "initial_channels"],
};

function select(data, context) {
  const [source, key, initialKey] = SELECTS[data.type];
  const many = data.type.startsWith("multi_");
  const options = source(data);
  const held = begin(data, context, { [key]: data[initialKey] ?? (many ? [] : null) })[key];
  const wanted = [held].flat().filter((v) => v !== null && v !== undefined);
  const chosen = options
    .filter((o) => wanted.some((w) => (typeof w === "object" ? sameOption(w, o.value) : w === o.value)))
    .map((o) => o.key);
  const picker = new Picker({
    options,
    chosen,
    many,
    most: data.max_selected_items,
    label: nameOf(data, context),
    placeholder: plain(data.placeholder) || (many ? "Choose" : "Choose one"),
    describedBy: context.describedBy,
    onChange: (picked) =>
      changed(data, context, { [key]: many ? picked.map((o) => o.value) : (picked[0]?.value ?? null) }, picker.button),
  });
  return marked(picker.button, data, context);
}

/** Common marks of a control: how to find it again after a redraw, and whether the focus starts here. */
function marked(node, data, context) {
  node.dataset.key = data.action_id;
  if (context.controlId) node.id = context.controlId;
  if (data.focus_on_load) node.dataset.focusOnLoad = "";
  return node;
}

function choices(data, context) {
  const many = data.type === "checkboxes";
  const key = many ? "selected_options" : "selected_option";
  const held = begin(data, context, { [key]: many ? (data.initial_options ?? []) : (data.initial_option ?? null) })[
    key
  ];
  const chosen = [held].flat();
  const name = uid("choice");
  const rows = (data.options ?? []).map((option) =>
    choiceRow(
      option,
      many,
      name,
      chosen.some((c) => c && sameOption(c, option)),
      data,
      context,
    ),
  );
  const group = h(
    "div",
    {
      class: "choices",
      role: many ? "group" : "radiogroup",
      "aria-label": nameOf(data, context),
      "aria-describedby": context.describedBy,
    },
    rows,
  );
  group.addEventListener("change", () => {
    const picked = (data.options ?? []).filter((_, i) => rows[i].querySelector("input").checked);
    changed(data, context, { [key]: many ? picked : (picked[0] ?? null) }, group);
  });
  return marked(group, data, { ...context, controlId: null });
}

function choiceRow(option, many, name, checked, data, context) {
  const note = option.description ? uid("note") : null;
  const box = h("input", { type: many ? "checkbox" : "radio", name, checked, "aria-describedby": note });
  if (context.invalid) box.setAttribute("aria-invalid", "true");
  return h(
    "label",
    { class: "choice" },
    box,
    h(
      "span",
      {},
      h("span", { class: "choice-text" }, textObject(option.text)),
      note ? h("span", { class: "choice-note", id: note }, textObject(option.description)) : null,
    ),
  );
}

const TEXT_KINDS = { email_text_input: "email", url_text_input: "url", number_input: "text", plain_text_input: "text" };

function sendsText(data, event) {
  if (data.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered")) return event.type === "input";
  return event.type === "keydown" && event.key === "Enter" && !data.multiline;
}

function textField(data, context) {
  const held = begin(data, context, { value: data.initial_value ?? null });
  const props = {
    class: "text-field",
    placeholder: plain(data.placeholder) || null,
    "aria-describedby": context.describedBy,
    "aria-label": context.controlId ? null : nameOf(data, context),
    value: held.value ?? "",
    autocomplete: "off",
    inputmode: data.type === "number_input" ? "decimal" : null,
  };
  const node = data.multiline
    ? h("textarea", { rows: 4, ...props })
    : h("input", { type: TEXT_KINDS[data.type], ...props });
  const note = (event) =>
    changed(data, context, { value: node.value === "" ? null : node.value }, node, { send: sendsText(data, event) });
  node.addEventListener("input", note);
  if (context.block.dispatch_action)
    node.addEventListener("keydown", (event) => {
      if (sendsText(data, event)) {
        event.preventDefault();
        note(event);
      }
    });
  return marked(node, data, context);
}

const DATES = {
  datepicker: { type: "date", key: "selected_date", initial: "initial_date", read: (v) => v, write: (v) => v },
  timepicker: { type: "time", key: "selected_time", initial: "initial_time", read: (v) => v, write: (v) => v },
  datetimepicker: {
    type: "datetime-local",
    key: "selected_date_time",
    initial: "initial_date_time",
    read: (v) => Math.floor(fromLocal(v)),
    write: (v) => toLocal(v),
  },
};

function dateField(data, context) {
  const kind = DATES[data.type];
  const held = begin(data, context, { [kind.key]: data[kind.initial] ?? null })[kind.key];
  const node = h("input", {
    type: kind.type,
    class: "text-field date-field",
    "aria-describedby": context.describedBy,
    "aria-label": context.controlId ? null : nameOf(data, context),
    value: held === null || held === undefined ? "" : kind.write(held),
  });
  node.addEventListener("change", () =>
    changed(data, context, { [kind.key]: node.value ? kind.read(node.value) : null }, node),
  );
  return marked(node, data, context);
}

/** Fields this page does not offer: named, so that nobody wonders where they are. */
const notHere = (data) => h("span", { class: "unknown-inline" }, bdi(`${data.type} (not offered here)`));

const fill = (names, make) => Object.fromEntries(names.map((name) => [name, make]));

export const FIELDS = {
  ...fill(Object.keys(SELECTS), select),
  ...fill(["radio_buttons", "checkboxes"], choices),
  ...fill(Object.keys(TEXT_KINDS), textField),
  ...fill(Object.keys(DATES), dateField),
  ...fill(["external_select", "multi_external_select", "file_input", "rich_text_input"], notHere),
};
