"""Labelled requests of the past: how they are read, and what the offline agent says on them."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.agents.offline import available
from bot.agents.replay import Labelled, read, replay, split
from bot.errors import BadInput

needs_extra = pytest.mark.skipif(not available(), reason="the extra `offline` is not installed")


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_file_of_json_lines_keeps_its_order(tmp_path: Path) -> None:
    rows = read(lines(tmp_path / "cases.jsonl", {"text": "b", "label": "x"}, {"features": {"n": 1}, "label": None}))
    assert rows == [Labelled("x", "b"), Labelled(None, "", {"n": 1})]


@pytest.mark.parametrize("row", [[], 3, {}, {"label": "x"}, {"text": 3, "label": "x"}, {"text": "", "label": "x"}])
def test_a_line_that_is_no_request_is_named(tmp_path: Path, row: Any) -> None:
    with pytest.raises(BadInput, match=r"cases.jsonl:2 "):
        read(lines(tmp_path / "cases.jsonl", {"text": "b", "label": "x"}, row))


def test_a_set_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no .*none\.jsonl"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(BadInput, match="no labelled set"):
        read(tmp_path)


def test_the_known_folders_come_with_their_split(tmp_path: Path) -> None:
    parts = {
        name: [[name, "oos" if "oos" in name else "a"]] for name in ("train", "oos_train", "val", "test", "oos_test")
    }
    (tmp_path / "data_full.json").write_text(json.dumps(parts))
    known, asked = split(read(tmp_path))
    assert [(row.text, row.label) for row in known] == [("train", "a"), ("oos_train", None)]
    assert [(row.text, row.label) for row in asked] == [("test", "a"), ("oos_test", None)]


def test_a_split_is_the_same_for_the_same_seed_and_keeps_the_order() -> None:
    rows = [Labelled("a", str(i)) for i in range(200)]
    known, asked = split(rows)
    assert (known, asked) == split(rows)
    assert (known, asked) != split(rows, seed=1)
    assert sorted(known + asked, key=lambda row: int(row.text)) == rows
    assert [row.text for row in asked] == sorted((row.text for row in asked), key=int)
    assert 70 <= len(known) <= 130


@needs_extra
def test_the_agent_is_right_where_the_label_is_the_same_and_never_on_what_is_for_a_person() -> None:
    known = [
        Labelled(label, f"{word} {i}")
        for label, word in (("pay", "pay the bill"), ("send", "send a parcel"))
        for i in range(6)
    ]
    asked = [Labelled("pay", "pay the bill 9"), Labelled("send", "pay a bill"), Labelled(None, "pay the bill")]
    told = list(replay(known, asked))
    assert [(one.guess, one.right) for one in told] == [("pay", True), ("pay", False), ("pay", False)]
    assert all(0 <= one.score <= 1 for one in told)


@needs_extra
def test_features_are_learned_numbers_texts_and_what_is_missing() -> None:
    def row(i: int) -> Labelled:
        amount, country = i % 40, "PT" if i % 3 else "DE"
        features = {"amount": amount, "country": country, "noise": i % 7} if i % 11 else {"country": country}
        return Labelled("ask" if amount > 20 and country == "PT" else "clear", features=features)

    rows = [row(i) for i in range(900)]
    told = list(replay(rows[:600], rows[600:]))
    sure = [one for one in told if one.score >= 0.9]
    assert len(sure) > 200
    assert sum(one.right for one in sure) >= 0.97 * len(sure)
    assert abs(sum(one.score for one in told) - sum(one.right for one in told)) < 0.05 * len(told)


@needs_extra
def test_a_value_that_no_row_had_is_as_good_as_missing() -> None:
    known = [
        Labelled("a" if i % 2 else "b", features={"kind": "x" if i % 2 else "y", "n": float(i)}) for i in range(80)
    ]
    asked = [Labelled("a", features={"kind": "z", "n": "much"}), Labelled("a", features={})]
    assert {one.guess for one in replay(known, asked)} <= {"a", "b"}


@needs_extra
@pytest.mark.parametrize("value", [None, float("nan"), 10**400], ids=["none", "nan", "endless"])
def test_a_feature_that_says_nothing_is_no_trouble(value: Any) -> None:
    known = [Labelled("a" if i % 2 else "b", features={"n": i % 2, "odd": value}) for i in range(80)]
    assert [one.guess for one in replay(known, known[:2])] == ["b", "a"]


@pytest.mark.parametrize(("held", "told"), [(b"\xff\xfe\x00", "UTF-8"), (b"[" * 100_000, r"odd\.jsonl:1")], ids=len)
def test_a_file_that_is_none_of_lines_is_refused(tmp_path: Path, held: bytes, told: str) -> None:
    (tmp_path / "odd.jsonl").write_bytes(held)
    with pytest.raises(BadInput, match=told):
        read(tmp_path / "odd.jsonl")


@pytest.mark.parametrize(
    "known", [[], [Labelled("a", "x")] * 3, [Labelled("a", "x"), Labelled("b", features={"n": 1})]], ids=len
)
def test_what_nothing_can_be_learned_from_is_refused(known: list[Labelled]) -> None:
    with pytest.raises(BadInput, match="two labels"):
        list(replay(known, []))


@needs_extra
def test_it_tells_how_far_it_is() -> None:
    known = [Labelled(label, f"{label} it {i}") for label in ("pay", "send") for i in range(6)]
    seen: list[tuple[int, int]] = []
    list(replay(known, known[:3], lambda done, of: seen.append((done, of))))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-4:] == [(3, 6), (4, 6), (5, 6), (6, 6)]
    assert {of for _, of in seen} == {6}


@needs_extra
def test_a_label_that_only_one_row_has_is_no_trouble() -> None:
    known = [Labelled("rare" if i == 3 else "usual", features={"n": i}) for i in range(12)]
    assert [one.guess for one in replay(known, known[4:6])] == ["usual", "usual"]
    texts = [Labelled(row.label, f"text {row.features['n']} {row.label}") for row in known]
    assert all(0 <= one.score <= 1 for one in replay(texts, texts))
