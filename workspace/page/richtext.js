/* rich_text blocks. Their text is not escaped and is never read as mrkdwn: it is what it says. */
import { bdi, h } from "./dom.js";
import { slackDate } from "./dates.js";
import { broadcast, channelMention, groupMention, link, userMention } from "./links.js";

const STYLES = [
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
  ["code", "code"],
];

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

function date(element) {
  const text = slackDate(Number(element.timestamp), element.format ?? "") ?? element.fallback ?? "";
  const shown = h("time", { title: element.fallback }, text);
  return element.url ? [shown, " ", link(element.url)] : shown;
}

function color(element) {
  return h("code", {}, element.value ?? "");
}

const INLINE = {
  text: (e) => bdi(e.text ?? ""),
  link: (e) => link(e.url ?? "", e.text ?? ""),
  user: (e) => userMention(e.user_id),
  usergroup: (e) => groupMention(e.usergroup_id),
  channel: (e) => channelMention(e.channel_id),
  broadcast: (e) => broadcast(e.range),
  emoji: (e) => bdi(`:${e.name}:`, { class: "emoji" }),
  date,
  color,
};

function inline(element) {
  const make = Object.hasOwn(INLINE, element.type) ? INLINE[element.type] : null;
  return make ? styled(make(element), element.style) : bdi(element.text ?? `[${element.type}]`);
}

const all = (section) => (section.elements ?? []).map(inline);

function list(part) {
  const ordered = part.style === "ordered";
  const props = { class: `rich-list indent-${Math.min(Number(part.indent) || 0, 8)}${part.border ? " bordered" : ""}` };
  if (ordered && part.offset) props.start = Number(part.offset) + 1;
  return h(
    ordered ? "ol" : "ul",
    props,
    (part.elements ?? []).map((item) => h("li", {}, ...SECTIONS.rich_text_section(item).childNodes)),
  );
}

const SECTIONS = {
  rich_text_section: (part) => h("div", { class: "rich-section" }, all(part)),
  rich_text_list: list,
  rich_text_quote: (part) => h("blockquote", { class: part.border ? "bordered" : null }, all(part)),
  rich_text_preformatted: (part) => h("pre", {}, h("code", {}, all(part))),
};

/** The parts of a rich_text block, as nodes. */
export function richText(block) {
  return (block.elements ?? []).map((part) => {
    const make = Object.hasOwn(SECTIONS, part.type) ? SECTIONS[part.type] : SECTIONS.rich_text_section;
    return make(part);
  });
}
