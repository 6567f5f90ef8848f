"""Recipients and links in arguments, held to a step's lists. Pure.

    allow:
      to: ["*@example.com"]
      page: ["https://docs.example.com/*"]

A `*` stands for any characters of one part: of a mailbox or of a host it takes none of `@ / :` and no blank, in the
path of a link it takes everything but `..`. What looks like an address or a link and is on no list asks a person.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST_FOUND = 20
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s<>\"'`]+|(?<![\w@.])www\.[^\s<>\"'`]+", re.IGNORECASE)
_RUN = re.compile(r"[^\s<>\"'`,;:()\[\]]+")
_SIGN = re.compile(r"@|://|www\.", re.IGNORECASE)  # every one of them has it
_HOST = r"(?:\*\.)?[\w-]+(?:\.[\w-]+)+"  # a star may only stand for what is before the name
_PATTERN = re.compile(rf"[^\s@/:*]*\*?[^\s@/:*]*@{_HOST}|[a-z][a-z0-9+.-]*://{_HOST}(?::\d+)?(?:/\S*)?|[^\s*@:]+")
_DOT = re.compile("%2e", re.IGNORECASE)
_PART, _PATH = r"[^\s@/\\:?#,;<>\"'|]*", r"[^\s\\<>\"'|]*"


def unfit(patterns: Sequence[str]) -> str:
    """What is wrong with these patterns, for their author; empty where nothing is."""
    for pattern in patterns:
        if not _PATTERN.fullmatch(pattern.strip()):
            return f"{pattern} is no pattern: an address such as *@example.com or a link such as https://example.com/*"
    return ""


def strays(args: Mapping[str, Any], allow: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """For each argument what in it is on no list: addresses and links, and whatever a listed argument holds else."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in args.items():
        if strange := _strays(value, allow.get(name)):
            found[name] = tuple(dict.fromkeys(strange))[:MOST_FOUND]
    return found


def _strays(value: Any, patterns: Sequence[str] | None) -> list[str]:
    if isinstance(value, str):
        targets = _targets(value)
        if patterns is not None and (bare := value.strip()):
            alone = targets == [bare] and targets != [value]
            targets = [value] if alone or not targets else targets  # an argument with a list holds nothing else
        return _unlisted(targets, patterns) if targets else []
    if isinstance(value, Mapping):
        return [
            target
            for key, item in value.items()
            for target in (*_unlisted(_targets(str(key)), patterns), *_strays(item, patterns))
        ]
    return [target for item in value for target in _strays(item, patterns)] if isinstance(value, list | tuple) else []


def _unlisted(targets: Sequence[str], patterns: Sequence[str] | None) -> list[str]:
    return [target for target in targets if not _listed(target, patterns or ())]


def _targets(text: str) -> list[str]:
    """Links and addresses in a text. An address inside a link is part of the link."""
    if not _SIGN.search(text):
        return []
    links = [found[0].rstrip(".,)") for found in _LINK.finditer(text)]
    return [*links, *(found.rstrip(".") for found in _addresses(_LINK.sub(" ", text)))]


def _addresses(text: str) -> Iterator[str]:
    """What stands together and has an @, a dot two places or more behind it, and two characters after that.

    Between / and / is looked by hand: an expression for it takes hours where a text has thousands of @.
    """
    for run in _RUN.findall(text):
        end = start = 0
        for part in run.split("/"):
            sign, dot = part.find("@", start == 0), part.rfind(".", 0, max(0, len(part) - 2))
            if 0 <= sign < dot - 1:
                end = start + len(part)
            start += len(part) + 1
        if end:
            yield run[:end]


def _listed(target: str, patterns: Sequence[str]) -> bool:
    if ".." in _DOT.sub(".", target):
        return False
    return any(_compiled(pattern.strip()).fullmatch(target) for pattern in patterns)


def _compiled(pattern: str) -> re.Pattern[str]:
    scheme, mark, rest = pattern.partition("://")
    host, slash, path = rest.partition("/") if mark else (pattern, "", "")
    named = "".join(_PART if char == "*" else re.escape(char) for char in f"{scheme}{mark}{host}" if mark or host)
    if not mark:
        named = "".join(_PART if char == "*" else re.escape(char) for char in pattern)
    behind = _behind(f"{slash}{path}")
    # The host takes any case; the path is held to the letter.
    return re.compile(f"(?i:{named}){behind}")


def _behind(path: str) -> str:
    """The expression for a path. What stands between two stars is taken where it comes first, and nowhere else: to try
    each place with each of the others' takes hours where there are thousands.
    """
    first, *others = map(re.escape, path.split("*"))
    middle = "".join(f"(?>{_PATH}?{each})" for each in others[:-1])
    return first + (f"{middle}{_PATH}{others[-1]}" if others else "")
