/* The traffic between workspace and app: every envelope and call, its ack, how long it took. */
import { get, listen } from "./api.js";
import { bdi, h, iconButton, replace, toast } from "./dom.js";
import { fillFaults } from "./faults.js";
import { emit, on, state } from "./store.js";

const KEPT = 500;
const KINDS = [
  ["", "Everything"],
  ["events_api", "Events"],
  ["interactive", "Clicks and modals"],
  ["slash_commands", "Commands"],
  ["web_api", "Web API"],
  ["socket", "Connection"],
  ["fault", "Faults"],
];

const root = () => document.getElementById("inspector");
const seen = { entries: new Map(), kind: "", chosen: null, tab: "traffic" };
let parts = null;
let stop = null;

const wallTime = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 23);
const took = (entry) =>
  entry.acked_ms === undefined || entry.acked_ms === null ? "" : `${Math.round(entry.acked_ms * 10) / 10} ms`;

const BAD = /fail|timeout|error|refus|lost|drop|not acked|unacked|no ack|^[45]\d\d/i;

function row(entry) {
  const bad = BAD.test(String(entry.status)) || entry.kind === "fault";
  const open = h(
    "button",
    {
      type: "button",
      class: "link-button",
      "aria-expanded": String(seen.chosen === entry.n),
      "data-n": entry.n,
      on: { click: () => choose(entry.n) },
    },
    bdi(entry.name),
  );
  return h(
    "tr",
    { class: `${bad ? "bad" : ""}${seen.chosen === entry.n ? " chosen" : ""}` },
    h("td", { class: "mono" }, wallTime(entry.at)),
    h("td", {}, h("span", { class: `kind kind-${entry.kind}` }, entry.kind)),
    h("td", {}, open),
    h("td", {}, bdi(entry.status ?? "")),
    h("td", { class: "mono right" }, took(entry)),
    h("td", { class: "mono faint" }, bdi(entry.envelope_id ?? "")),
  );
}

function detail() {
  const entry = seen.entries.get(seen.chosen);
  if (!entry) return [h("p", { class: "empty" }, "Choose a line to see what was sent and what came back.")];
  const part = (title, data) =>
    data === undefined || data === null
      ? null
      : [
          h("h3", {}, title),
          h(
            "pre",
            { tabindex: "0", role: "region", "aria-label": title },
            typeof data === "string" ? data : JSON.stringify(data, null, 2),
          ),
        ];
  const answered = entry.envelope_id ? "Ack" : "Answer";
  return [
    h("p", {}, bdi(`${entry.name} · ${entry.status ?? ""}${took(entry) ? ` · ${took(entry)}` : ""}`)),
    part("Sent", entry.request),
    part(answered, entry.response),
  ];
}

function choose(n) {
  seen.chosen = seen.chosen === n ? null : n;
  draw();
  parts.rows.querySelector(`[data-n="${n}"]`)?.focus();
}

function draw() {
  if (!parts || root().hidden) return;
  const shown = [...seen.entries.values()].filter((e) => !seen.kind || e.kind === seen.kind).reverse();
  const held = document.activeElement?.dataset?.n;
  replace(parts.rows, shown.map(row));
  parts.empty.hidden = shown.length > 0;
  if (held) parts.rows.querySelector(`[data-n="${held}"]`)?.focus();
  const chosen = seen.entries.get(seen.chosen);
  if (parts.shown !== chosen) {
    parts.shown = chosen;
    replace(parts.detail, detail());
  }
}

let waiting = false;

/** Many entries in one moment are drawn once. */
function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    draw();
  });
}

function take(entry) {
  seen.entries.set(entry.n, entry);
  if (seen.entries.size > KEPT) seen.entries.delete(seen.entries.keys().next().value);
  soon();
}

