/* The strip above the workspace that is not Slack's: who one acts as, light or dark, the inspector. */
import { bdi, h, icon, iconButton, replace } from "./dom.js";
import { city, clockTime, now } from "./dates.js";
import { avatar } from "./people.js";
import { openMenu } from "./popup.js";
import { closeDrawer, openDrawer } from "./sidebar.js";
import { actors, me, on, personName, shownName, state } from "./store.js";

const root = () => document.getElementById("topbar");
const THEMES = ["auto", "light", "dark"];

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
}

const isDark = () => {
  const theme = document.documentElement.dataset.theme;
  return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
};

const place = (one) => `${one.city || city(one.tz)} ${clockTime(now(), one.tz)}`;

function chip(one, actAs) {
  const current = one.id === state.me;
  return h(
    "button",
    {
      type: "button",
      class: `actor${current ? " current" : ""}`,
      "aria-pressed": String(current),
      title: [one.real_name, one.title].filter(Boolean).join(", "),
      "data-user": one.id,
      on: { click: () => actAs(one.id) },
    },
    avatar(one.id, shownName(one), true),
    h(
      "span",
      { class: "actor-text" },
      bdi(shownName(one), { class: "actor-name" }),
      h("span", { class: "actor-place", "data-place": one.id }, place(one)),
    ),
  );
}

function compact(actAs) {
  const one = me();
  return h(
    "button",
    {
      type: "button",
      class: "actor current compact",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": `Act as: ${personName(state.me)}`,
      on: {
        click: (event) =>
          openMenu(
            event.currentTarget,
            "Act as",
            actors().map((p) => ({
              label: shownName(p),
              hint: [p.title, place(p)].filter(Boolean).join(", "),
              checked: p.id === state.me,
              run: () => actAs(p.id),
            })),
          ),
      },
    },
    avatar(one?.id ?? "", personName(state.me), true),
    h(
      "span",
      { class: "actor-text" },
      bdi(personName(state.me), { class: "actor-name" }),
      h("span", { class: "actor-place", "data-place": state.me }, one ? place(one) : ""),
    ),
    icon("down"),
  );
}

function themeButton() {
  const dark = isDark();
  return iconButton(
    dark ? "sun" : "moon",
    dark ? "Use light colours" : "Use dark colours",
    () => {
      setTheme(dark ? "light" : "dark");
      draw();
      root().querySelector(".theme").focus();
    },
    { class: "icon-button theme" },
  );
}

let wiring = null;

function draw() {
  const held = document.activeElement?.dataset?.user;
  const drawer = iconButton(
    "menu",
    "Channels",
    (event) => (document.body.classList.contains("drawer-open") ? closeDrawer() : openDrawer(event.currentTarget)),
    { class: "icon-button drawer-button", "aria-expanded": "false", "aria-controls": "sidebar" },
  );
  const shown = !document.getElementById("inspector").hidden;
  replace(
    root(),
    drawer,
    h(
      "div",
      { class: "act-as", role: "group", "aria-labelledby": "act-as-label" },
      h("span", { class: "act-as-label", id: "act-as-label" }, "Act as"),
      h(
        "div",
        { class: "actors" },
        actors().map((p) => chip(p, wiring.actAs)),
      ),
      compact(wiring.actAs),
    ),
    h(
      "div",
      { class: "topbar-tools" },
      themeButton(),
      iconButton("pulse", "Inspector", () => wiring.toggleInspector(), {
        class: "icon-button inspect",
        "aria-expanded": String(shown),
        "aria-controls": "inspector",
      }),
    ),
  );
  if (held)
    root()
      .querySelector(`[data-user="${CSS.escape(held)}"]`)
      ?.focus();
}

function tick() {
  for (const node of root().querySelectorAll("[data-place]")) {
    const one = state.people.get(node.dataset.place);
    const text = one ? place(one) : "";
    if (node.textContent !== text) node.textContent = text;
  }
}

/** actions: {actAs(user), toggleInspector()}. */
export function startTopbar(actions) {
  wiring = actions;
  const saved = localStorage.getItem("theme");
  document.documentElement.dataset.theme = THEMES.includes(saved) ? saved : "auto";
  on("boot", draw);
  on("inspector", draw);
  setInterval(tick, 1000);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
