/* Elements that act at once: buttons, overflow menus, pictures; and the table of all elements. */
import { ask } from "./confirm.js";
import { bdi, h, icon } from "./dom.js";
import { picture, pictureOf, webUrl } from "./links.js";
import { plain } from "./mrkdwn.js";
import { openMenu } from "./popup.js";
import { FIELDS } from "./fields.js";

/** An action, after its confirmation dialog if it has one. value: the keys that this kind of element adds. */
export async function act(element, context, value, anchor) {
  if (element.confirm && !(await ask(element.confirm))) return false;
  const action = { block_id: context.block.block_id, action_id: element.action_id, type: element.type, ...value };
  context.surface.dispatch(action, anchor);
  return true;
}

const STYLES = { primary: " primary", danger: " danger" };

function buttonProps(element) {
  const style = Object.hasOwn(STYLES, element.style ?? "") ? STYLES[element.style] : "";
  return {
    class: `button${style}`,
    "aria-label": element.accessibility_label ? plainName(element) : null,
    "data-key": element.action_id,
  };
}

/** accessibility_label replaces the name for screen readers; the visible label stays part of it (what one says is what one sees). */
function plainName(element) {
  const seen = plain(element.text);
  const told = element.accessibility_label;
  return told.toLowerCase().includes(seen.toLowerCase()) ? told : `${seen}: ${told}`;
}

function button(element, context) {
  const value = { text: element.text, ...(element.value === undefined ? {} : { value: element.value }) };
  const url = element.url ? webUrl(element.url) : null;
  const onClick = (event) => {
    if (!element.url || url) act(element, context, value, event.currentTarget);
  };
  if (!url)
    return h("button", { type: "button", ...buttonProps(element), on: { click: onClick } }, bdi(plain(element.text)));
  return h(
    "a",
    {
      ...buttonProps(element),
      href: url.href,
      target: "_blank",
      rel: "noopener noreferrer",
      title: url.href,
      on: { click: onClick },
    },
    bdi(plain(element.text)),
    bdi(` ${url.host}`, { class: "button-target" }),
    icon("out"),
  );
}

function overflowItem(option, element, context, anchor) {
  const url = option.url ? webUrl(option.url) : null;
  const run = () => {
    if (url) window.open(url.href, "_blank", "noopener,noreferrer");
    act(element, context, { selected_option: option }, anchor);
  };
  return { label: plain(option.text), hint: url ? url.host : plain(option.description), run };
}

function overflow(element, context) {
  return h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": "More choices",
      title: "More choices",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-key": element.action_id,
      on: {
        click: (event) => {
          const anchor = event.currentTarget;
          openMenu(
            anchor,
            "More choices",
            (element.options ?? []).map((o) => overflowItem(o, element, context, anchor)),
          );
        },
      },
    },
    icon("more"),
  );
}

function workflowButton(element) {
  return h("span", { class: "unknown-inline" }, `workflow button: ${plain(element.text)}`);
}

const ELEMENTS = {
  button,
  overflow,
  workflow_button: workflowButton,
  image: (e) => picture(pictureOf(e), e.alt_text, "accessory-picture"),
  ...FIELDS,
};

/** Any element as a node; one that this page does not know is a named box. context: {surface, block, act}. */
export function element(data, context) {
  const make = Object.hasOwn(ELEMENTS, data.type) ? ELEMENTS[data.type] : null;
  return make
    ? make(data, { ...context, act })
    : h("span", { class: "unknown-inline" }, `${data.type} (not shown here)`);
}
