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
    with pytest.raises(BadInput, match="no labelled set"):
        read(tmp_path / "none.jsonl")


def test_the_known_folders_come_with_their_split(tmp_path: Path) -> None:
    parts = {name: [[name, "oos" if "oos" in name else "a"]] for name in ("train", "val", "test", "oos_test")}
    (tmp_path / "data_full.json").write_text(json.dumps(parts))
    known, asked = split(read(tmp_path))
    assert [row.text for row in known] == ["train"]
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
    asked = [Labelled("pay", "please pay"), Labelled("send", "the bill"), Labelled(None, "pay the bill")]
    told = list(replay(known, asked))
    assert [(one.guess, one.right) for one in told] == [("pay", True), ("pay", False), ("pay", False)]
    assert all(0 <= one.score <= 1 for one in told)
