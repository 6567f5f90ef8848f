"""Placeholders: what is found in words and answers, what is put out of sight, and what a model may propose."""

import json
import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError

from bot import hidden, secrecy
from bot.errors import ConfigError
from bot.loading import load_workflow
from bot.secret_fields import kept_secret
from bot.tools import Tool

IBAN = "DE89370400440532013000"


class Payout(BaseModel):
    order_id: str
    amount: Annotated[Decimal, Field(gt=0)]
    iban: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{20}$", title="IBAN", json_schema_extra={"secret": True})]
    pin: Annotated[str | None, Field(json_schema_extra={"secret": True, "find": r"\d{6}"})] = None


TOOL = Tool(lambda args: {}, effect=True, idempotent=False, model=Payout)
FIELDS = secrecy.of_all([(Payout, secrecy.marked(Payout))])


def test_the_model_of_proposals_takes_placeholders_and_nothing_else() -> None:
    model = kept_secret(TOOL, ()).model
    fine = {"order_id": "1", "amount": "2", "iban": "secret-iban-7"}
    assert model.model_validate(fine).model_dump(mode="json")["iban"] == "secret-iban-7"
    for iban in (IBAN, "secret-pin-7", "secret-iban-", "the secret-iban-7"):
        with pytest.raises(ValidationError):
            model.model_validate(fine | {"iban": iban})
    with pytest.raises(ValidationError):
        model.model_validate(fine | {"amount": "-1"})
    assert [info.title for info in model.model_fields.values()][2] == "IBAN"


def test_a_tool_without_secrets_stays_the_very_tool() -> None:
    class Plain(BaseModel):
        order_id: str

    plain = Tool(lambda args: {}, effect=True, idempotent=False, model=Plain)
    assert kept_secret(plain, ()) is plain
    assert kept_secret(plain, ("order_id",)).secrets == {"order_id"}
    with pytest.raises(ConfigError, match="has no argument nothing"):
        kept_secret(plain, ("nothing",))


def test_a_pattern_that_cannot_be_searched_is_said() -> None:
    class Odd(BaseModel):
        code: Annotated[str, Field(json_schema_extra={"secret": True, "find": "("})]

    with pytest.raises(ConfigError, match="the pattern of the secret field code"):
        kept_secret(Tool(lambda args: {}, effect=True, idempotent=False, model=Odd), ())


WORDS = [
    (f"to {IBAN}.", [("iban", IBAN)]),
    (f"x{IBAN}", []),
    (f"{IBAN} and 493817", [("iban", IBAN), ("pin", "493817")]),
    ("order 4938171", []),
    ("pay to secret-iban-7", []),
    ("to DE89 3704 0044 0532 0130 00 by 2026", [("iban", IBAN)]),
    ("to de89-3704-0044-0532-0130-00.", [("iban", IBAN)]),
    ("to DE89\u00a03704\u200b0044\u00a00532\u00a00130\u00a000", [("iban", IBAN)]),
    ("to DE89   3704   0044   0532   0130   00.", [("iban", IBAN)]),
    ("to DE89\r\n\r\n3704 0044\n\n\n0532 0130 00", [("iban", IBAN)]),
    ("to ＤＥ８９３７０４００４４０５３２０１３０００.", [("iban", IBAN)]),
    ("żu \U0001d403\U0001d404８９ 3704\u00ad0044\u200e 0532 ٠١٣٠ 00.", [("iban", IBAN)]),
    (f"konto-{IBAN}, iban_{IBAN.lower()}", [("iban", IBAN)]),
    ("the order of 20 from 1042 and 4938 17", []),
]


@pytest.mark.parametrize(("text", "found"), WORDS)
def test_what_is_found_in_words(text: str, found: list[tuple[str, str]]) -> None:
    assert list(secrecy.in_words(FIELDS, text)) == found


def test_what_is_found_in_an_answer_at_any_depth() -> None:
    answer = {"rows": [{"iban": IBAN, "n": 1}], "pin": 493817, "iban": None, "note": f"old: {IBAN}", "ok": True}
    assert set(secrecy.in_answer(FIELDS, answer)) == {("iban", IBAN), ("pin", "493817")}


def test_what_is_known_is_hidden_however_it_is_spaced() -> None:
    known = {IBAN: "secret-iban-1", "4938": "secret-pin-2"}
    told = {"a": f"de89 3704 0044 0532 0130 00, {IBAN}", "pin": 4938, "b": ["14938", "4938."], "n": 4938}
    assert secrecy.hidden(told, FIELDS, known) == {
        "a": "secret-iban-1, secret-iban-1",
        "pin": "secret-pin-2",
        "b": ["14938", "secret-pin-2."],
        "n": 4938,
    }


@pytest.mark.parametrize("text", [text for text, found in WORDS if found])
def test_what_is_found_is_hidden_as_it_was_typed(text: str) -> None:
    known = {value: f"secret-{field}-1" for field, value in secrecy.in_words(FIELDS, text)}
    assert not re.search(r"[\d]{4}", secrecy.hidden_in_text(text, known, FIELDS).replace("2026", ""))


