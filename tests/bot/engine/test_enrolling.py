"""Setting codes up and taking them away: nothing counts before a first right code, and nothing leaks."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import codes
from bot.engine import enrolling, key
from bot.errors import BadInput, ConfigError
from bot.loading import load
from storage.models import Who
from storage.sealing import Sealer
from tests.bot.engine.coded import code, enrolled, sealed, seed_of
from tests.bot.engine.house import ALEX, DANA, FOREIGN, GONE, MARIA, ROBOT, House, workflow_text, write_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_folder(tmp_path_factory.mktemp("enrolling"))
    (folder / "team.yml").write_text('owners: ["@dana", "@alex"]\n', encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost little: ten for each set-up."""
    monkeypatch.setattr(codes, "_SCRYPT", {**codes._SCRYPT, "n": 2**4})


@pytest.fixture
async def house(build: Callable[..., House], folder: Path) -> House:
    made = build(folder=folder)
    sealed(made)
    return made


async def begun(house: House, who: Who = MARIA, typed: str | None = None) -> str:
    """The seed of the picture that this person gets."""
    await house.engine.enrolling.begin(house.click(who), typed)
    ((code_id,),) = await house.rows("SELECT id FROM code WHERE person = ?", str(who))
    shown = await house.engine.enrolling.picture(code_id)
    assert shown is not None
    assert shown.address.startswith("otpauth://totp/Baton:")
    assert shown.seed not in f"{shown}"
    return shown.seed.replace(" ", "")


async def confirm(house: House, who: Who, typed: str) -> tuple[str, ...] | str:
    """The recovery codes, or what stands at the field."""
    try:
        return await house.engine.enrolling.confirm(house.click(who), typed)
    except BadInput as error:
        return " ".join(error.fields.values())


def shown(house: House, seed: str, steps: int = 0) -> str:
    return codes.at_step(seed, codes.step_at(house.clock()) + steps)


async def told(house: House) -> list[tuple[str, str]]:
    """What went out about codes, and to whom."""
    sql = "SELECT json_extract(payload, '$.what'), json_extract(payload, '$.to') FROM outbox WHERE kind = 'codes'"
    return [(str(what), str(to)) for what, to in await house.rows(f"{sql} ORDER BY id")]


async def kinds(house: House) -> list[str]:
    rows = await house.rows("SELECT kind FROM audit WHERE kind LIKE 'code%' ORDER BY seq")
    return [str(kind) for (kind,) in rows]


async def test_codes_count_from_their_first_right_one(house: House) -> None:
    seed = await begun(house)
    assert (await house.engine.enrolling.standing(MARIA)).set_up_at is None
    recovery = await confirm(house, MARIA, shown(house, seed))
    assert len(recovery) == len(set(recovery)) == 10
    assert all(re.fullmatch("[a-z2-9]{10}", each) for each in recovery)
    stands = await house.engine.enrolling.standing(MARIA)
    assert (stands.set_up_at, stands.left) == (house.clock(), 10)
    assert await told(house) == [
        ("set_up", "UMARIA"),
        ("take_away", "UMARIA"),
        ("done", "UMARIA"),
        ("done_other", "UALEX"),
        ("done_other", "UDANA"),
    ]
    assert await kinds(house) == ["codes_begun", "codes_set_up"]
    assert ("codes", 1) not in await house.due()


async def test_the_first_code_is_used_up_by_it(house: House) -> None:
    seed = await begun(house)
    await confirm(house, MARIA, shown(house, seed))
    with pytest.raises(BadInput, match="not taken") as caught:
        await house.engine.enrolling.begin(house.click(MARIA), shown(house, seed))
    assert "was used already" in caught.value.fields["own.code"]


async def test_wrong_first_codes_end_the_set_up_at_the_tenth(house: House) -> None:
    seed = await begun(house)
    wrong = shown(house, seed_of(DANA))
    said = [await confirm(house, MARIA, wrong) for _ in range(10)]
    assert "9 tries left" in said[0]
    assert "not in force any more" in said[9]
    assert "not in force any more" in await confirm(house, MARIA, shown(house, seed))
    assert (await told(house))[-1] == ("take_away", "UMARIA")


