"""What a person's words hold: a question, a decision in words, or facts that nobody knew. Pure, by plain rules."""

import re
from collections.abc import Iterable

_ASKS = re.compile(
    r"(what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|should|would)\b",
    re.I,
)
_words = re.compile(r"[^\W_]+").findall
_VERDICTS = frozenset(
    _words(
        "ok okay k yes yep yeah yup sure approve approved approving lgtm ahead do reject rejected decline declined "
        "deny denied no nope ship confirm confirmed accept accepted run agreed agree 1"
    )
)
_DECIDING = _VERDICTS | frozenset(
    _words(
        "fine good great go it please now just then this that the one both all not dont don t done for from my side me "
        "i we with thanks thank you perfect cool super refund"
    )
)
_NAMES = re.compile(r"\bH-\d+\b|<[@#!][^>]*>", re.I)
_FACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\b[a-z]*-?\d[\w.,:/-]*\w|\b\d\d+\b", re.I)


def asks(text: str) -> bool:
    """Whether somebody asks something: a question mark at the end of a sentence, or a word that begins a question."""
    return bool(re.search(r"\?(\s|$)", text)) or bool(_ASKS.match(text.strip()))


def decides(text: str) -> bool:
    """Whether the words are a decision and nothing else: "ok, do it", "approved", "no"."""
    words = [word.casefold() for word in _words(text.replace("’", "'"))]
    return 0 < len(words) <= 8 and set(words) <= _DECIDING and bool(_VERDICTS & set(words))


def new_facts(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """The numbers, dates and addresses in `text` that stand in none of the `known` texts."""
    old = "\n".join(known).casefold()
    bare = _NAMES.sub(" ", text)
    found = dict.fromkeys(match.strip(".,:/-").casefold() for match in _FACT.findall(bare))
    return tuple(fact for fact in found if fact not in old)
