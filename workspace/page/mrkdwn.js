/* Slack's mrkdwn and plain text to nodes. The text arrives escaped (&amp; &lt; &gt;) and ends as text nodes. */
import { bdi, h } from "./dom.js";
import { slackDate } from "./dates.js";
import { broadcast, channelMention, groupMention, link, userMention, webUrl } from "./links.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Undo Slack's escaping, once. */
export const unescape = (text) => String(text ?? "").replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

const WRAP = { "*": "strong", _: "em", "~": "s" };
const MAX_DEPTH = 8; // nesting beyond this is no formatting but an attack on the stack
const TOKEN = /<([^<>\n]+)>/y;
const CODE = /`([^`\n]+)`/y;
const URL_IN_TEXT = /https?:\/\/[^\s<>|]+/g;
const isWord = (char) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
const isSpace = (char) => char === undefined || /\s/.test(char);

function at(pattern, text, index) {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** Plain words; what looks like a web address becomes a link, as Slack does. */
function words(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(URL_IN_TEXT)) {
    const target = found[0].replace(/[.,;:!?'")\]]+$/, "");
    if (!webUrl(unescape(target))) continue;
    nodes.push(unescape(text.slice(from, found.index)), link(unescape(target)));
    from = found.index + target.length;
  }
  nodes.push(unescape(text.slice(from)));
  return nodes;
}

function dateToken(body, label) {
  const [, seconds, pattern, target] = body.split("^");
  const text = slackDate(Number(seconds), unescape(pattern ?? "")) ?? unescape(label);
  const shown = h("time", { title: unescape(label) }, text);
  return target && webUrl(unescape(target)) ? [shown, " ", link(unescape(target))] : shown;
}

/** The inside of <…>: a mention, a date, a link; anything else stays text, brackets and all. */
function token(inside) {
  const bar = inside.indexOf("|");
  const body = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (body.startsWith("@")) return userMention(body.slice(1), unescape(label));
  if (body.startsWith("#")) return channelMention(body.slice(1), unescape(label));
  if (body.startsWith("!subteam^")) return groupMention(body.slice(9), unescape(label));
  if (body.startsWith("!date^")) return dateToken(body, label);
  if (/^!(here|channel|everyone)$/.test(body)) return broadcast(body.slice(1));
  if (webUrl(unescape(body))) return link(unescape(body), unescape(label));
  return unescape(`<${inside}>`);
}

/** Index of the character that closes the format opened at `start`, or -1. Code and tokens are stepped over. */
function closing(text, start) {
  const mark = text[start];
  for (let i = start + 1; i < text.length && text[i] !== "\n"; i += 1) {
    const skip = text[i] === "`" ? at(CODE, text, i) : text[i] === "<" ? at(TOKEN, text, i) : null;
    if (skip) i += skip[0].length - 1;
    else if (text[i] === mark && i > start + 1 && !isSpace(text[i - 1]) && !isWord(text[i + 1])) return i;
  }
  return -1;
}

const opens = (text, i) =>
  Object.hasOwn(WRAP, text[i]) && !isWord(text[i - 1]) && !isSpace(text[i + 1]) && text[i + 1] !== text[i];

/** What begins at index i: {node, next}, or null for an ordinary character. */
function piece(text, i, depth, hopeless) {
  if (text[i] === "`") {
    const code = at(CODE, text, i);
    return code && { node: h("code", {}, unescape(code[1])), next: i + code[0].length };
  }
  if (text[i] === "<") {
    const found = at(TOKEN, text, i);
    return found && { node: token(found[1]), next: i + found[0].length };
  }
  if (depth >= MAX_DEPTH || !opens(text, i) || i < (hopeless[text[i]] ?? 0)) return null;
  const end = closing(text, i);
  if (end < 0) {
    // No closer before the line ends, so none for the next opener on it either: keeps hostile text linear.
    const line = text.indexOf("\n", i);
    hopeless[text[i]] = line < 0 ? text.length : line;
    return null;
  }
  return { node: h(WRAP[text[i]], {}, inline(text.slice(i + 1, end), depth + 1)), next: end + 1 };
}

function inline(text, depth = 0) {
  const nodes = [];
  const hopeless = {};
  let from = 0;
  for (let i = 0; i < text.length;) {
    const found = piece(text, i, depth, hopeless);
    if (!found) {
      i += 1;
      continue;
    }
    nodes.push(words(text.slice(from, i)), found.node);
    i = found.next;
    from = i;
  }
  return [...nodes, words(text.slice(from))];
}

const QUOTE = /^(?:&gt;|>) ?/;

/** Runs of quoted and unquoted lines, as elements. */
function lines(text) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quoted = QUOTE.test(line);
    if (runs.at(-1)?.quoted !== quoted) runs.push({ quoted, lines: [] });
    runs.at(-1).lines.push(quoted ? line.replace(QUOTE, "") : line);
  }
  return runs.map((run) => h(run.quoted ? "blockquote" : "span", { class: "run" }, inline(run.lines.join("\n"))));
}

/** mrkdwn to a list of nodes. */
export function mrkdwn(text) {
  return String(text ?? "")
    .split(/```([\s\S]*?)```/)
    .flatMap((chunk, i) => {
      if (i % 2 === 1) return [h("pre", {}, h("code", {}, unescape(chunk.replace(/^\n|\n$/g, ""))))];
      return chunk === "" ? [] : lines(i > 0 ? chunk.replace(/^\n/, "") : chunk);
    });
}

/** A text object ({type: plain_text or mrkdwn, text}) to nodes. */
export function textObject(object) {
  if (!object) return [];
  // `verbatim` only turns off the guessing of links and names in Slack; tokens in angle brackets still work.
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [bdi(unescape(object.text))];
}

/** The bare words of a text object, for labels and attributes. */
export const plain = (object) => unescape(object?.text ?? "");

/** mrkdwn as a person typed it: mentions by name, escaping undone. For the edit box and for announcements. */
export function typed(text, names) {
  const readable = String(text ?? "").replace(/<([^<>\n]+)>/g, (whole, inside) => {
    const [body, label] = inside.split("|");
    if (body.startsWith("@")) return `@${names.user(body.slice(1))}`;
    if (body.startsWith("#")) return `#${label || names.channel(body.slice(1))}`;
    if (body.startsWith("!subteam^")) return `@${names.group(body.slice(9))}`;
    if (body.startsWith("!date^"))
      return slackDate(Number(body.split("^")[1]), body.split("^")[2] ?? "") ?? label ?? "";
    return body.startsWith("!") ? `@${body.slice(1)}` : label || body;
  });
  return unescape(readable);
}