async function follow() {
  stop?.();
  seen.entries.clear();
  stop = listen({
    inspect: true,
    onEvent: (event) => {
      if (event.type === "traffic") take(event.entry);
    },
  });
  try {
    const { entries } = await get("traffic", { limit: 200 });
    for (const entry of entries) if (!seen.entries.has(entry.n)) seen.entries.set(entry.n, entry);
    seen.entries = new Map([...seen.entries].sort(([a], [b]) => a - b));
    draw();
  } catch (error) {
    toast(error.message);
  }
}

const TABS = [
  ["traffic", "Traffic"],
  ["faults", "Faults and clock"],
];

function showTab(key) {
  seen.tab = key;
  for (const button of parts.tabs.children) {
    const mine = button.dataset.tab === key;
    button.setAttribute("aria-selected", String(mine));
    button.tabIndex = mine ? 0 : -1;
  }
  parts.traffic.hidden = key !== "traffic";
  parts.faults.hidden = key !== "faults";
  parts.filter.hidden = key !== "traffic";
  if (key === "faults") fillFaults(parts.faults);
}

function tabList() {
  const list = h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "Inspector" },
    TABS.map(([key, label]) =>
      h(
        "button",
        {
          type: "button",
          class: "tab",
          role: "tab",
          id: `inspect-${key}`,
          "data-tab": key,
          "aria-controls": `panel-${key}`,
          on: { click: () => showTab(key) },
        },
        label,
      ),
    ),
  );
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    showTab(seen.tab === "traffic" ? "faults" : "traffic");
    list.querySelector('[aria-selected="true"]').focus();
  });
  return list;
}

function build() {
  const filter = h(
    "select",
    {
      class: "text-field",
      "aria-label": "Show",
      on: {
        change: (event) => {
          seen.kind = event.target.value;
          draw();
        },
      },
    },
    KINDS.map(([value, label]) => h("option", { value }, label)),
  );
  const heads = ["Time (UTC)", "Kind", "Name", "Status", "Ack after", "Envelope"].map((text) =>
    h("th", { scope: "col" }, text),
  );
  parts = {
    tabs: tabList(),
    filter,
    rows: h("tbody"),
    detail: h("div", { class: "traffic-detail" }),
    empty: h("p", { class: "empty" }, "Nothing went between the workspace and the app yet."),
    traffic: h("div", {
      class: "traffic",
      id: "panel-traffic",
      role: "tabpanel",
      "aria-labelledby": "inspect-traffic",
    }),
    faults: h("div", {
      class: "faults",
      id: "panel-faults",
      role: "tabpanel",
      "aria-labelledby": "inspect-faults",
      hidden: true,
    }),
  };
  parts.traffic.append(
    h(
      "div",
      { class: "traffic-list", tabindex: "0", role: "region", "aria-label": "Traffic" },
      h("table", {}, h("thead", {}, h("tr", {}, heads)), parts.rows),
      parts.empty,
    ),
    parts.detail,
  );
  replace(parts.detail, detail());
  root().append(
    h(
      "header",
      { class: "inspector-head" },
      h("h2", { class: "inspector-title" }, "Inspector"),
      parts.tabs,
      filter,
      iconButton("close", "Close the inspector", () => toggleInspector()),
    ),
    parts.traffic,
    parts.faults,
  );
}

/** Open or close the panel; it listens only while it is open. */
export function toggleInspector() {
  const node = root();
  if (!parts) build();
  node.hidden = !node.hidden;
  document.body.classList.toggle("inspecting", !node.hidden);
  if (node.hidden) {
    stop?.();
    stop = null;
  } else {
    showTab(seen.tab);
    follow();
  }
  emit("inspector");
  (node.hidden
    ? document.querySelector("#topbar .inspect")
    : parts.tabs.querySelector('[aria-selected="true"]')
  )?.focus();
}

export function startInspector() {
  on("boot", () => {
    if (parts && !root().hidden && state.me) follow();
  });
  root().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) toggleInspector();
  });
}
