"""The picture of a week: what it shows, that words say the same, and that nobody misses it where it cannot be."""

import struct
import sys
from datetime import date, timedelta

import pytest

from bot import weeks
from bot.weeks import Week
from handlers.slack import digests, digests_out
from tests.handlers.golden import kept
from tests.handlers.rules import broken
from workspace.blocks import visible_text

WEEKS = tuple(
    Week(date(2026, 10, 5) + timedelta(days=7 * each), 20 + each, max(0, each - 5) * 7, each % 3) for each in range(8)
)


def test_the_picture_is_a_picture() -> None:
    pytest.importorskip("matplotlib")
    drawn = weeks.draw(WEEKS)
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", drawn[16:24])
    assert (wide, high) == (864, 640)
    assert 5_000 < len(drawn) < 200_000
    assert weeks.draw((Week(date(2026, 11, 23), 0, 0, 0),)) is not None


def test_without_matplotlib_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert weeks.draw(WEEKS) is None


def test_words_say_what_the_picture_shows() -> None:
    assert weeks.told(WEEKS) == "27 decided by people (26 the week before), 14 done alone, 1 open at the end"
    quiet = (Week(date(2026, 11, 23), 0, 0, 4),)
    assert weeks.told(quiet) == "nothing decided by people, nothing done alone, 4 open at the end"
    assert "to 23 Nov: 27 by people, 14 alone, 1 open" in digests_out.alt(WEEKS)


def test_the_message_shows_the_file_and_tells_it_to_those_who_cannot_see_it() -> None:
    message = digests.picture("Refunds", WEEKS, "F123")
    assert broken(message) == []
    image = message.blocks[1]
    assert (image["slack_file"], image["alt_text"]) == ({"id": "F123"}, weeks.spoken(WEEKS))
    assert visible_text(message.blocks)[0].startswith("Refunds, the last week: 27 decided by people (26 the week")
    now, before = kept("digest_picture", message)
    assert now == before


def test_the_longest_of_titles_fits() -> None:
    many = tuple(Week(date(2026, 1, 1) + timedelta(days=7 * each), 10**6, 10**6, 10**6) for each in range(40))
    message = digests.picture("\u202ex" * 300 + "<!channel>", many, "F1")
    assert broken(message) == []
    assert len(digests_out.alt(WEEKS)) <= 1000
