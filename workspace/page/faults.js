/* Faults on demand, the clock, the limits and the reset: what the control API of the workspace offers. */
import { control } from "./api.js";
import { attempt, bdi, h, replace, toast, uid } from "./dom.js";
import { askWords } from "./confirm.js";

/** What can also happen at once, without a rule. */
const NOW = [
  ["disconnect", "Disconnect now"],
  ["abort_tcp", "Cut the connection now"],
  ["ghost_connection", "Add a ghost connection"],
];

/** Do it and say that it is done. */
const told = (work, done) =>
  attempt(async () => {
    const answer = await work();
    toast(done);
    return answer;
  });

function field(label, node) {
  node.id = uid("fault");
  return h("div", { class: "fault-field" }, h("label", { for: node.id }, label), node);
}

const number = (value, step = "1") => h("input", { type: "number", class: "text-field", value, min: "0", step });

function ruleForm(root, kinds) {
  const names = Object.keys(kinds);
  const note = h("p", { class: "field-hint" }, kinds[names[0]] ?? "");
  const inputs = {
    kind: h(
      "select",
      {
        class: "text-field",
        on: {
          change: () => {
            note.textContent = kinds[inputs.kind.value] ?? "";
          },
        },
      },
      names.map((name) => h("option", { value: name }, name.replaceAll("_", " "))),
    ),
    on: h("input", { type: "text", class: "text-field", value: "*", autocomplete: "off" }),
    times: number(1),
    after: number(0),
    chance: number(1, "0.05"),
    seconds: number(1, "0.5"),
  };
  const arm = async (event) => {
    event.preventDefault();
    const body = { kind: inputs.kind.value, on: inputs.on.value || "*" };
    for (const key of ["times", "after", "chance", "seconds"]) body[key] = Number(inputs[key].value);
    if (await told(() => control("faults", { add: [body] }), "The fault is armed.")) fillFaults(root);
  };
  return h(
    "form",
    { class: "fault-form", on: { submit: arm } },
    field("What goes wrong", inputs.kind),
    field("At (method, event or kind; * = any)", inputs.on),
    field("Times", inputs.times),
    field("After so many", inputs.after),
    field("Chance", inputs.chance),
    field("Seconds", inputs.seconds),
    h("button", { type: "submit", class: "button primary" }, "Arm"),
    note,
  );
}

function ruleRow(root, rule) {
  const text = `${rule.kind.replaceAll("_", " ")} at ${rule.on}: ${rule.times} to come, ${rule.hits} happened`;
  const disarm = async () => {
    if (await attempt(() => control("faults", { remove: rule.id }))) fillFaults(root);
  };
  return h(
    "li",
    {},
    bdi(text),
    h(
      "button",
      { type: "button", class: "link-button", "aria-label": `Disarm ${text}`, on: { click: disarm } },
      "Disarm",
    ),
  );
}

function clockForm() {
  const scale = number(1, "1");
  const advance = number(60, "60");
  const apply = (body) => (event) => {
    event.preventDefault();
    told(() => control("clock", body()), "The clock is set.");
  };
  return [
    h(
      "form",
      { class: "fault-form", on: { submit: apply(() => ({ scale: Number(scale.value) })) } },
      field("Time passes so many times as fast", scale),
      h("button", { type: "submit", class: "button" }, "Set speed"),
    ),
    h(
      "form",
      { class: "fault-form", on: { submit: apply(() => ({ advance_seconds: Number(advance.value) })) } },
      field("Jump forward, seconds", advance),
      h("button", { type: "submit", class: "button" }, "Jump"),
    ),
  ];
}

async function reset() {
  if (
    await askWords(
      "Reset the workspace?",
      "All messages, threads and windows go; people and channels stay as at the start.",
      "Reset",
      true,
    )
  ) {
    await told(() => control("reset", {}), "The workspace is as at its start.");
  }
}

const limitButton = (on, label) =>
  h(
    "button",
    { type: "button", class: "button", on: { click: () => told(() => control("limits", { on }), label) } },
    on ? "Limits on" : "Limits off",
  );

/** Draw the panel with the rules that are armed now. */
export async function fillFaults(root) {
  const found = await attempt(() => control("faults"));
  if (!found) return;
  const rules = found.rules ?? [];
  replace(
    root,
    h(
      "section",
      {},
      h("h3", {}, "Arm a fault"),
      ruleForm(root, found.kinds ?? {}),
      h(
        "div",
        { class: "fault-buttons" },
        NOW.map(([kind, label]) =>
          h(
            "button",
            {
              type: "button",
              class: "button",
              on: { click: () => told(() => control("faults", { now: kind }), "Done.") },
            },
            label,
          ),
        ),
      ),
      rules.length
        ? h(
            "ul",
            { class: "fault-rules" },
            rules.map((rule) => ruleRow(root, rule)),
          )
        : h("p", { class: "field-hint" }, "No fault is armed."),
    ),
    h(
      "section",
      {},
      h("h3", {}, "Clock, limits, reset"),
      clockForm(),
      h(
        "div",
        { class: "fault-buttons" },
        limitButton(true, "Rate limits are on."),
        limitButton(false, "Rate limits are off."),
        h("button", { type: "button", class: "button danger", on: { click: reset } }, "Reset the workspace"),
      ),
    ),
  );
}