async def test_a_picture_ends_after_ten_minutes(house: House) -> None:
    seed = await begun(house)
    house.clock.advance(minutes=10, seconds=1)
    await house.settle()
    assert "not in force any more" in await confirm(house, MARIA, shown(house, seed))
    assert await house.engine.enrolling.picture(1) is None
    assert await told(house) == [("set_up", "UMARIA"), ("take_away", "UMARIA")]


async def test_a_second_picture_takes_the_place_of_the_first(house: House) -> None:
    first = await begun(house)
    house.clock.advance(minutes=9)
    second = await begun(house)
    house.clock.advance(minutes=2)
    await house.settle()
    assert "9 tries left" in await confirm(house, MARIA, shown(house, first))
    assert len(await confirm(house, MARIA, shown(house, second))) == 10
    assert [what for what, _ in await told(house)][:3] == ["set_up", "take_away", "set_up"]


async def test_who_has_codes_proves_it_before_there_are_new_ones(house: House) -> None:
    await enrolled(house, MARIA)
    for typed in (None, "", "000000", shown(house, seed_of(DANA))):
        with pytest.raises(BadInput):
            await house.engine.enrolling.begin(house.click(MARIA), typed)
    before = (await house.engine.enrolling.standing(MARIA)).set_up_at
    seed = await begun(house, MARIA, code(house, MARIA))
    assert (await house.engine.enrolling.standing(MARIA)).set_up_at == before, "the old ones count meanwhile"
    house.clock.advance(seconds=30)
    await confirm(house, MARIA, shown(house, seed))
    assert (await house.engine.enrolling.standing(MARIA)).set_up_at == house.clock()
    house.clock.advance(seconds=60)
    with pytest.raises(BadInput):
        await begun(house, MARIA, code(house, MARIA))


async def test_what_was_being_set_up_opens_no_lock(house: House) -> None:
    await enrolled(house, MARIA)
    seed = await begun(house, MARIA, code(house, MARIA))
    house.clock.advance(seconds=60)
    for _ in range(codes.TRIES):
        with pytest.raises(BadInput):
            await house.engine.enrolling.begin(house.click(MARIA), "000000")
    before = await house.engine.enrolling.standing(MARIA)
    assert before.locked_at is not None
    assert await confirm(house, MARIA, shown(house, seed)) == (
        "Your codes were locked meanwhile, so no new ones are set up. An owner can reset them."
    )
    assert await house.engine.enrolling.standing(MARIA) == before
    assert "not in force any more" in await confirm(house, MARIA, shown(house, seed))
    assert ((await told(house))[-1], (await kinds(house))[-1]) == (("take_away", "UMARIA"), "codes_not_set_up")
    assert ("codes", 1) not in await house.due()
    with pytest.raises(BadInput, match="not taken"):
        await house.engine.enrolling.begin(house.click(MARIA), code(house, MARIA))
    assert await reset(house, ALEX, "UMARIA") == "codes_reset"
    seed = await begun(house)
    assert len(await confirm(house, MARIA, shown(house, seed))) == 10
    assert (await house.engine.enrolling.standing(MARIA)).locked_at is None


async def test_a_recovery_code_begins_new_ones_without_the_phone(house: House) -> None:
    await enrolled(house, MARIA)
    seed = await begun(house, MARIA, "ABCDE FGHJK")
    assert len(await confirm(house, MARIA, shown(house, seed))) == 10


@pytest.mark.parametrize("who", [ROBOT, GONE, FOREIGN])
async def test_only_people_have_codes(house: House, who: Who) -> None:
    with pytest.raises(BadInput, match="Only people"):
        await house.engine.enrolling.begin(house.click(who))


async def test_without_a_key_there_are_none(house: House) -> None:
    house.world.sealer = None
    assert not (await house.engine.enrolling.standing(MARIA)).able
    with pytest.raises(BadInput, match="BATON_SECRET_KEY is not set"):
        await house.engine.enrolling.begin(house.click(MARIA))


async def reset(house: House, by: Who, user: str) -> str:
    click = house.click(by)
    await house.engine.enrolling.reset(click, user)
    return await house.told(click)


