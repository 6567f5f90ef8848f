"""docs/limits.md names tests that exist, and lists every limit with the figure that its test tries."""

import re
from pathlib import Path

from tests.workspace.test_blocks_limits import COUNT_LIMITS, LEAST, NUMBER_LIMITS, TEXT_LIMITS, URL_LIMITS

ROOT = Path(__file__).parents[2]
CITED = re.compile(r"\| ((?:from )?[0-9][^|]*?) \| .*`(tests/\S+\.py)::(\w+)(?:\[([^\]]+)\])?`")


def cited() -> list[tuple[str, str, str, str]]:
    """Figure, file, test and case of each row of docs/limits.md."""
    hits = CITED.finditer((ROOT / "docs/limits.md").read_text())
    return [(hit[1], hit[2], hit[3], hit[4] or "") for hit in hits]


def figure(most: int, least: int = 0) -> str:
    return f"{least} to {most:,}" if least else f"{most:,}"


def cases() -> dict[tuple[str, str], str]:
    """The figure of every case of test_blocks_limits.py."""
    texts = {("test_text_limit", name): figure(most) for name, (most, _) in TEXT_LIMITS.items()}
    urls = {("test_url_limit", name): figure(most) for name, (most, _) in URL_LIMITS.items()}
    counts = {("test_count_limit", name): figure(most, least) for name, (least, most, _) in COUNT_LIMITS.items()}
    numbers = {
        ("test_number_limit", name): f"{least:,} to {most:,}" for name, (least, most, _) in NUMBER_LIMITS.items()
    }
    floors = {("test_least", name): f"from {least}" for name, (least, _) in LEAST.items()}
    return texts | urls | counts | numbers | floors


def test_every_test_named_in_the_docs_exists() -> None:
    for _, file, test, case in cited():
        source = (ROOT / file).read_text()
        assert f"def {test}(" in source
        assert f'"{case}"' in source if case else True


def test_the_docs_list_every_case_with_its_figure() -> None:
    listed_there = {
        (test, case): said for said, file, test, case in cited() if file.endswith("test_blocks_limits.py") and case
    }
    assert listed_there == cases()
