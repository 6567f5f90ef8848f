/* Small questions in a dialog: the confirm object of an element, and the page's own "are you sure". */
import { h, uid } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";

/** Ask. Resolves true when confirmed. confirm: Slack's confirmation dialog object. */
export function ask(confirm) {
  const title = uid("title");
  const text = uid("text");
  const yes = h(
    "button",
    { class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, value: "yes", type: "submit" },
    plain(confirm.confirm) || "Yes",
  );
  const no = h("button", { class: "button", value: "no", type: "submit" }, plain(confirm.deny) || "Cancel");
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: title, class: "dialog-title" }, textObject(confirm.title)),
    h("div", { id: text, class: "dialog-text" }, textObject(confirm.text)),
    h("div", { class: "dialog-actions" }, no, yes),
  );
  const dialog = h(
    "dialog",
    { class: "dialog small", "aria-labelledby": title, "aria-describedby": text, role: "alertdialog" },
    form,
  );
  document.getElementById("dialogs").append(dialog);
  dialog.showModal();
  no.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

const words = (text) => ({ type: "plain_text", text });

/** Ask in the page's own words. */
export const askWords = (title, text, yes, danger = false) =>
  ask({
    title: words(title),
    text: words(text),
    confirm: words(yes),
    deny: words("Cancel"),
    style: danger ? "danger" : "primary",
  });
