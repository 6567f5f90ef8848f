/* The only place that makes elements. Data becomes text nodes or attributes, never markup. */

const ATTRIBUTE_BLOCKLIST = /^(on|style$|srcdoc$|innerhtml$)/i;

/** Make an element. props: `class`, `data-*`, `aria-*`, any attribute; `on: {event: fn}`; false and null leave an attribute out. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") for (const [event, fn] of Object.entries(value)) node.addEventListener(event, fn);
    else if (name === "value") node.value = value ?? "";
    else if (ATTRIBUTE_BLOCKLIST.test(name)) throw new Error(`attribute not allowed: ${name}`);
    else if (value !== null && value !== undefined && value !== false)
      node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...content(children));
  return node;
}

/** Children as nodes: nested lists are flattened, nothing (null, false) is left out, the rest is text. */
export function content(children) {
  return children
    .flat(Infinity)
    .filter((c) => c !== null && c !== undefined && c !== false)
    .map((c) => (c instanceof Node ? c : document.createTextNode(String(c))));
}

export function replace(node, ...children) {
  node.replaceChildren(...content(children));
  return node;
}

/** Foreign text in its own direction, so that control characters inside cannot turn what stands around it. */
export const bdi = (text, props = {}) => h("bdi", props, String(text ?? ""));

let serial = 0;
export const uid = (prefix) => `${prefix}-${(serial += 1)}`;

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  more: "M4.5 9.2v1.6M10 9.2v1.6M15.5 9.2v1.6",
  reply: "M17 4H3v10h4v3l4-3h6z",
  edit: "M4 16l1-4 8.5-8.5 3 3L8 15zM12 5l3 3",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6",
  bolt: "M11 2L4 11h5l-1 7 8-10h-5z",
  send: "M3 10l14-6-5 13-3-5z",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4",
  moon: "M16 12a7 7 0 0 1-8-8 7 7 0 1 0 8 8z",
  pulse: "M2 10h4l2-6 4 12 2-6h4",
  warn: "M10 3l8 14H2zM10 8v4M10 14.5h.01",
  down: "M5 8l5 5 5-5",
  check: "M4 10.5l4 4 8-9",
  lock: "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3",
  out: "M8 4H4v12h12v-4M11 4h5v5M16 4l-8 8",
  smile: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM7 8h.01M13 8h.01M6.5 11.5a4 4 0 0 0 7 0",
};

/** A drawn sign; it says nothing to screen readers, so its button needs a name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 20 20",
    "aria-hidden": "true",
    class: "icon",
    focusable: "false",
  })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows a sign only; `label` is its name. */
export function iconButton(name, label, onClick, props = {}) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: onClick }, ...props },
    icon(name),
  );
}

/** Say something to screen readers without moving the focus. */
export function announce(text) {
  const node = document.getElementById("announcer");
  node.textContent = "";
  requestAnimationFrame(() => {
    node.textContent = text;
  });
}

export const clearToasts = () => document.getElementById("toasts").replaceChildren();

/** A short note at the corner, gone after some seconds; told to screen readers by its region's role. */
export function toast(text, ms = 7000) {
  const node = h("div", { class: "toast" }, bdi(text));
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), ms);
}

/** Do some work; when it is refused, say why at the corner. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return null;
  }
}
