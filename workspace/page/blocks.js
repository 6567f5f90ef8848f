/* Blocks to nodes: one function for each kind, one table. What is not in the table is a named grey box. */
import { bdi, h, uid } from "./dom.js";
import { element } from "./elements.js";
import { picture, pictureOf } from "./links.js";
import { markdown } from "./markdown.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const FOLD_CHARS = 700; // Slack folds long sections at about this length
const FOLD_LINES = 12;

function folding(object, nodes) {
  const text = plain(object);
  if (text.length <= FOLD_CHARS && text.split("\n").length <= FOLD_LINES) return nodes;
  const id = uid("fold");
  const body = h("div", { class: "fold", id }, nodes);
  const toggle = h(
    "button",
    { type: "button", class: "link-button", "aria-expanded": "false", "aria-controls": id },
    "Show more",
  );
  toggle.addEventListener("click", () => {
    const open = body.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Show less" : "Show more";
  });
  return [body, toggle];
}

function section(block, context) {
  const text = block.text
    ? h(
        "div",
        { class: "section-text" },
        block.expand ? textObject(block.text) : folding(block.text, textObject(block.text)),
      )
    : null;
  const fields = block.fields
    ? h(
        "div",
        { class: "section-fields" },
        block.fields.map((f) => h("div", { class: "section-field" }, textObject(f))),
      )
    : null;
  const label = plain(block.text).slice(0, 120);
  const side = block.accessory
    ? h(
        "div",
        { class: "accessory" },
        element(block.accessory, { ...context, label: plain(block.accessory.placeholder) || label }),
      )
    : null;
  return [h("div", { class: "section-main" }, text, fields), side];
}

function contextPart(part) {
  if (part.type === "image") return picture(pictureOf(part), part.alt_text, "context-picture");
  return h("span", { class: "context-text" }, textObject(part));
}

function image(block) {
  const title = block.title ? h("figcaption", {}, textObject(block.title)) : null;
  return h("figure", {}, title, picture(pictureOf(block), block.alt_text, "block-picture"));
}

function cell(data, settings) {
  const side = { center: "align-center", right: "align-right" }[settings?.align] ?? null;
  if (!data) return { side, nodes: [] };
  return { side, nodes: data.type === "rich_text" ? richText(data) : [bdi(data.text ?? data.value ?? "")] };
}

function table(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((data, i) => {
        const { side, nodes } = cell(data, block.column_settings?.[i]);
        return h(tag, { class: side, scope: tag === "th" ? "col" : null }, nodes);
      }),
    );
  const body = h(
    "table",
    {},
    h("thead", {}, row(head, "th")),
    h(
      "tbody",
      {},
      rows.map((cells) => row(cells, "td")),
    ),
  );
  return h("div", { class: "table-frame", role: "region", "aria-label": "Table", tabindex: "0" }, body);
}

/** Fields that are groups of boxes get no <label for>, but a name of their own. */
const GROUPS = new Set(["radio_buttons", "checkboxes"]);

function input(block, context) {
  const kind = block.element?.type;
  const ids = { control: uid("field"), error: uid("error"), hint: uid("hint") };
  const label = plain(block.label);
  const optional = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  const error = h("p", { class: "field-error", id: ids.error, "data-error-for": block.block_id, hidden: true });
  const clearError = () => {
    error.hidden = true;
    error.textContent = "";
    markInvalid(error.parentElement, false);
  };
  const control = element(block.element ?? {}, {
    ...context,
    input: true,
    label,
    clearError,
    describedBy: block.hint ? `${ids.error} ${ids.hint}` : ids.error,
    controlId: GROUPS.has(kind) ? null : ids.control,
  });
  const caption = GROUPS.has(kind)
    ? h("div", { class: "field-label" }, bdi(label), optional)
    : h("label", { class: "field-label", for: ids.control }, bdi(label), optional);
  const hint = block.hint ? h("p", { class: "field-hint", id: ids.hint }, textObject(block.hint)) : null;
  return [caption, control, error, hint];
}

const CONTROLS = "input, textarea, button.picker, .choices";

function markInvalid(block, invalid) {
  for (const node of block?.querySelectorAll(CONTROLS) ?? []) {
    if (node.matches(".choices:not([role=radiogroup])")) continue;
    if (invalid) node.setAttribute("aria-invalid", "true");
    else node.removeAttribute("aria-invalid");
  }
}

/** Show errors {block_id: text} at their fields; focus goes to the first. Returns the texts that have no field here. */
export function showErrors(root, errors) {
  const homeless = [];
  let first = null;
  for (const node of root.querySelectorAll(".field-error")) {
    node.hidden = true;
    markInvalid(node.parentElement, false);
  }
  for (const [block, text] of Object.entries(errors)) {
    const node = [...root.querySelectorAll(".field-error")].find((n) => n.dataset.errorFor === block);
    if (!node) {
      homeless.push(text);
      continue;
    }
    node.textContent = text;
    node.hidden = false;
    markInvalid(node.parentElement, true);
    first ??= node.parentElement.querySelector("input, textarea, button.picker");
  }
  first?.focus();
  return homeless;
}

const BLOCKS = {
  header: (b) => h("h3", { class: "header-text" }, textObject(b.text)),
  section,
  context: (b) => (b.elements ?? []).map(contextPart),
  divider: () => h("hr"),
  actions: (b, c) => (b.elements ?? []).map((e) => element(e, c)),
  rich_text: (b) => richText(b),
  input,
  image,
  markdown: (b) => markdown(b.text),
  table,
};

function unknown(block) {
  return h(
    "div",
    { class: "unknown-block" },
    bdi(block.type ?? "block without a type"),
    h("span", {}, " block, not shown here"),
  );
}

/** A list of blocks as nodes, on a surface that keeps their values and sends their clicks. */
export function blocks(list, surface) {
  return (list ?? []).map((block) => {
    const known = Object.hasOwn(BLOCKS, block.type ?? "");
    const nodes = known ? BLOCKS[block.type](block, { surface, block }) : unknown(block);
    return h("div", { class: `block block-${known ? block.type : "unknown"}`, "data-block": block.block_id }, nodes);
  });
}
