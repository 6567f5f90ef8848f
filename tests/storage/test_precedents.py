"""Like cases by their words and by their choices; nothing of an erased text is left; a look-up does not grow."""

from pathlib import Path

import pytest

from storage import handoffs, precedents, requests
from storage.models import Handoff
from storage.sqlite import Db, connect
from tests.storage.rows import DANA, decide, handoff, later, new_request

NEVER = "Order 1042 never showed up, the customer wants her money back"


def case(db: Db, number: int, text: str, step: str = "issue_refund", **args: str) -> Handoff:
    """A handoff that Maria approved, found as a precedent."""
    request_id = new_request(db, f"message:{number}", text=text)
    run_id = requests.add_run(db, request_id, "auto", "1", later(minutes=number))
    proposed = handoff(run_id, request_id, step=step, args=args or {"order_id": str(number)})
    found = handoffs.get(db, handoffs.add(db, proposed, "agent"))
    handoffs.close(db, found.id, 1, "approved", later(minutes=number))
    precedents.add(db, found)
    return found


def told(db: Db, text: str, **more: object) -> list[str]:
    found = precedents.search(db, "refunds", text, **more)  # type: ignore[arg-type]
    return [each.text for each in precedents.decided(db, found.nearest[:5])]


def test_the_nearest_in_words_come_first(db: Db) -> None:
    for number, text in enumerate(
        [
            "Please add Tom to the billing group",
            NEVER,
            "The cups arrived broken, the customer wants a refund",
            "Parcel never showed up, money back for the customer please",
        ]
    ):
        decide(db, case(db, number, text))
    assert told(db, "1050 never showed up, customer wants money back")[:2] == [
        NEVER,
        "Parcel never showed up, money back for the customer please",
    ]
    assert told(db, "Who won the match?") == []
    assert told(db, "the and of it") == []


def test_the_same_thing_by_its_number_is_always_like(db: Db) -> None:
    decide(db, case(db, 1, "1042: cups are broken"))
    for number in range(2, 120):
        decide(db, case(db, number, "A parcel never showed up and the customer wants money back"))
    assert told(db, "Where is the parcel of 1042, the customer wants money back")[0] != ""
    assert "1042: cups are broken" in told(db, "Where is the parcel of 1042, the customer wants money back")


def test_other_workflows_steps_and_the_case_itself_are_left_out(db: Db) -> None:
    mine = case(db, 1, NEVER)
    other = case(db, 2, NEVER, step="send_again")
    for each in (mine, other):
        decide(db, each)
    assert len(told(db, NEVER)) == 2
    assert len(told(db, NEVER, step="send_again")) == 1
    assert len(told(db, NEVER, not_request=mine.request_id)) == 1
    assert precedents.search(db, "refund", NEVER).nearest == []


def test_the_same_choices(db: Db) -> None:
    late = [case(db, number, "x", reason="Parcel not received", order_id=str(number)) for number in range(3)]
    broken = case(db, 9, "x", reason="Damaged on arrival", order_id="9")
    for each in (*late, broken):
        decide(db, each)
    wanted = {"reason": "Parcel not received"}
    found = precedents.with_choices_like(db, "refunds", "issue_refund", wanted, 2)
    assert found == [late[2].id, late[1].id]
    assert precedents.with_choices_like(db, "refunds", "issue_refund", {"reason": "Damaged on arrival"}, 5) == [
        broken.id
    ]
    assert precedents.with_choices_like(db, "refunds", "other", wanted, 5) == []
    assert precedents.with_choices_like(db, "refunds", "issue_refund", {}, 5) == []


def test_what_came_of_it_is_the_weightiest_decision(db: Db) -> None:
    one, two = case(db, 1, NEVER), case(db, 2, NEVER)
    decide(db, one, verdict="edit", note="shipping", args_after={"order_id": "7"})
    decide(db, one, DANA)
    decide(db, two, verdict="reject", note="hidden", private=True)
    found = {each.handoff_id: each for each in precedents.decided(db, [two.id, one.id, 99])}
    assert list(found) == [two.id, one.id]
    assert (found[one.id].verdict, found[one.id].note, found[one.id].after) == ("edit", "shipping", '{"order_id":"7"}')
    assert (found[two.id].verdict, found[two.id].note) == ("reject", "")


@pytest.mark.parametrize(
    "text", ['"', "a OR b", "x* NEAR(y)", "scope : z", "naïve café", "'; DROP TABLE request; --", "😀"]
)
def test_any_words_may_be_looked_for(db: Db, text: str) -> None:
    decide(db, case(db, 1, text))
    assert isinstance(told(db, text), list)


