"""Recipients and links: what is on a list, and everything that only looks as if it were."""

import time
from typing import Any

import pytest

from bot.allowed import strays, unfit

ALLOW = {
    "to": ["*@example.com", "boss@partner.example"],
    "page": ["https://docs.example.com/*", "https://*.cdn.example/x"],
    "channel": ["C0123", "C0456"],
}


@pytest.mark.parametrize(
    "args",
    [
        {"to": "maria@example.com"},
        {"to": "Maria@EXAMPLE.com"},
        {"to": "boss@partner.example"},
        {"to": ["a@example.com", "b@example.com"]},
        {"to": {"first": "a@example.com"}},
        {"to": ""},
        {"to": None},
        {"page": "https://docs.example.com/a/b?c=1#d"},
        {"page": "see https://docs.example.com/a and https://docs.example.com/b."},
        {"page": "https://a.cdn.example/x"},
        {"channel": "C0123"},
        {"note": "at 12:30, e.g. 5.5 kg of a/b, a @mention"},
        {"amount": 49.9, "yes": True},
    ],
)
def test_on_the_list(args: dict[str, Any]) -> None:
    assert strays(args, ALLOW) == {}


@pytest.mark.parametrize(
    "args",
    [
        {"to": "eve@evil.example"},
        {"to": "boss2@partner.example"},
        {"to": "eve@evil.example,a@example.com"},
        {"to": ["a@example.com", "eve@evil.example"]},
        {"to": "a@example.com.evil.example"},
        {"to": "a@example.com@evil.example"},
        {"to": '"eve@evil.example"@example.com'},
        {"to": "a@example.com\nBcc: eve@evil.example"},
        {"to": "a@example.com\n"},
        {"to": " a@example.com"},
        {"to": "maria"},
        {"to": "a@exаmple.com"},  # a Cyrillic а
        {"to": "a@example.com\u200b"},
        {"page": "http://docs.example.com/a"},
        {"page": "https://docs.example.com"},
        {"page": "https://docs.example.com@evil.example/"},
        {"page": "https://docs.example.com.evil.example/"},
        {"page": "https://docs.example.com\\@evil.example/"},
        {"page": "https://docs.example.com:8443/a"},
        {"page": "https://docs.example.com/../x"},
        {"page": "https://docs.example.com/%2E%2e/x"},
        {"page": "https://evil.example/?to=https://docs.example.com/"},
        {"page": "https://evil.example#https://docs.example.com/"},
        {"page": "https://a/b.cdn.example/x"},
        {"page": "https://evil.example?.cdn.example/x"},
        {"page": "javascript://docs.example.com/%0aalert(1)"},
        {"channel": "C9999"},
        {"channel": "C0123,C9999"},
        {"note": "look at https://evil.example/x"},
        {"note": "write to eve@evil.example"},
        {"note": "www.evil.example"},
        {"note": {"eve@evil.example": 1}},
        {"other": "maria@example.com"},
    ],
)
def test_on_no_list(args: dict[str, Any]) -> None:
    assert list(strays(args, ALLOW)) == list(args)


def test_what_is_on_no_list_is_named() -> None:
    found = strays({"note": "to eve@evil.example, https://evil.example/x?a=eve@evil.example"}, {})
    assert found == {"note": ("https://evil.example/x?a=eve@evil.example", "eve@evil.example")}


@pytest.mark.parametrize(
    ("value", "patterns"),
    [
        ("a@" * 1000, []),
        ("a@a." * 600, []),
        ("https://git.example.com/" + "/" * 1200, ["https://git.example.com/*/*/*/issues"]),
    ],
)
def test_a_text_made_for_it_takes_no_time(value: str, patterns: list[str]) -> None:
    begun = time.process_time()
    strays({"note": value}, {"note": patterns})
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b.de and <c@d.com>, e@f", ["a@b.de", "c@d.com"]),
        ("x/y@z.de/more@than.one/path q@r.s", ["x/y@z.de/more@than.one"]),
        ("@a.de a@@b.de. @@c.de", ["a@@b.de", "@@c.de"]),
        ("a@.b.de a@b.c a@b.", ["a@.b.de"]),
    ],
)
def test_addresses_in_a_text(text: str, found: list[str]) -> None:
    assert list(strays({"note": text}, {}).get("note", ())) == found


@pytest.mark.parametrize(
    ("pattern", "link", "listed"),
    [
        ("https://docs.example.com/*/a/*/b", "https://docs.example.com/x/a/a/b/b", True),
        ("https://docs.example.com/*/a/*/b", "https://docs.example.com/x/a/b", False),
        ("https://docs.example.com/*a*", "https://docs.example.com/banana", True),
        ("https://docs.example.com/**/b", "https://docs.example.com//b", True),
        ("https://docs.example.com/*/b", "https://docs.example.com/x/b/c", False),
    ],
)
def test_several_stars_in_a_path(pattern: str, link: str, listed: bool) -> None:
    assert (strays({"page": link}, {"page": [pattern]}) == {}) is listed


@pytest.mark.parametrize("pattern", ["*", "*.*", "a b", "https://*", "https://*/x", "*@*"])
def test_a_pattern_that_would_allow_everything_is_refused(pattern: str) -> None:
    assert "is no pattern" in unfit([pattern])


@pytest.mark.parametrize("pattern", ["*@example.com", "a@b.example", "https://docs.example.com/*", "C0123"])
def test_a_pattern(pattern: str) -> None:
    assert unfit([pattern]) == ""