async def test_owners_reset_codes_and_everybody_concerned_hears(house: House) -> None:
    await enrolled(house, MARIA, DANA)
    assert await reset(house, MARIA, "UDANA") == "owners"
    assert await reset(house, DANA, "UDANA") == "codes_own"
    assert await reset(house, DANA, "UWEI") == "codes_none"
    assert await reset(house, DANA, "UMARIA") == "codes_reset"
    assert (await house.engine.enrolling.standing(MARIA)).set_up_at is None
    assert (await house.engine.enrolling.standing(DANA)).set_up_at is not None
    assert sorted(await told(house)) == [("reset", "UMARIA"), ("reset_other", "UALEX"), ("reset_other", "UDANA")]
    assert await kinds(house) == [*["codes_reset_refused"] * 3, "codes_reset"]


async def test_a_reset_opens_what_was_locked_and_ends_a_set_up(house: House) -> None:
    await enrolled(house, MARIA)
    for _ in range(10):
        with pytest.raises(BadInput):
            await house.engine.enrolling.begin(house.click(MARIA), "000000")
    assert (await house.engine.enrolling.standing(MARIA)).locked_at is not None
    await reset(house, ALEX, "UMARIA")
    seed = await begun(house)
    await reset(house, ALEX, "UMARIA")
    assert "not in force any more" in await confirm(house, MARIA, shown(house, seed))


async def test_a_key_is_changed_with_both_for_one_start(house: House) -> None:
    await enrolled(house, MARIA, DANA)
    sealed(house, b"n" * 32, b"k" * 32)
    assert await house.engine.enrolling.reseal() == 2
    assert await house.engine.enrolling.reseal() == 0
    sealed(house, b"n" * 32)
    assert await house.engine.enrolling.reseal() == 0
    await begun(house, MARIA, code(house, MARIA))
    sealed(house, b"x" * 32)
    with pytest.raises(ConfigError, match="codes of Dana cannot be read with BATON_SECRET_KEY"):
        await house.engine.enrolling.reseal()
    house.world.sealer = None
    with pytest.raises(ConfigError, match="There is no BATON_SECRET_KEY"):
        await house.engine.enrolling.reseal()


async def test_no_cell_holds_a_seed_or_a_recovery_code(house: House) -> None:
    seed = await begun(house)
    typed = shown(house, seed)
    recovery = await confirm(house, MARIA, typed)
    second = await begun(house, MARIA, recovery[0])
    held = b"".join(path.read_bytes() for path in house.database.parent.glob("baton.db*")).decode("latin-1")
    secrets: list[Any] = [seed, codes.grouped(seed), second, typed, *recovery]
    assert [each for each in secrets if each in held] == []


async def test_a_second_delivery_of_the_first_code_shows_no_codes_again(house: House) -> None:
    seed = await begun(house)
    click = house.click(MARIA)
    assert len(await house.engine.enrolling.confirm(click, shown(house, seed))) == 10
    with pytest.raises(BadInput) as caught:
        await house.engine.enrolling.confirm(click, shown(house, seed))
    assert "not in force any more" in caught.value.fields["own.code"]
    assert (await house.engine.enrolling.standing(MARIA)).set_up_at == house.clock()


async def test_who_may_decide_with_a_code_and_has_none_is_named(house: House, tmp_path: Path) -> None:
    steps = {"coded": ("keyless", {"sign_off": "code", "escalate": '["@heads"]'}), "plain": ("keyless", {})}
    workflows = load(write_folder(tmp_path / "own", workflow_text(steps)))[0]
    await enrolled(house, MARIA, DANA)
    found = await house.read(lambda db: enrolling.lacking(db, workflows, house.people))
    assert found == [("refunds/coded", ["Alex", "Guest", "Jonas", "Wei"])]
    await enrolled(house, ALEX)
    ((_, names),) = await house.read(lambda db: enrolling.lacking(db, workflows, house.people))
    assert "Alex" not in names


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"sign_off": "code"}, "line 11: steps.coded.sign_off"),
        ({"rules": "[{when: {amount: {over: 5}}, sign_off: code}]"}, "line 11: steps.coded.rules.0.sign_off"),
    ],
)
def test_without_a_key_a_step_with_codes_stops_the_start(tmp_path: Path, keys: dict[str, str], where: str) -> None:
    workflows = load(write_folder(tmp_path, workflow_text({"coded": ("keyless", keys)})))[0]
    with pytest.raises(ConfigError, match="This makes a key: python3 -c") as caught:
        key.needed(None, workflows)
    assert where in str(caught.value)
    key.needed(Sealer([b"k" * 32]), workflows)
