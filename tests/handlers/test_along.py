"""What is told in a card's thread goes out with the card; neither is lost or posted twice when one of them fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.engine import tell
from bot.errors import StorageError
from handlers.slack.post import Post
from storage.models import Handoff
from storage.sqlite import Db
from tests.bot.engine.house import House, write_folder

Place = tuple[str, str]


class Slack:
    """Takes messages and remembers each by its key; what `breaks` or `hangs` gets there, and nobody hears of it."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.stands: dict[str, Place] = {}
        self.breaks: set[str] = set()
        self.hangs = ""
        self.busy = False
        self.reached = asyncio.Event()

    async def post(self, channel: str, message: Any, key: str, thread: str = "") -> Place:
        self.calls.append(f"post {key}")
        self.stands[key] = channel, f"{len(self.calls)}.0"
        self._break(key)
        if key == self.hangs:
            self.reached.set()
            await asyncio.Event().wait()
        return self.stands[key]

    async def update(self, place: Place, message: Any, key: str) -> bool:
        self.calls.append(f"update {key}")
        self._break(key)
        return True

    async def tidy(self, place: Place, message: Any, key: str) -> bool:
        self.calls.append(f"tidy {key}")
        return not self.busy

    async def find(self, channel: str, thread: str, key: str, since: Any) -> Place | None:
        self.calls.append(f"find {key}")
        return self.stands.get(key)

    def _break(self, key: str) -> None:
        if key in self.breaks:
            self.breaks.remove(key)
            raise ConnectionError(key)


class Out:
    """A house with the way out of it, and one card that stands in Slack and was approved."""

    def __init__(self, house: House, slack: Slack, card: Handoff) -> None:
        self.house, self.slack, self.card = house, slack, card
        self.shows, self.says = f"card:{card.id}", f"thread:{card.id}:result:"
        self.post = self.door()

    def door(self) -> Post:
        """A new way out, as a new process makes one."""
        return Post(self.house.engine, self.slack)  # type: ignore[arg-type]

    async def unsent(self) -> list[str]:
        """What is not told yet of the card's lane."""
        rows = await self.house.rows("SELECT kind FROM outbox WHERE lane = ? AND sent_at IS NULL", self.shows)
        return [str(kind) for (kind,) in rows]

    def told(self) -> list[str]:
        """What Slack was asked about the card's lane, in order."""
        return [call for call in self.slack.calls if self.shows in call or self.says in call]


@pytest.fixture
async def out(tmp_path: Path) -> AsyncIterator[Out]:
    house, slack = House(write_folder(tmp_path / "workflows"), tmp_path / "baton.db"), Slack()
    card = await house.card()
    made = Out(house, slack, card)
    await made.post.settle()
    slack.calls.clear()
    await house.decide(card)
    await house.settle()
    yield made
    await house.kill()


async def test_the_result_goes_out_with_the_card_and_one_mark_is_for_both(out: Out) -> None:
    marks = Marks(out.house)
    await out.post.settle()
    assert out.told() == [f"update {out.shows}", f"post {out.says}"]
    assert await out.unsent() == []
    assert [name for name in marks.taken if "card_shown" in name or ".sent" in name] == [
        "Outbox.card_shown",
        "Outbox.sent",
    ]
    outcomes = await out.house.rows("SELECT kind, outcome, attempts FROM outbox WHERE lane = ? ORDER BY id", out.shows)
    assert outcomes[-1] == ("thread", "sent", 1)


class Marks:
    """Remembers which marks the database took; refuses them while it is `deaf`."""

    def __init__(self, house: House) -> None:
        self.taken: list[str] = []
        self.deaf = False
        self._mark: Callable[..., Any] = house.world.mark_soon
        house.world.mark_soon = self._take  # type: ignore[method-assign]

    async def _take(self, work: Any) -> Any:
        if self.deaf:
            raise StorageError("Not recorded.")
        self.taken.append(work.__qualname__.removesuffix(".<locals>.work"))
        return await self._mark(work)


