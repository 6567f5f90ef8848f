"""What the offline agent says to a person who asks about its case: what was looked up that shares words with it.

It does not understand the question. So it quotes, names its sources, and says when it has nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.agents.base import Answer, Case
from bot.agents.lookups import Findings, Read
from bot.workflows import plain

MOST = 4
_HOW = "Found by its words; no language model was used."
_words = re.compile(r"[^\W_]+").findall
_IDLE = frozenset(
    _words(
        "the a an and or of to in on at by for from with is are was were be been do does did has have had can could "
        "would will should what which who whom when where why how much many any some this that these those it its he "
        "she they them his her their you your we our me my i not no yes please tell say said about there then than so "
        "if know there case request order"
    )
)
_BEFORE = re.compile(r"\b(before|last time|earlier|similar|alike|like (this|that)|precedents?|usually|so far)\b", re.I)
_DID = {"approve": "approved", "edit": "edited", "reject": "rejected", "take_over": "taken over"}


class Said(NamedTuple):
    """Something that is known, and where it stands."""

    text: str
    source: str


def answered(question: str, case: Case, findings: Findings) -> Answer:
    """The answer to `question` from what was looked up about the case."""
    known = list(_known(case, findings))
    best = _nearest(question, known)
    if _BEFORE.search(question) and case.precedents:
        best = [*_precedents(case), *best][:MOST]
    if not best:
        return Answer(_nothing(findings), ())
    text = " ".join(each.text if each.text.endswith((".", "?", "!", "”")) else f"{each.text}." for each in best)
    return Answer(f"{text} {_HOW}", tuple(dict.fromkeys(each.source for each in best)))


def _known(case: Case, findings: Findings) -> Iterable[Said]:
    for read in findings.reads:
        yield from _told(read)
    yield Said(f"{case.requester_name} wrote: “{case.text}”", "the request")
    for note in case.notes:
        yield Said(f"Added: “{note.text}”", "the request")


def _told(read: Read) -> Iterable[Said]:
    if read.refused or read.failed:
        yield Said(read.refused or f"It could not be looked up: {read.failed}", read.source)
    for name, value in read.result.items():
        if name == "facts":
            yield from (
                Said(str(each["text"]), str(each.get("source") or read.source)) for each in _dicts(value, "text")
            )
        elif name == "doubts":
            yield from (Said(f"Not sure: {each['what']}", read.source) for each in _dicts(value, "what"))
        elif isinstance(value, str | int | float):
            yield Said(f"{name.replace('_', ' ').capitalize()}: {plain(value)}", read.source)


def _dicts(value: object, key: str) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict) and each.get(key)] if isinstance(value, list) else []


def _precedents(case: Case) -> list[Said]:
    return [
        Said(f"{one.name} was {_DID.get(one.verdict, one.verdict)}{f' (“{one.note}”)' if one.note else ''}", one.name)
        for one in case.precedents[:3]
    ]


def _nearest(question: str, known: Sequence[Said]) -> list[Said]:
    """Those that share the rarest words with the question, the best first; a word counts by its beginning."""
    wanted = {_stem(word) for word in _words(question.casefold()) if word not in _IDLE and len(word) > 1}
    theirs = [{_stem(word) for word in _words(f"{each.text} {each.source}".casefold())} for each in known]
    held = Counter(stem for each in theirs for stem in each)
    scores = [sum(1 / held[stem] for stem in wanted & each) for each in theirs]
    order = sorted(range(len(known)), key=lambda index: (-scores[index], index))
    best = [index for index in order if scores[index] > 0 and scores[index] >= scores[order[0]] / 3]
    return list(dict.fromkeys(known[index] for index in best))[:MOST]


def _stem(word: str) -> str:
    """The beginning of a word, so that "delivery" finds "delivered"; numbers whole."""
    return word if any(char.isdigit() for char in word) else word[:5]


def _nothing(findings: Findings) -> str:
    looked = ", ".join(dict.fromkeys(read.source for read in findings.reads))
    where = f"Looked up: {looked}; none of it says that." if looked else "Nothing was looked up."
    return f"I have nothing on that. {where} If you know it, mention Baton with it and I look again."
