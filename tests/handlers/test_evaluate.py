"""`baton evaluate` on small sets: what it prints, draws and refuses."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.agents import replay
from bot.errors import BadInput, ConfigError
from bot.evaluation.trial import Pool
from handlers import cli, evaluate, proofs
from handlers.evaluate import Options
from storage import autonomy
from storage.sqlite import Db
from storage.store import Store

SMALL = Options(limit=0.10, runs=8, requests=200, broken=60)
WORDS = {
    "clear": ["small", "usual", "known", "rent", "salary", "landlord"],
    "report": ["cash", "layered", "foreign", "shell", "urgent", "fresh"],
}


def cases(path: Path, number: int) -> Path:
    draws = random.Random(3)
    lines = []
    for _ in range(number):
        label = draws.choice(list(WORDS))
        text = " ".join(draws.choice(WORDS[label]) for _ in range(6))
        lines.append(json.dumps({"text": text, "label": label}))
    path.write_text("\n".join(lines))
    return path


def pictures(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.png"))


def pool() -> Pool:
    draws = np.random.default_rng(4)
    scores = draws.random(600)
    return Pool.of(scores, draws.random(600) < 0.97)


def test_it_tells_every_policy_and_what_the_figures_are() -> None:
    told = evaluate.tell(pool(), SMALL, "cases")
    for each in (
        "Baton",
        "ask always",
        "fixed score 0.9",
        "20 clean approvals",
        "observed rate",
        "conformal",
        "Clopper",
    ):
        assert each in told
    assert "Limit 10%, 8 runs of 200 requests" in told
    assert "asks first again after" in told
    assert "(100 without Baton)" in told
    assert "over limit" in told


def test_the_harmless_ones_are_counted_by_their_label() -> None:
    few = pool()
    harmless = np.zeros(600, bool)
    harmless[few.places[300:]] = True  # those with the lowest scores: all of them ask
    options = Options(limit=0.10, runs=8, requests=200, broken=60, harmless="clear_alert")
    told = evaluate.tell(few, options, "cases", harmless)
    share = int(told.split("were “clear_alert”, ")[1].split()[0])
    assert share > 60


def test_few_cases_are_told_for_what_they_cannot_show() -> None:
    few = Pool.of(np.full(20, 0.97), np.ones(20, bool))
    told = evaluate.tell(few, SMALL, "cases")
    assert "There are 20 cases, so each is played about 10 times in a run." in told
    assert "even where the agent is right on all 20, up to 14% of new cases may be wrong" in told
    enough = evaluate.tell(Pool.of(np.full(100, 0.97), np.ones(100, bool)), SMALL, "cases")
    assert "played about 2 times" in enough
    assert "too few" not in enough
    assert "There are" not in evaluate.tell(pool(), SMALL, "cases")


@pytest.mark.parametrize("name", ["shown.txt", "nowhere/shown.png"])
def test_a_picture_that_cannot_be_drawn_is_said_before_the_work(tmp_path: Path, name: str) -> None:
    options = Options(limit=0.10, runs=4, requests=80, broken=20, picture=tmp_path / name)
    with pytest.raises(BadInput, match="cannot be drawn"):
        evaluate.of_file(cases(tmp_path / "cases.jsonl", 200), options)


def test_it_draws_a_picture(tmp_path: Path) -> None:
    options = Options(limit=0.10, runs=4, requests=80, broken=20, picture=tmp_path / "shown.png")
    assert "shown.png" in evaluate.tell(pool(), options, "cases")
    assert (tmp_path / "shown.png").read_bytes()[:4] == b"\x89PNG"


def test_a_file_that_stands_there_is_left_as_it_is(tmp_path: Path) -> None:
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"holiday")
    options = Options(limit=0.10, runs=4, requests=80, broken=20, picture=mine)
    with pytest.raises(BadInput, match=r"mine\.png is there already, and is left as it is\. Name another file\."):
        evaluate.of_file(cases(tmp_path / "cases.jsonl", 200), options)
    with pytest.raises(BadInput, match="is there already"):  # it came while the cases were played
        evaluate.tell(pool(), options, "cases")
    assert mine.read_bytes() == b"holiday"


def test_cases_are_read_as_other_programs_write_them(tmp_path: Path) -> None:
    path = cases(tmp_path / "cases.jsonl", 20)
    read = replay.read(path)
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert replay.read(path) == read
    path.write_text('{"text": "a", "label": "b", "known": "false"}\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r'cases\.jsonl:1 has "known" and neither true nor false in it\.'):
        replay.read(path)


def test_a_file_is_fitted_once_and_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = cases(tmp_path / "cases.jsonl", 200)
    code = cli.main(["evaluate", str(path), "--limit", "10", "--runs", "10", "--requests", "100"])
    told = capsys.readouterr().out
    assert code == 0
    assert "fitted once" in told
    assert "Limit 10%, 10 runs of 100 requests" in told


def test_what_cannot_be_evaluated_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"text": "a"}\n')
    assert cli.main(["evaluate", str(wrong)]) == 1
    assert "wrong.jsonl:1" in capsys.readouterr().err
    assert cli.main(["evaluate", str(wrong), "--limit", "0"]) == 1
    assert "--limit" in capsys.readouterr().err
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    with pytest.raises(BadInput, match="both need some"):
        evaluate.of_file(empty, SMALL)


async def test_without_decisions_the_record_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="BATON_DB"):
        await evaluate.of_record(tmp_path / "none.db", SMALL)
    Store.open(tmp_path / "baton.db").close()
    with pytest.raises(ConfigError, match="no reviewed decision"):
        await evaluate.of_record(tmp_path / "baton.db", SMALL)


async def test_the_teams_own_decisions_are_played(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "baton.db")
    now = datetime(2026, 11, 24, tzinfo=UTC)
    key = ("alerts", "clear_alert", "v1")

    def fill(db: Db) -> None:
        autonomy.begin(db, key, {}, {}, "", now)
        for number in range(60):
            autonomy.add_evidence(db, key, "decision", now, score=0.97, wrong=number == 7)
        autonomy.add_evidence(db, key, "decision", now, score=0.97, wrong=True, why="by the requester")

    await store.write(fill)
    store.close()
    told = await evaluate.of_record(tmp_path / "baton.db", SMALL)
    assert "alerts / clear_alert: 60 reviewed decisions, 1 changed" in told


async def test_each_step_has_a_picture_of_its_own(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "baton.db")
    now = datetime(2026, 11, 24, tzinfo=UTC)

    def fill(db: Db) -> None:
        for step in ("clear_alert", "file_report"):
            key = ("alerts", step, "v1")
            autonomy.begin(db, key, {}, {}, "", now)
            for number in range(60):
                autonomy.add_evidence(db, key, "decision", now, score=0.97, wrong=number == 7)

    await store.write(fill)
    store.close()
    options = replace(SMALL, picture=tmp_path / "shown.png")
    told = await evaluate.of_record(tmp_path / "baton.db", options)
    drawn = [tmp_path / f"shown-alerts-{step}.png" for step in ("clear_alert", "file_report")]
    assert pictures(tmp_path) == drawn
    assert all(f"Picture: {each}" in told for each in drawn)
    with pytest.raises(BadInput, match="is there already"):
        await evaluate.of_record(tmp_path / "baton.db", options)
    with pytest.raises(BadInput, match="cannot be drawn"):
        await evaluate.of_record(tmp_path / "baton.db", replace(SMALL, picture=tmp_path / "shown.gif"))


def test_a_promise_that_does_not_hold_is_shown() -> None:
    figures = [proofs.Figure("kept", "4%", "≤ 5%", True), proofs.Figure("broken", "9%", "≤ 5%", False)]
    kept, broken = proofs.text(figures).splitlines()
    assert (kept[:3], broken[:3]) == ("ok ", "NO ")


def test_the_exact_promises_hold() -> None:
    figures = proofs.exact(0.10, proofs.SHORT)
    assert [each.holds for each in figures] == [True, True, True]
    assert len(proofs.tasks(proofs.FULL)) > 20
