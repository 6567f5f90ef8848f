"""YAML with lines."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import yaml
from bot.errors import ConfigError

TEXT = """\
# a comment
a: 1

b:
  - x
  - y: 2
    z:
      - deep
c: |
  many
  lines
d: 5
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with nothing in it yet."""
    return tmp_path / "file.yml"


def test_every_key_and_item_knows_its_line(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")
    data, lines = yaml.read(path)
    assert data == {"a": 1, "b": ["x", {"y": 2, "z": ["deep"]}], "c": "many\nlines\n", "d": 5}
    known = {("a",): 2, ("b",): 4, ("b", 0): 5, ("b", 1): 6, ("b", 1, "z", 0): 8, ("c",): 9, ("d",): 12}
    assert {where: lines[where] for where in known} == known


def test_what_is_not_there_has_the_line_of_what_holds_it(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")
    _, lines = yaml.read(path)
    assert [yaml.line(lines, where) for where in [("b", 1, "nothing"), ("b", 7, "x"), ("nothing",), ()]] == [6, 4, 1, 1]


@pytest.mark.parametrize(
    ("text", "value"),
    [("10:30", "10:30"), ("9:00", "9:00"), ("0", 0), ("-7", -7), ("1_000", 1000), ("0x1f", 31), ("1.5", 1.5),
     ('"\\ud83d\\ude00"', "\U0001f600"), ("\U0001f600", "\U0001f600"),
     ("-0.5", -0.5), ("0042", "0042"), ("yes", True), ("~", None), ("5%", "5%"), ("2026-11-22x", "2026-11-22x")],
)  # fmt: skip
def test_values_are_what_people_think(path: Path, text: str, value: object) -> None:
    path.write_text(f"a: {text}\n", encoding="utf-8")
    assert yaml.read(path)[0] == {"a": value}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a: 1\nb: 2\na: 3\n", "line 3: the key `a` stands here a second time"),
        (b"a:\n  b: 1\n  b: 2\n", "line 3: the key `b` stands here a second time"),
        (b"a: [1\nb: 2\n", "line 2: is not valid YAML"),
        (b"? [a]\n: b\n", "line 1: a key must be a plain word"),
        (b"a: \xff\n", "is not UTF-8 text"),
        (b"a: 1\nb: 2026-02-30\n", "line 2: is not valid YAML: `2026-02-30` is not a date (day is out of range"),
        (b"a: 1\nb:\n  - 2026-13-01 18:00:00\n", "line 3: is not valid YAML: `2026-13-01 18:00:00` is not a date"),
        (b"a: 1\nb: " + b"9" * 5000 + b"\n", f"line 2: is not valid YAML: `{'9' * 40}` is not a number"),
        (b'a: 1\nb: "half \\ud83d"\n', "line 2: is not valid YAML: `half \\ud83d` is not text"),
        (b"a: 1\nb: !!bool maybe\n", "line 2: is not valid YAML: `maybe` is not yes or no"),
        (b"a: 1\nb: !!timestamp soon\n", "line 2: is not valid YAML: `soon` is not a date"),
        (b"a: 1\nb: x\0y\n", "line 2: is not valid YAML: the character U+0000 may not stand here."),
        (b"a: 1\nno: b\n", "line 2: YAML takes the key `no` for yes or no; put it in quotes."),
        (b"a:\n  7: b\n", "line 2: YAML takes the key `7` for a number; put it in quotes."),
        (b"a:\n  2026-12-25: b\n", "line 2: YAML takes the key `2026-12-25` for a date; put it in quotes."),
        (b"a: !x 1\n", "line 1: is not valid YAML"),
        (b"a: 1\n---\nb: 2\n", "line 2: is not valid YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(path: Path, text: bytes, words: str) -> None:
    path.write_bytes(text)
    with pytest.raises(ConfigError) as caught:
        yaml.read(path)
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)


def test_a_file_that_is_not_there_is_said(path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        yaml.read(path)


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_text_is_read_or_refused_by_name(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        _, lines = yaml.read(path)
    except ConfigError as error:
        assert str(path) in str(error)  # noqa: PT017 - either way is fine, a traceback is not
    else:
        assert lines[()] == 1


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    "text", [BOMB, "a: &a [*a]", "a: &a {b: *a}", f"a: {'[' * 3000}{']' * 3000}", "[" * 40 + "]" * 40]
)
def test_a_file_that_grows_as_it_is_read_is_refused(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"larger or deeper than any file|goes deeper than any key"):
        yaml.read(path)
