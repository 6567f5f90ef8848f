/* The stack of modal views. The browser's own dialog keeps the focus inside; Escape closes the view on top. */
import { post } from "./api.js";
import { blocks, showErrors } from "./blocks.js";
import { h, icon, iconButton, uid } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { on, state } from "./store.js";
import { Surface } from "./surface.js";
import { problems } from "./validation.js";

const surfaces = new Map(); // view id to surface, so that a pushed view and an update keep what was typed
let shown = null; // {id, hash, dialog}
let opener = null; // what had the focus before the first view

function surfaceOf(view) {
  if (!surfaces.has(view.id)) surfaces.set(view.id, new Surface({ type: "view", view_id: view.id }));
  const surface = surfaces.get(view.id);
  surface.keep(view.blocks);
  return surface;
}

const FIRST = [
  "[data-focus-on-load]",
  ".block-input input, .block-input textarea, .block-input button.picker, .block-input .choices input",
  ".modal-title",
];

function focusFirst(dialog) {
  for (const selector of FIRST) {
    const found = dialog.querySelector(selector);
    const target = found?.matches(".choices") ? found.querySelector("input") : found;
    if (target) {
      target.focus();
      return;
    }
  }
}

/** A view as a dialog's inside. */
class ModalView {
  constructor(view) {
    this.view = view;
    this.surface = surfaceOf(view);
    const title = uid("title");
    this.trouble = h("p", { class: "modal-trouble", role: "alert" });
    this.submitter = view.submit ? h("button", { type: "submit", class: "button primary" }, plain(view.submit)) : null;
    const closer = h(
      "button",
      { type: "button", class: "button", on: { click: () => this.close() } },
      plain(view.close) || (view.submit ? "Cancel" : "Close"),
    );
    this.body = h("div", { class: "modal-body", tabindex: "-1" }, blocks(view.blocks, this.surface));
    this.form = h(
      "form",
      {
        class: "modal-form",
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            this.submit();
          },
        },
      },
      h(
        "header",
        { class: "modal-head" },
        h("h2", { class: "modal-title", id: title, tabindex: "-1" }, plain(view.title)),
        iconButton("close", "Close", () => this.close()),
      ),
      this.body,
      h("footer", { class: "modal-foot" }, this.trouble, closer, this.submitter),
    );
    this.dialog = h("dialog", { class: "dialog modal", "aria-labelledby": title, "data-view": view.id }, this.form);
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
  }

  say(text) {
    this.trouble.replaceChildren(...(text ? [icon("warn"), text] : []));
  }

  async close() {
    try {
      await post("close", { view_id: this.view.id });
    } catch (error) {
      this.say(error.message);
    }
  }

  async submit() {
    if (this.busy) return;
    this.say("");
    const found = problems(this.view.blocks, this.surface.values);
    if (Object.keys(found).length) {
      showErrors(this.dialog, found);
      return;
    }
    this.setBusy(true);
    try {
      const answer = await post("submit", { view_id: this.view.id, state: { values: this.surface.values } });
      if (answer.response_action === "errors") this.say(showErrors(this.dialog, answer.errors ?? {}).join(" "));
    } catch (error) {
      this.say(error.message);
    } finally {
      this.setBusy(false);
    }
  }

  setBusy(busy) {
    this.busy = busy;
    this.submitter?.classList.toggle("pending", busy);
    this.submitter?.setAttribute("aria-busy", String(busy));
  }
}

/** How to find the focus again after an update of the same view. */
function heldKey() {
  const held = document.activeElement;
  const block = held?.closest?.("[data-block]")?.dataset.block;
  return block ? `[data-block="${CSS.escape(block)}"] [data-key="${CSS.escape(held.dataset.key ?? "")}"]` : null;
}

function takeDown() {
  const { dialog } = shown;
  shown = null;
  dialog.close();
  dialog.remove();
}

function giveBack() {
  const back = opener;
  opener = null;
  const row = back?.row && document.querySelector(`.message[data-key="${CSS.escape(back.row)}"]`);
  const target = back?.node?.isConnected ? back.node : row;
  (target ?? document.getElementById("composer-input"))?.focus();
}

function remember() {
  const node = document.activeElement;
  opener = { node, row: node?.closest?.(".message")?.dataset.key };
}

function draw() {
  const view = state.stack.at(-1);
  for (const id of surfaces.keys()) if (!state.stack.some((v) => v.id === id)) surfaces.delete(id);
  if (!view) {
    if (shown) {
      takeDown();
      giveBack();
    }
    return;
  }
  if (shown?.view === view || (shown?.view.id === view.id && shown.view.hash && shown.view.hash === view.hash)) return;
  const same = shown?.view.id === view.id ? heldKey() : null;
  if (shown) takeDown();
  else remember();
  shown = new ModalView(view);
  document.getElementById("dialogs").append(shown.dialog);
  shown.dialog.showModal();
  const again = same && shown.dialog.querySelector(same);
  if (again) again.focus();
  else focusFirst(shown.dialog);
}

export function startModals() {
  on("views", draw);
}
