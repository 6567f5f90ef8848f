/* Where blocks live: a message or a view. It keeps what people filled in and sends what they click. */
import { post } from "./api.js";
import { h, icon } from "./dom.js";

/** What Slack shows beside an element whose click was not taken; other refusals bring their own words. */
const FAILED = {
  operation_timeout: "This didn't work. The app did not respond in time.",
  dispatch_failed: "This didn't work. The app is not connected.",
};

/** Slack's `state.values`: {block_id: {action_id: {type, …}}}. */
export class Surface {
  constructor(container) {
    this.container = container;
    this.values = {};
  }

  /** What stands in a field now, or undefined while nobody has set it. */
  get(block, action) {
    return this.values[block]?.[action];
  }

  set(block, action, value) {
    (this.values[block] ??= {})[action] = value;
  }

  /** Forget fields that are no longer there, so that an update does not send them. */
  keep(blocks) {
    const ids = new Set((blocks ?? []).map((b) => b.block_id));
    for (const id of Object.keys(this.values)) if (!ids.has(id)) delete this.values[id];
  }

  /** Send a click; when the app did not take it, say so beside the element, as Slack does. */
  async dispatch(action, anchor) {
    const place = anchor.closest(".block") ?? anchor;
    place.querySelector(":scope > .failure")?.remove();
    anchor.classList.add("pending");
    try {
      await post("action", { container: this.container, action, state: { values: this.values } });
    } catch (error) {
      place.append(h("p", { class: "failure", role: "alert" }, icon("warn"), FAILED[error.code] ?? error.message));
    } finally {
      anchor.classList.remove("pending");
    }
  }
}
