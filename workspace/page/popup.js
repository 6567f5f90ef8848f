/* Menus and lists that open at a button: placed beside it, closed by Escape or a click elsewhere, focus given back. */
import { bdi, h } from "./dom.js";

const GAP = 4;

/** Put the popup under its anchor, or above it, or where there is room. */
export function placeAt(popup, anchor) {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - 2 * GAP;
  const above = box.top - 2 * GAP;
  const up = below < popup.scrollHeight && above > below;
  popup.style.minWidth = `${Math.min(box.width, innerWidth - 2 * GAP)}px`;
  popup.style.maxHeight = `${Math.max(120, up ? above : below)}px`;
  const { width, height } = popup.getBoundingClientRect();
  popup.style.left = `${Math.max(GAP, Math.min(box.left, innerWidth - width - GAP))}px`;
  popup.style.top = `${Math.max(GAP, up ? box.top - height - GAP : box.bottom + GAP)}px`;
}

/** Open a popup beside its anchor. It lives inside the anchor's dialog, if there is one, so that it is not inert. */
export function openPopup(popup, anchor, { onClose = () => {} } = {}) {
  const home = anchor.closest("dialog") ?? document.body;
  popup.setAttribute("popover", "auto");
  home.append(popup);
  popup.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const held = popup.contains(document.activeElement) || document.activeElement === document.body;
    popup.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (held && anchor.isConnected) anchor.focus();
    onClose();
  });
  popup.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  placeAt(popup, anchor);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** The index that a key moves to in a list of `count`, or null when the key does not move. Arrows go round. */
export function stepped(key, index, count) {
  const step = STEPS[key];
  if (step === undefined || count === 0) return null;
  if (!Number.isFinite(step)) return step < 0 ? 0 : count - 1;
  return (index + step + count) % count;
}

function menuItem(item, popup) {
  const label = [bdi(item.label), item.hint ? bdi(item.hint, { class: "menu-hint" }) : null];
  const props = {
    class: `menu-item${item.danger ? " danger" : ""}`,
    role: item.checked === undefined ? "menuitem" : "menuitemradio",
    tabindex: "-1",
  };
  if (item.checked !== undefined) props["aria-checked"] = String(item.checked);
  return h(
    "button",
    {
      type: "button",
      ...props,
      on: {
        click: () => {
          popup.hidePopover();
          item.run();
        },
      },
    },
    label,
  );
}

function moveInMenu(popup, event) {
  const items = [...popup.querySelectorAll(".menu-item")];
  const to = stepped(event.key, items.indexOf(document.activeElement), items.length);
  if (event.key === "Tab") popup.hidePopover();
  if (to === null) return;
  event.preventDefault();
  items[to].focus();
}

/** Open a menu. items: [{label, hint?, danger?, checked?, run}]; a null makes a dividing line. */
export function openMenu(anchor, label, items) {
  const popup = h("div", { class: "popup menu", role: "menu", "aria-label": label });
  popup.append(
    ...items.map((item) => (item ? menuItem(item, popup) : h("div", { class: "menu-line", role: "separator" }))),
  );
  popup.addEventListener("keydown", (event) => moveInMenu(popup, event));
  openPopup(popup, anchor);
  (popup.querySelector('[aria-checked="true"]') ?? popup.querySelector(".menu-item"))?.focus();
}
