/* What Slack checks in the browser before a view is sent. Texts stand at the field. */
const FILLED = {
  selected_options: (v) => v?.length > 0,
  selected_users: (v) => v?.length > 0,
  selected_conversations: (v) => v?.length > 0,
  selected_channels: (v) => v?.length > 0,
};

/** Whether a field's value holds anything. */
function isFilled(value) {
  return Object.entries(value ?? {}).some(
    ([key, v]) => key !== "type" && (FILLED[key] ? FILLED[key](v) : v !== null && v !== undefined && v !== ""),
  );
}

function textProblem(element, text) {
  const [least, most] = [element.min_length ?? 0, element.max_length ?? 3000];
  if (text.length < least) return `At least ${least} characters; this has ${text.length}.`;
  return text.length > most ? `At most ${most} characters; this has ${text.length}.` : null;
}

function numberProblem(element, text) {
  const number = Number(text);
  if (!/^[-+]?\d*[.]?\d+$/.test(text.trim()) || !Number.isFinite(number))
    return "This is not a number. Write it like 44.95.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Only whole numbers here.";
  if (element.min_value !== undefined && number < Number(element.min_value)) return `${element.min_value} or more.`;
  return element.max_value !== undefined && number > Number(element.max_value) ? `${element.max_value} or less.` : null;
}

const isUrl = (text) => {
  try {
    return Boolean(new URL(text));
  } catch {
    return false;
  }
};

const CHECKS = {
  plain_text_input: textProblem,
  number_input: numberProblem,
  email_text_input: (_, text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : "This is not an e-mail address."),
  url_text_input: (_, text) => (isUrl(text) ? null : "This is not a web address. It begins with https://."),
};

function problem(block, value) {
  if (!isFilled(value)) return block.optional ? null : "This field needs an answer.";
  return CHECKS[block.element.type]?.(block.element, String(value.value ?? "")) ?? null;
}

/** {block_id: text} for what cannot be sent as it is. */
export function problems(blocks, values) {
  const found = (blocks ?? [])
    .filter((b) => b.type === "input")
    .map((b) => [b.block_id, problem(b, values[b.block_id]?.[b.element.action_id])]);
  return Object.fromEntries(found.filter(([, text]) => text));
}
