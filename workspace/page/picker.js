/* The list of a select element: a button that opens options with a filter, for one choice or many. */
import { bdi, content, h, icon, replace, uid } from "./dom.js";
import { openPopup, stepped } from "./popup.js";

const FILTER_FROM = 8; // shorter lists are read faster than filtered

function optionRow(option, index, chosen, pick) {
  return h(
    "li",
    {
      class: "option",
      role: "option",
      id: uid("option"),
      "aria-selected": String(chosen.has(option.key)),
      "data-index": index,
      on: { mousedown: (event) => event.preventDefault(), click: () => pick(option) },
    },
    h("span", { class: "option-mark", "aria-hidden": "true" }, chosen.has(option.key) ? icon("check") : null),
    h(
      "span",
      { class: "option-text" },
      bdi(option.label),
      option.note ? bdi(option.note, { class: "option-note" }) : null,
    ),
  );
}

function grouped(rows) {
  const groups = [];
  for (const row of rows) {
    const name = row.option.group ?? "";
    if (groups.at(-1)?.name !== name) groups.push({ name, nodes: [] });
    groups.at(-1).nodes.push(row.node);
  }
  return groups.map(({ name, nodes }) => {
    if (!name) return nodes;
    const id = uid("group");
    return h(
      "li",
      { role: "presentation" },
      h("div", { class: "option-group", id }, bdi(name)),
      h("ul", { role: "group", "aria-labelledby": id }, nodes),
    );
  });
}

/** An open list: filter box above, options below; the box keeps the focus, the arrows move the active option. */
class OptionList {
  constructor(picker) {
    this.picker = picker;
    this.active = 0;
    this.list = h("ul", {
      class: "options",
      role: "listbox",
      id: uid("list"),
      "aria-label": picker.label,
      "aria-multiselectable": String(picker.many),
    });
    const short = picker.options.length < FILTER_FROM;
    this.box = h("input", {
      class: short ? "visually-hidden" : "option-filter",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": "true",
      "aria-controls": this.list.id,
      "aria-autocomplete": "list",
      "aria-label": `${picker.label}: type to filter`,
      placeholder: "Type to filter",
      on: {
        input: () => {
          this.active = 0;
          this.draw();
        },
        keydown: (event) => this.key(event),
      },
    });
    this.popup = h("div", { class: "popup picker-popup" }, this.box, this.list);
  }

  draw() {
    const wanted = this.box.value.trim().toLowerCase();
    const found = this.picker.options.filter((o) => `${o.label} ${o.note ?? ""}`.toLowerCase().includes(wanted));
    this.rows = found.map((option, i) => ({
      option,
      node: optionRow(option, i, this.picker.chosen, (o) => this.pick(o)),
    }));
    replace(
      this.list,
      this.rows.length
        ? grouped(this.rows)
        : h("li", { class: "option-none", role: "option", "aria-disabled": "true" }, "Nothing matches."),
    );
    this.mark();
  }

  mark() {
    this.rows.forEach((row, i) => row.node.classList.toggle("active", i === this.active));
    const node = this.rows[this.active]?.node;
    if (!node) {
      this.box.removeAttribute("aria-activedescendant");
      return;
    }
    this.box.setAttribute("aria-activedescendant", node.id);
    node.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const to = stepped(event.key, this.active, this.rows.length);
    if (to !== null) {
      this.active = to;
      this.mark();
    } else if (event.key === "Enter") {
      if (this.rows[this.active]) this.pick(this.rows[this.active].option);
    } else if (event.key === "Tab") this.popup.hidePopover();
    if (to !== null || event.key === "Enter") event.preventDefault();
  }

  pick(option) {
    this.picker.pick(option);
    if (!this.picker.many) this.popup.hidePopover();
    else this.draw();
  }

  open() {
    const first = this.picker.options.findIndex((o) => this.picker.chosen.has(o.key));
    this.active = Math.max(0, first);
    const { button } = this.picker;
    openPopup(this.popup, button, {
      onClose: () => {
        button.removeAttribute("aria-controls");
        this.picker.closed();
      },
    });
    button.setAttribute("aria-controls", this.list.id);
    this.draw();
    this.box.focus();
  }
}

/**
 * A select. options: [{key, label, note?, group?, value}]; chosen: keys; many: more than one may be chosen, up to `most`.
 * onChange gets the chosen options, at every pick (one) or when the list closes (many), as Slack sends them.
 */
export class Picker {
  constructor({ options, chosen = [], many = false, most = Infinity, label, placeholder, describedBy, onChange }) {
    Object.assign(this, {
      options,
      many,
      most,
      label,
      placeholder,
      onChange,
      chosen: new Set(chosen),
      sent: [...chosen].join(),
    });
    this.text = h("span", { class: "picker-text" });
    this.button = h(
      "button",
      {
        type: "button",
        class: "picker",
        role: "combobox",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        "aria-label": label,
        "aria-describedby": describedBy,
        on: { click: () => new OptionList(this).open(), keydown: (event) => this.key(event) },
      },
      this.text,
      icon("down"),
    );
    this.show();
  }

  selection() {
    return this.options.filter((o) => this.chosen.has(o.key));
  }

  show() {
    const picked = this.selection();
    this.text.classList.toggle("placeholder", picked.length === 0);
    const labels = this.many ? picked.map((o) => bdi(o.label, { class: "chip" })) : picked.map((o) => bdi(o.label));
    this.text.replaceChildren(...content(picked.length ? labels : [bdi(this.placeholder)]));
    const told = [this.label, picked.map((o) => o.label).join(", ") || this.placeholder];
    this.button.setAttribute("aria-label", [...new Set(told)].join(": "));
  }

  key(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    new OptionList(this).open();
  }

  pick(option) {
    if (!this.many) this.chosen = new Set([option.key]);
    else if (this.chosen.has(option.key)) this.chosen.delete(option.key);
    else if (this.chosen.size < this.most) this.chosen.add(option.key);
    this.show();
    if (!this.many) this.onChange(this.selection());
  }

  closed() {
    const picked = [...this.chosen].join();
    if (!this.many || picked === this.sent) return;
    this.sent = picked;
    this.onChange(this.selection());
  }
}