def test_around_what_is_hidden_a_text_stands_as_it_was_typed() -> None:
    text = "½ ﬁn\u200b: ＤＥ８９ ３７０４　００４４ 0532 0130 00 １４９３８ Ｅnd"
    assert secrecy.hidden_in_text(text, {IBAN: "secret-iban-1"}, FIELDS) == "½ ﬁn\u200b: secret-iban-1 １４９３８ Ｅnd"


def test_a_value_is_hidden_in_json_as_well_however_its_lines_end() -> None:
    text = json.dumps({"note": "DE89\n\n\n3704 0044 0532 0130 00"})
    assert secrecy.hidden_in_text(text, {IBAN: "secret-iban-1"}, {}) == '{"note": "secret-iban-1"}'


def test_a_long_text_of_nothing_but_gaps_is_looked_through_at_once() -> None:
    known = {"........1........": "secret-pin-1", IBAN: "secret-iban-2"}
    text = "DE89" + " . " * 20_000 + "D" * 20_000
    before = time.perf_counter()
    assert secrecy.hidden_in_text(text, known, FIELDS) == text
    assert list(secrecy.in_words(FIELDS, text)) == []
    assert time.perf_counter() - before < 5


def test_a_short_value_is_hidden_where_its_pattern_finds_it() -> None:
    fields = {"cvv": re.compile(r"(?<=cvv )\d{3}")}
    known = dict.fromkeys((value for _, value in secrecy.in_words(fields, "cvv 737")), "secret-cvv-1")
    assert secrecy.hidden("cvv 737, 737 orders", fields, known) == "cvv secret-cvv-1, 737 orders"


def test_a_value_in_the_place_of_a_key_or_as_a_number_is_hidden() -> None:
    answer = {"by": {IBAN: "main", "order_id": "7"}, "card": 4111111111111111}
    known = dict.fromkeys((value for _, value in secrecy.in_answer(FIELDS, answer)), "secret-iban-1")
    told = secrecy.hidden(answer, FIELDS, known | {"4111111111111111": "secret-pan-2", "order_id": "secret-iban-3"})
    assert told == {"by": {"secret-iban-1": "main", "order_id": "7"}, "card": "secret-pan-2"}


def test_masks_say_nothing() -> None:
    assert secrecy.masked({"a": ["to secret-iban-1"], "b": 1}) == {"a": ["to ••••"], "b": 1}


@given(st.text(min_size=4, max_size=40).filter(str.strip), st.text(max_size=30), st.text(max_size=30))
def test_a_value_under_its_name_is_always_hidden_and_comes_back(value: str, before: str, after: str) -> None:
    known = {value: "secret-iban-1"}
    answer: dict[str, Any] = {"iban": value, "other": [before + " ", " " + after]}
    out = secrecy.hidden(answer, {"iban": None}, known)
    assert out["iban"] == "secret-iban-1"
    assert secrecy.opened(out["iban"], {1: value}) == value


@pytest.fixture
def forgetful() -> Any:
    before = dict(hidden._of_people)
    yield
    hidden._of_people.clear()
    hidden._of_people.update(before)


def test_the_log_has_no_value_that_this_process_held(forgetful: None) -> None:
    hidden.remember([IBAN, "49381", "abc"])
    assert hidden.veiled(f"{IBAN.lower()} 49381 149381 abc") == "[hidden] [hidden] 149381 abc"
    assert hidden.clean(IBAN) == IBAN, "a tool's answer is not blanked before it is put out of sight"
    hidden.remember(f"value-{number:04}" for number in range(600))
    assert len(hidden._of_people) == 500


def test_a_pattern_stands_without_its_anchors() -> None:
    found = secrecy.pattern_of(Payout, "iban")
    assert isinstance(found, re.Pattern)
    assert found.search(f"({IBAN})")
    assert secrecy.pattern_of(Payout, "order_id") is None


def test_examples_have_placeholders_as_requests_have_them(tmp_path: Path) -> None:
    folder = tmp_path / "payouts"
    folder.mkdir()
    (folder / "workflow.yml").write_text(
        'workflow: payouts\nchannel: "#x"\nsteps:\n  pay: {title: Pay, tool: "tools:pay", approvers: [U1]}\n'
    )
    (folder / "tools.py").write_text(
        "from bot.tools import tool\nfrom tests.bot.test_secrecy import Payout\n\n\n"
        "@tool(effect=True)\ndef pay(args: Payout, call):\n    return {}\n"
    )
    told = {"text": f"pay 7 to {IBAN} now", "step": "pay", "args": {"order_id": "7", "iban": IBAN}}
    (folder / "examples.jsonl").write_text(json.dumps(told) + "\n")
    (example,) = load_workflow(folder / "workflow.yml").examples
    assert (example.text, dict(example.args)) == ("pay 7 to secret-iban-0 now", {"order_id": "7"})
