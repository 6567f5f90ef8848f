"""Words made harmless, cut and counted; ids there and back; the measure that agrees with a reader."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.slack import blocks, measure, pages
from handlers.slack.blocks import Mention, Time
from handlers.slack.cards import card
from handlers.slack.ids import Action, Meta, Ref, action_of, choice, menu_value, read_menu
from handlers.slack.outcomes import several, span
from tests.handlers.rules import parts
from tests.handlers.test_cards import FOLDED, OPEN
from workspace.blocks import text_length, visible_text

AT = datetime(2026, 11, 4, 14, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_text", "seen"),
    [
        ("10\u202e42", "10⟨U+202E⟩42"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("x\x00y", "x⟨U+0000⟩y"),
        ("\ud800", "⟨U+D800⟩"),
        ("\u3164", "⟨U+3164⟩"),
        ("a\u00a0b", "a⟨U+00A0⟩b"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("e\u0301", "e\u0301"),
        ("e" + "\u0301" * 5, "e" + "\u0301" * 3 + "⟨U+0301⟩" * 2),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("a\ufe0f", "a⟨U+FE0F⟩"),
        ("Grüße, Ωμέγα, 漢字", "Grüße, Ωμέγα, 漢字"),
    ],
)
def test_what_hides_is_shown(given_text: str, seen: str) -> None:
    assert blocks.revealed(given_text) == seen


def test_the_fast_path_lets_nothing_hidden_through() -> None:
    hidden = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Mn", "Me"}
    passed = [chr(code) for code in range(0x110000) if blocks._OPEN.fullmatch(chr(code)) and code != 10]
    assert len(passed) > 20_000
    assert [char for char in passed if unicodedata.category(char) in hidden] == []
    assert [char for char in passed if unicodedata.bidirectional(char) in {"R", "AL", "AN"}] == []
    assert [char for char in passed if unicodedata.category(char) == "Zs"] == [" "]


def test_prose_is_one_line_and_a_value_loses_nothing() -> None:
    assert blocks.prose("a\r\n\tb   c ") == "a b c"
    assert blocks.exact("a\nb") == "a⏎b"
    assert blocks.exact(" a") == "“ a”"
    assert blocks.exact("") == "“”"


def test_letters_that_read_the_other_way_are_isolated() -> None:
    assert blocks.isolated("אבג 1042") == "\u2068אבג 1042\u2069"
    assert blocks.isolated("abc") == "abc"


def test_in_headers_small_print_and_buttons_they_are_isolated_as_well() -> None:
    told = "\u2068order אב 900\u2069"
    assert blocks.header("order אב 900")["text"]["text"] == told
    assert blocks.plain("order אב 900")["text"] == told
    assert blocks.button("order אב 900", "approve", "H-1")["text"]["text"] == told
    assert blocks.plain("order 900")["text"] == "order 900"
    assert blocks.plain("א" * 30, 24)["text"] == f"\u2068{'א' * 21}…\u2069"


def test_a_moment_within_a_sentence_is_never_told_as_today() -> None:
    shown = pages.overview([], (12, AT), AT).blocks
    dates = [part["format"] for part in parts(shown) if part.get("type") == "date"]
    assert dates == ["{date_short_pretty} {time}", "{date_short}"]
    assert "Spared since 4 Nov: 12 decisions." in visible_text(shown)


@given(st.integers(0, 200_000), st.integers(16, 1_200))
def test_what_is_cut_is_counted(long: int, most: int) -> None:
    text = "abc " * (long // 4)
    shown = blocks.cut(text, most)
    assert len(shown) <= most
    kept, dots, left = shown.partition("… (")
    assert (shown == text) if len(text) <= most else dots != ""
    assert len(text) <= most or len(kept) + int(left.removesuffix(" more)").replace(",", "")) == len(text)


@pytest.mark.parametrize("most", range(20))
def test_however_little_room_there_is_no_more_is_taken(most: int) -> None:
    assert len(blocks.cut("a" * 1500, most)) <= max(most, 1)


@settings(max_examples=200)
@given(st.text(alphabet="a&<>漢\U0001f468", max_size=300), st.integers(1, 150))
def test_what_is_fitted_is_within_the_limit_as_slack_counts(text: str, limit: int) -> None:
    made = blocks.plain(text, limit)["text"]
    assert 0 < text_length(made) <= max(limit, 1)


def test_an_entity_in_foreign_text_is_read_as_it_was_written() -> None:
    made = blocks.plain("a &lt; b & c")
    assert made["text"] == "a &amp;lt; b & c"
    assert made["emoji"] is False


def test_mrkdwn_escapes_and_mentions_only_ids() -> None:
    assert blocks.marked("a < b ", Mention("U02MARIA"), " ", Mention("S01HEADS"))["text"] == (
        "a &lt; b <@U02MARIA> <!subteam^S01HEADS>"
    )
    for wrong in ("@maria", "U02MARIA>", "", "C01", "!channel", "u02maria"):
        with pytest.raises(ValueError, match="No id"):
            Mention(wrong)


def test_times_are_tokens_with_utc_behind_them() -> None:
    stamp = int(AT.timestamp())
    assert blocks.marked(Time(AT))["text"] == f"<!date^{stamp}^{{time}}|14:02 UTC>"
    assert blocks.leaf(Time(AT, "seconds")) == {
        "type": "date",
        "timestamp": stamp,
        "format": "{time_secs}",
        "fallback": "14:02:07 UTC",
    }
    assert blocks.fallback(Time(AT, "day")) == "4 Nov 14:02 UTC"
    assert blocks.fallback(Time(AT, "date")) == "4 Nov"
    assert blocks.moment(AT, AT + timedelta(hours=11)).form == "time"
    assert blocks.moment(AT, AT + timedelta(hours=13)).form == "day"


def test_a_notice_is_short_and_escaped() -> None:
    assert blocks.notice("<!channel> & co") == "&lt;!channel&gt; &amp; co"
    assert len(blocks.notice("&" * 500)) <= 110


@pytest.mark.parametrize("name", [*OPEN, *FOLDED])
def test_the_measure_sees_at_least_what_a_reader_sees(name: str) -> None:
    drawn = card({**OPEN, **FOLDED}[name]).blocks
    read = [" ".join(line.split()) for line in visible_text(drawn)]
    if name in OPEN:
        assert [line.replace("@nnnnnnnnnnnnnnnn", "") for line in measure.visible(drawn)] == [
            line.replace("@U02MARIA", "").replace("@U04DANA", "").replace("@S01COMPLY", "") for line in read
        ]
        assert measure.characters(drawn) >= sum(map(len, read))
    assert measure.phone_lines(drawn) > 1


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=20), "under 1 min"),
        (timedelta(minutes=29, seconds=59.7), "30 min"),
        (timedelta(hours=1), "60 min"),
        (timedelta(hours=3, minutes=58), "4 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_how_long_is_said_in_one_unit(time: timedelta, words: str) -> None:
    assert span(time) == words


def test_plurals() -> None:
    assert [several(noun) for noun in ("refund", "reply", "address", "match", "play")] == [
        "refunds",
        "replies",
        "addresses",
        "matches",
        "plays",
    ]


@given(
    st.integers(0, 2**40), st.integers(0, 10**6), st.integers(0, 99), st.from_regex(r"[0-9a-f]{64}|", fullmatch=True)
)
def test_a_ref_comes_back(handoff: int, revision: int, stage: int, digest: str) -> None:
    ref = Ref(handoff, revision, stage, digest)
    assert Ref.parse(str(ref)) == ref
    plain = Ref(handoff, revision, stage)
    assert read_menu(menu_value(Action.SHOW, plain)) == (Action.SHOW, plain)
    assert len(menu_value(Action.TAKE_OVER, plain)) <= 75


@given(st.text(max_size=30), st.text(max_size=30), st.integers(0, 10**9))
def test_metadata_comes_back(channel: str, ts: str, request_id: int) -> None:
    for ref in (None, Ref(1, 2, 3, "ab")):
        meta = Meta(ref, request_id, channel, ts)
        assert Meta.parse(str(meta)) == meta


def test_ids_that_are_not_ours_are_refused() -> None:
    assert action_of(choice(4)) == (Action.CHOICE, 4)
    assert action_of("approve") == (Action.APPROVE, 0)
    for wrong in ("", "delete", "choice.x"):
        with pytest.raises(ValueError, match=r"not a valid|invalid literal"):
            action_of(wrong)
    with pytest.raises(ValueError, match=r"no reference of ours"):
        Ref.parse("12")
