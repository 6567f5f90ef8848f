/* The app's Home tab. */
import { blocks } from "./blocks.js";
import { h, replace } from "./dom.js";
import { state } from "./store.js";
import { Surface } from "./surface.js";

let surface = null;

/** Draw the home view into a node; without one, say so. */
export function showHome(node, view) {
  if (!view) {
    replace(
      node,
      h(
        "p",
        { class: "empty" },
        `${state.app.name} has not published its Home yet. It does so when it is connected and hears that you are here.`,
      ),
    );
    return;
  }
  if (surface?.container.view_id !== view.id) surface = new Surface({ type: "view", view_id: view.id });
  surface.keep(view.blocks);
  const held =
    document.activeElement?.closest?.("[data-block]") && node.contains(document.activeElement)
      ? { key: document.activeElement.dataset.key, block: document.activeElement.closest("[data-block]").dataset.block }
      : null;
  replace(node, h("div", { class: "home-view" }, blocks(view.blocks, surface)));
  if (held?.key)
    node.querySelector(`[data-block="${CSS.escape(held.block)}"] [data-key="${CSS.escape(held.key)}"]`)?.focus();
}