async def test_got_it_is_folded_once_and_by_the_next_message_where_calls_were_short(out: Out) -> None:
    request = out.card.request_id
    got_it = f"tidy requester:{request}:{out.card.id}:got_it:"
    out.slack.busy = True
    await out.post.settle()
    assert out.slack.calls.count(got_it) == 1
    out.slack.busy = False
    for what in ("finished", "withdrawn", "finished"):
        await out.house.store.write(partial(say, request, what, len(out.slack.calls), out.house.clock()))
        await out.post.settle()
    assert out.slack.calls.count(got_it) == 2
    assert len([call for call in out.slack.calls if call.startswith(f"post requester:{request}:")]) == 4


def say(request: int, what: str, number: int, now: datetime, db: Db) -> None:
    """Something to be told to who asked."""
    tell.requester(db, request, None, what, now, text="Done.", number=number)


async def test_a_result_that_fails_leaves_the_card_told_and_is_looked_for(out: Out) -> None:
    out.slack.breaks.add(out.says)
    await out.post.settle()
    assert await out.unsent() == ["thread"]
    assert out.told() == [f"update {out.shows}", f"post {out.says}"]
    ((outcome, attempts),) = await out.house.rows("SELECT outcome, attempts FROM outbox WHERE key = ?", out.says)
    assert (outcome, attempts) == ("not reached: ConnectionError", 1)
    out.house.clock.advance(seconds=5)
    await out.post.settle()
    assert out.told()[2:] == [f"find {out.says}"]
    assert await out.unsent() == []


async def test_a_card_that_fails_takes_nothing_along(out: Out) -> None:
    out.slack.breaks.add(out.shows)
    await out.post.settle()
    assert out.told() == [f"update {out.shows}"]
    assert "thread" in await out.unsent()
    out.house.clock.advance(seconds=5)
    await out.post.settle()
    assert out.told()[1:] == [f"update {out.shows}", f"post {out.says}"]
    assert await out.unsent() == []


async def test_what_could_not_be_marked_is_looked_for_and_not_posted_again(
    out: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.slack.post.pause", lambda attempts: 0.0)
    marks = Marks(out.house)
    marks.deaf = True
    mark, out.house.world.mark = out.house.world.mark, marks._take  # type: ignore[method-assign]
    await out.post._start_ready()
    await out.post._lanes[out.shows]
    assert await out.unsent() != []
    marks.deaf, out.house.world.mark = False, mark  # type: ignore[method-assign]
    await out.post.settle()
    assert out.told().count(f"post {out.says}") == 1
    assert f"find {out.says}" in out.told()
    assert await out.unsent() == []


async def test_a_process_that_ends_before_the_mark_posts_nothing_twice(out: Out) -> None:
    out.slack.hangs = out.says
    await out.post._start_ready()
    await out.slack.reached.wait()
    tasks = list(out.post._lanes.values())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert out.told() == [f"update {out.shows}", f"post {out.says}"]
    out.slack.hangs = ""
    out.house.clock.advance(seconds=1)
    await out.house.restart()
    await out.door().settle()
    assert out.told()[2:] == [f"update {out.shows}", f"find {out.says}"]
    assert await out.unsent() == []


async def test_a_first_showing_waits_for_nothing(tmp_path: Path) -> None:
    house, slack = House(write_folder(tmp_path / "workflows"), tmp_path / "baton.db"), Slack()
    card = await house.card()
    await house.decide(card)
    await house.settle()
    marks = Marks(house)
    await Post(house.engine, slack).settle()  # type: ignore[arg-type]
    own = [call for call in slack.calls if call.endswith((f"card:{card.id}", f"thread:{card.id}:result:"))]
    assert own == [f"post card:{card.id}", f"post thread:{card.id}:result:"]
    assert marks.taken.count("Outbox.sent") == 2, "the result has a mark of its own"
    await house.kill()


async def test_no_more_than_so_many_are_on_their_way_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.slack.post.AT_ONCE", 2)
    house, slack = House(write_folder(tmp_path / "workflows"), tmp_path / "baton.db"), Slack()
    for _ in range(2):
        await house.card()
    post = Post(house.engine, slack)  # type: ignore[arg-type]
    for _ in range(2):
        await post._start_ready()
    assert len(post._lanes) == 2
    await post.settle()
    assert len(slack.calls) == 4
    assert await house.rows("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [(0,)]
    await house.kill()