def test_an_edited_text_is_found_by_its_new_words(db: Db) -> None:
    one = case(db, 1, NEVER)
    decide(db, one)
    requests.set_text(db, one.request_id, "The teapot is cracked")
    assert told(db, "cracked teapot") == ["The teapot is cracked"]
    assert told(db, "never showed up money back") == []


def test_erased_words_are_gone_from_the_file(path: Path) -> None:
    db = connect(path, read_only=False)
    db.execute("PRAGMA secure_delete = ON")
    for number in range(20):
        decide(db, case(db, number, f"parcel {number} of the zanzibarian customer", who=f"xylophone{number}"))
    for request_id, handoff_id in db.execute("SELECT request_id, id FROM precedent").fetchall():
        db.execute("UPDATE request SET text = '' WHERE id = ?", (request_id,))
        db.execute("UPDATE handoff SET args = '{}' WHERE id = ?", (handoff_id,))
    for table in ("revision", "decision"):  # where an erasure takes them from as well
        for column in ("args",) if table == "revision" else ("args_before", "args_after"):
            db.execute(f"UPDATE {table} SET {column} = '{{}}'")
    assert told(db, "zanzibarian parcel") == []
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    left = b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))
    assert [word for word in (b"zanzibar", b"xylophone") if word in left] == []


def test_words_are_streamed_newest_first_and_never_sorted(db: Db) -> None:
    """So that a look-up costs the same however much is recorded: see also bench/growth.py."""
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    precedents.search(db, "refunds", NEVER)
    precedents.with_choices_like(db, "refunds", "issue_refund", {"reason": "Damaged"}, 5)
    db.set_trace_callback(None)
    looked = [sql for sql in asked if "precedent_words MATCH" in sql]
    assert len(looked) == 3
    for sql in looked:
        plan = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert any("VIRTUAL TABLE INDEX" in each for each in plan)
        assert [each for each in plan if "TEMP B-TREE" in each] == []
        assert "LIMIT" in sql


def test_a_search_of_the_workflow_tells_what_one_of_the_step_finds(db: Db) -> None:
    """Or that it cannot tell: cases of other steps are newer, and as many as are looked at."""
    for number in range(30):
        decide(db, case(db, number, f"{number} {NEVER}", step="send_again" if number < 8 else "issue_refund"))
    asked = f"1042 again: {NEVER}"
    all_steps = precedents.search(db, "refunds", asked)
    assert all_steps.of_step("send_again") is None
    for number in range(40, 43):
        decide(db, case(db, number, f"{number} teapot cracked", step="issue_refund" if number > 40 else "send_again"))
    some = precedents.search(db, "refunds", "43 teapot cracked")
    for step, many in (("send_again", 1), ("issue_refund", 2), ("other", 0)):
        told_of_step = precedents.search(db, "refunds", "43 teapot cracked", step=step).nearest
        assert (some.of_step(step), len(told_of_step)) == (told_of_step, many)
    for number in range(50, 80):
        decide(db, case(db, number, f"{number} {NEVER}"))
    assert precedents.search(db, "refunds", asked).of_step("issue_refund") == (
        precedents.search(db, "refunds", asked, step="issue_refund").nearest
    )


def test_only_what_people_decided_stays(db: Db) -> None:
    one, two = case(db, 1, NEVER), case(db, 2, NEVER)
    decide(db, two)
    assert precedents.with_decisions(db, [two.id, one.id]) == [two.id]
    assert precedents.with_decisions(db, []) == []


def test_a_number_that_nobody_named_is_looked_for_only_once(db: Db) -> None:
    decide(db, case(db, 1, "1042: cups are broken"))
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    found = [precedents.search(db, workflow, "1077").nearest for workflow in ("refunds", "access")]
    looked = [sql for sql in asked if "precedent_words MATCH" in sql]
    db.set_trace_callback(None)
    assert (found, len(looked), [sql for sql in looked if "scope :" in sql]) == ([[], []], 2, [])
    assert told(db, "1042") == ["1042: cups are broken"]
    assert precedents.search(db, "access", "1042").nearest == []


def test_whether_anybody_named_a_number_is_looked_for_from_the_newest(db: Db) -> None:
    cases = [case(db, number, f"1042: cups {number} are broken") for number in (1, 2, 3)]
    for each in cases:
        decide(db, each)
    first = db.execute(precedents._ANYWHERE, ("text : 1042",)).fetchone()
    assert first["rowid"] == cases[-1].id
