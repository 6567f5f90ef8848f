"""Texts that try to give orders to the agent. Pure.

Such a text stays what it is, data: the flag only makes people read it with care and never raises a score.
"""

import re
import unicodedata

_NEVER_ASK = r"\b(?:do not|don't|never) (?:ask|escalate to|tell|involve|notify)\b"
_TEXTS = (
    # away with the rules
    r"\b(?:ignore|disregard|forget|override|overrule|drop)\b[^.\n]{0,40}\b(?:instructions?|rules?|polic(?:y|ies)|prompts?)\b",
    r"\b(?:ignore|disregard|forget|override|overrule|drop)\b[^.\n]{0,40}\b(?:guidelines?|limits?|guardrails?|restrictions?)\b",
    r"\b(?:skip|bypass|disable|turn off|circumvent)\b[^.\n]{0,30}\b(?:approv\w*|reviews?|checks?|verification)\b",
    r"\b(?:ignoriere|ignora|ignore[sz])\b[^.\n]{0,40}\b(?:anweisung\w*|regeln?|instrucciones|reglas|consignes|règles)\b",
    # somebody else's role
    r"\byou(?:'re| are) (?:now|no longer)\b",
    r"\b(?:act|behave|respond) as (?:an? |the )?(?:admin\w*|system|root|approver|owner|developer|unrestricted)\b",
    r"\bpretend (?:to be|that you|you)\b",
    r"\b(?:developer|debug|god|dan|admin|maintenance) mode\b|\bjail ?break\w*",
    r"\bas an? (?:ai|language model|llm|assistant),? you\b|\battention,? (?:ai|assistant|bot|agent)\b",
    # another voice
    r"(?:^|[\n.!?\"'`*#>\[(])[ \t]{0,9}(?:system|assistant|developer)(?: (?:prompt|message|note))?[ \t]{0,9}[:>\])]",
    r"</?[ \t]?(?:system|assistant|instructions?|tool\w*|function\w*|admin)[ \t]?>|<\|[^|\n]{1,30}\|>|\[/?inst\]",
    r"\b(?:new|updated|real|hidden|secret) (?:system )?instructions?\b[ \t]{0,3}(?:[:\-–]|are\b|is\b)",
    r"\b(?:tool_call|tool_use|function_call|propose_\w+)\b|\{\s{0,9}\"(?:step|tool|function|args|arguments)\"\s{0,9}:",
    # no person in between
    r"\bauto(?:matically)?[- ]?approv\w*",
    r"\bapprov\w+\b[^.\n]{0,40}\b(?:automatically|silently|yourself|on your own)\b",
    r"\b(?:refund|pay|grant|approve|execute|run|send|do)\b[^.\n]{0,60}\bwithout (?:asking|approval|review|a human)\b",
    rf"{_NEVER_ASK}[^.\n]{{0,20}}\b(?:anyone|anybody|humans?|a person|people|team|approv\w*|reviewers?)\b",
    r"\bno (?:human |further )?(?:approval|review|confirmation) (?:is )?(?:needed|required|necessary)\b",
    r"\b(?:score|confidence|probability|certainty)\b[^.\n]{0,12}(?:=|:|\bto\b|\bof\b|\bis\b)\s{0,3}(?:1\b|100|0?[.,]9\d*|max)",
    # what is not for everybody
    r"\b(?:reveal|print|show|repeat|output|leak)\b[^.\n]{0,20}\b(?:system prompt|your (?:instructions|prompt|rules))\b",
    r"\b(?:reveal|print|show|repeat|output|leak)\b[^.\n]{0,20}\b(?:api keys?|access tokens?|secrets|passwords?)\b",
)
_ORDERS = re.compile("|".join(f"(?:{text})" for text in _TEXTS), re.IGNORECASE | re.MULTILINE)
# Joiners are part of honest emoji and scripts; between two Latin letters they only hide something.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]|(?<=[A-Za-z0-9])[\u200c\u200d](?=[A-Za-z0-9])"
)
_STYLED = re.compile("[\u00a0\u2000-\u200a\u202f\u3000\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]*)*[.!?\n]*")


def visible(text: str) -> str:
    """`text` as a person reads it: characters without a shape removed, wide and mathematical letters as plain ones.

    Raised digits and fractions stay what they are: 10² is not 102.
    """
    if text.isascii():
        return text.replace("\x00", "")
    shown = _HIDDEN.sub("", text).replace("\x00", "")
    return _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), shown)


def gives_orders(text: str) -> bool:
    """Whether `text` tries to give orders to the agent, or hides characters."""
    return (not text.isascii() and bool(_HIDDEN.search(text))) or _orders(visible(text))


def without_orders(text: str) -> str:
    """The visible text without the sentences that give orders."""
    return "".join(part for part in _SENTENCE.findall(visible(text)) if not _orders(part)).strip()


def _orders(shown: str) -> bool:
    return bool(_ORDERS.search(unicodedata.normalize("NFKC", shown)))
