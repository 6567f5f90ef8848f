/* The markdown block, in its basics: headings, lists, quotes, code, bold, italic, strike, links, tables as text. */
import { bdi, h } from "./dom.js";
import { link, webUrl } from "./links.js";

const INLINE =
  /(`+)([^`\n]+?)\1|\[([^\]\n]{1,1000})\]\(([^()\s]{1,2000})\)|\*\*([^*\n]+)\*\*|__([^_\n]+)__|~~([^~\n]+)~~|\*([^*\n]+)\*|_([^_\n]+)_|(https?:\/\/[^\s<>()]+)/g;

function formatted([whole, , code, label, target, bold, bold2, strike, italic, italic2, url]) {
  if (code !== undefined) return h("code", {}, code);
  if (target !== undefined) return webUrl(target) ? link(target, label) : bdi(whole);
  if (bold ?? bold2) return h("strong", {}, inline(bold ?? bold2));
  if (strike) return h("s", {}, inline(strike));
  if (italic ?? italic2) return h("em", {}, inline(italic ?? italic2));
  return link(url);
}

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(text.slice(from, found.index), formatted(found));
    from = found.index + found[0].length;
  }
  return [...nodes, text.slice(from)];
}

const LINE_KINDS = [
  ["heading", /^#{1,6}\s+/],
  ["quote", /^>\s?/],
  ["bullet", /^\s*[-*+]\s+/],
  ["number", /^\s*\d+[.)]\s+/],
  ["rule", /^\s*(?:---+|\*\*\*+)\s*$/],
  ["blank", /^\s*$/],
];

const kindOf = (line) => LINE_KINDS.find(([, pattern]) => pattern.test(line)) ?? ["text", /^/];

function group(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const [kind, pattern] = kindOf(line);
    if (groups.at(-1)?.kind !== kind || kind === "heading") groups.push({ kind, lines: [] });
    groups.at(-1).lines.push(line.replace(pattern, ""));
  }
  return groups;
}

const items = (found) => found.lines.map((line) => h("li", {}, inline(line)));

const RENDER = {
  heading: (g) => h("p", { class: "md-heading" }, inline(g.lines[0])),
  quote: (g) => h("blockquote", {}, inline(g.lines.join("\n"))),
  bullet: (g) => h("ul", { class: "rich-list" }, items(g)),
  number: (g) => h("ol", { class: "rich-list" }, items(g)),
  rule: () => h("hr"),
  blank: () => null,
  text: (g) => h("p", {}, inline(g.lines.join("\n"))),
};

/** Markdown text to a list of nodes. */
export function markdown(text) {
  return String(text ?? "")
    .split(/^```[^\n]*\n([\s\S]*?)^```[^\n]*$/m)
    .flatMap((chunk, i) =>
      i % 2 === 1
        ? [h("pre", {}, h("code", {}, chunk.replace(/\n$/, "")))]
        : group(chunk).map((g) => RENDER[g.kind](g)),
    );
}
