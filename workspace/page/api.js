/* Talks to the workspace's server: JSON calls that carry the acting person, and the event stream. */

export class CallFailed extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

let acting = "";
export const actAs = (user) => {
  acting = user;
};

const UNREACHABLE = "The workspace does not answer. Is it still running?";

async function parse(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok || body.error)
    throw new CallFailed(
      body.error ?? `http_${response.status}`,
      body.message ?? `The workspace answered ${response.status}.`,
    );
  return body;
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "omit", cache: "no-store", ...options });
  } catch {
    throw new CallFailed("unreachable", UNREACHABLE);
  }
  return parse(response);
}

const json = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/** GET /ui/<name>; throws CallFailed with a sentence for people. */
export function get(name, query = {}) {
  const given = Object.entries({ as: acting, ...query }).filter(([, v]) => v !== undefined && v !== null && v !== "");
  return call(`/ui/${name}?${new URLSearchParams(given)}`, {});
}

/** POST /ui/<name>; throws CallFailed with a sentence for people. */
export const post = (name, body = {}) => call(`/ui/${name}`, json({ as: acting, ...body }));

export const control = (name, body) => call(`/control/${name}`, body === undefined ? {} : json(body));

const RETRY_MS = 3000;

/** Events of the acting person. Returns a function that closes the stream. */
export function listen({ onEvent, onOpen = () => {}, onLost = () => {}, inspect = false }) {
  const query = new URLSearchParams({ as: acting, ...(inspect ? { inspect: "1" } : {}) });
  let source = null;
  let timer = null;
  const open = () => {
    source = new EventSource(`/ui/events?${query}`);
    source.addEventListener("open", onOpen);
    source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      onLost();
      // The browser connects again by itself, but gives up after an answer that is no stream.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
