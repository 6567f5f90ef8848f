"""People who want something and do not give up: they press again where an error was shown, and wait where none was."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import Any

from storage.sqlite import connect
from tests.stories.stage import text_of
from tests.torture.ground import ALERTS, DANA, JONAS, MARIA, Json, Site
from tests.torture.processes import PATIENCE_SECONDS
from workspace.driver import Person, PersonError

LOOK_SECONDS = 0.04
_OVER = {"finished", "failed", "taken_over", "withdrawn"}


class Sight:
    """A message as it stands now: its words, its buttons, and how often it was seen to change."""

    def __init__(self, message: Json, version: int) -> None:
        self.message, self.version = message, version
        self.text = text_of(message)
        self.labels = {
            each["text"]["text"]: each["action_id"]
            for block in message.get("blocks") or []
            for each in block.get("elements") or []
            if each.get("type") == "button"
        }


class Eyes(Person):
    """A person who remembers what stands where."""

    def __init__(self, page: str, user: str) -> None:
        super().__init__(page, user)
        self.sights: dict[tuple[str, str], Sight] = {}
        self.whispers: dict[str, Sight] = {}
        self.hands = asyncio.Lock()
        """A person fills in one window at a time, whatever else they want."""

    def _hear(self, event: Json) -> None:
        super()._hear(event)
        if event["type"] in ("message", "changed"):
            key = (event["channel"], event["message"]["ts"])
            before = self.sights.get(key)
            self.sights[key] = Sight(event["message"], before.version + 1 if before else 0)
        elif event["type"] == "deleted":
            self.sights.pop((event["channel"], event["ts"]), None)
        elif event["type"] == "ephemeral":
            self.whispers[event["message"]["id"]] = Sight({**event["message"], "channel": event["channel"]}, 0)

    def cards(self, word: str, label: str) -> Iterator[tuple[str, str, Sight]]:
        """Messages with these words and a button: channel, ts, and what is seen."""
        for (channel, ts), sight in list(self.sights.items()):
            if label in sight.labels and word in sight.text:
                yield channel, ts, sight

    def briefs(self) -> Iterator[tuple[str, str, Sight]]:
        """Messages that hand a shift over, while something of it can be taken."""
        for (channel, ts), sight in list(self.sights.items()):
            if "hands over to" in sight.text and any(label.startswith("Accept") for label in sight.labels):
                yield channel, ts, sight


class Crowd:
    """Maria, Dana and Jonas at their pages, and what they make of it. `troubles` holds what must not be."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.maria, self.dana, self.jonas = (Eyes(site.page, user) for user in (MARIA, DANA, JONAS))
        self.troubles: list[str] = []
        self._looked, self._runs = 0.0, dict[str, str]()
        self._db: sqlite3.Connection | None = None

    async def __aenter__(self) -> "Crowd":
        """Open the pages."""
        for person in (self.maria, self.dana, self.jonas):
            await person.__aenter__()
        return self

    async def __aexit__(self, *_: Any) -> None:
        """Close them."""
        self._forget_db()
        for person in (self.maria, self.dana, self.jonas):
            await person.__aexit__(None, None, None)

    # --- looking -----------------------------------------------------------------------------------------------

    def record(self, sql: str, *values: object) -> list[Json]:
        """Rows of the bot's database; none while there is no database yet."""
        try:
            self._db = self._db or connect(self.site.folder / "baton.db", read_only=True)
            return [dict(row) for row in self._db.execute(sql, values)]
        except sqlite3.Error:  # not made yet, or locked by a start: look again later
            self._forget_db()
            return []

    def _forget_db(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def runs(self) -> dict[str, str]:
        """How each request stands, by the second or third word of its text: what it is about.

        Of those about the same (a command is typed again where its answer was lost), the first that is not over.
        """
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self._looked = time.monotonic()
            sql = (
                "SELECT r.id, r.text, n.state FROM request r LEFT JOIN run n ON n.request_id = r.id ORDER BY r.id, n.id"
            )
            newest = {row["id"]: (about(row["text"]), str(row["state"] or "")) for row in self.record(sql)}
            self._runs = {}
            for tag, state in newest.values():
                if self._runs.get(tag, "finished") in _OVER:
                    self._runs[tag] = state
        return self._runs

    def over(self, tag: str) -> bool:
        """Whether every request about this has come to its end."""
        return self.runs().get(tag) in _OVER

    async def until(self, true: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
        """Look again and again until it is true; the value.

        Raises:
            TimeoutError: it did not come true in time.
        """
        end = time.monotonic() + seconds
        while not (found := true()):
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds:g} s for {what}")
            await asyncio.sleep(LOOK_SECONDS)
        return found

    async def card(self, tag: str, label: str = "Approve", eyes: Eyes | None = None) -> tuple[str, str]:
        """Where a message about this stands that has this button."""
        eyes = eyes or self.maria
        words = f"Do {tag}" if label == "Approve" else ""
        found = await self.until(lambda: next(eyes.cards(words, label), None), f"{label} about {tag}")
        return str(found[0]), str(found[1])

    # --- acting ------------------------------------------------------------------------------------------------

    async def press(self, eyes: Eyes, channel: str, ts: str, label: str) -> bool:
        """Press until it was taken, or the button is gone; then wait for what it does. False = the button was gone."""
        while True:
            before, refused = self._seen_by(eyes, channel, ts), self._refused(eyes)
            try:
                await eyes.click(channel, ts, label)
            except PersonError:  # not taken, or the message changed under the finger
                await asyncio.sleep(0.1)
            except LookupError:
                return False
            else:
                await self._answered(eyes, channel, ts, label, before)
                if self._refused(eyes) == refused:
                    return True

    async def insist(self, eyes: Eyes, place: tuple[str, str], label: str, done: Callable[[], Any]) -> None:
        """Press, and press again after a while, until it is done or the button is gone."""
        while not done() and await self.press(eyes, *place, label):
            with contextlib.suppress(TimeoutError):
                await self.until(done, label, 2.0)

    def _refused(self, eyes: Eyes) -> int:
        return sum("Not recorded" in each.text for each in eyes.whispers.values())

    async def _answered(self, eyes: Eyes, channel: str, ts: str, label: str, before: object) -> None:
        """Wait until a press shows something."""
        try:
            await self.until(lambda: self._seen_by(eyes, channel, ts) != before, f"what {label} by {eyes.user} does")
        except TimeoutError as error:
            self.troubles.append(f"silent: {error}")

    def _seen_by(self, eyes: Eyes, channel: str, ts: str) -> tuple[int, int, int, int]:
        sight = eyes.sights.get((channel, ts))
        thread = sight.message.get("thread_ts", ts) if sight else ""
        said = sum(each.message.get("thread_ts") == thread for each in eyes.sights.values())
        return sight.version if sight else -1, said, len(eyes.whispers), len(eyes.views())

    async def choose(self, eyes: Eyes, channel: str, ts: str, element: str, option: str) -> None:
        """Choose in a menu until it was taken and not refused."""
        while True:
            refused = self._refused(eyes)
            try:
                await eyes.select(channel, ts, element, option)
            except PersonError:
                await asyncio.sleep(0.1)
            except (LookupError, StopIteration):
                return
            else:
                await asyncio.sleep(0.2)
                if self._refused(eyes) == refused:
                    return

    async def window(self, eyes: Eyes, channel: str, ts: str, label: str) -> Json | None:
        """Press a button that opens a window until one is open; None where the button is gone."""
        while True:
            with contextlib.suppress(PersonError, LookupError):
                await eyes.click(channel, ts, label)
            try:
                return await eyes.wait_for_view(1.0)
            except TimeoutError:
                sight = eyes.sights.get((channel, ts))
                if sight is None or label not in sight.labels:
                    return None

    async def listed(self, eyes: Eyes, channel: str, ts: str, option: str) -> Json | None:
        """The same by a line in the menu of a card."""
        await self.choose(eyes, channel, ts, "more", option)
        with contextlib.suppress(TimeoutError):
            return await eyes.wait_for_view(1.0)
        return None

    async def send(self, eyes: Eyes, view: Json, values: dict[str, object]) -> Json:
        """Send a window until it was taken; the answer. One that came late, and is another, is not sent."""
        while True:
            try:
                answer = await eyes.submit(view, values)
                if "Not recorded" not in str(answer):
                    return answer
                await asyncio.sleep(0.2)
            except LookupError as error:
                return {"error": str(error)}
            except PersonError as error:
                if error.error not in {"operation_timeout", "dispatch_failed"}:
                    return {"error": error.error}
                await asyncio.sleep(0.1)

    async def command(self, tag: str, text: str, channel: str = ALERTS) -> None:
        """Jonas's slash command, once more where it failed and the record does not know it."""
        while tag not in self.runs():
            try:
                told = await self.jonas.command("/handoff", text, channel)
                if "Not recorded" not in str(told):
                    await self.until(lambda: tag in self.runs(), f"{tag} in the record")
                await asyncio.sleep(0.2)
            except PersonError:
                with contextlib.suppress(TimeoutError):
                    await self.until(lambda: tag in self.runs(), tag, 0.8)

    async def second_jobs(self) -> None:
        """What Maria and Jonas do beside everything else, until this is cancelled."""
        await asyncio.gather(self._settle_doubts(), self._choose_workflows())

    async def _choose_workflows(self) -> None:
        """Jonas chooses in every menu that he is shown, as long as a request of his waits for that.

        There may be several about the same: a command whose answer was lost is typed again.
        """
        while True:
            await asyncio.sleep(0.1)
            if self.record("SELECT 1 FROM request q WHERE NOT EXISTS (SELECT 1 FROM run WHERE request_id = q.id)"):
                for key, sight in list(self.jonas.whispers.items()):
                    await self.choose(self.jonas, sight.message["channel"], key, "workflow", "chores")

    async def _settle_doubts(self) -> None:
        """Whenever an effect is in doubt, Maria looks into the journal and says what she saw."""
        while True:
            await asyncio.sleep(2 * LOOK_SECONDS)
            for channel, ts, sight in self.maria.cards("did it happen", "It happened"):
                await self._settle(channel, ts, sight)

    async def _settle(self, channel: str, ts: str, sight: Sight) -> None:
        tag = sight.text.split("Do ", 1)[1].split(",", 1)[0]
        happened = any(line.split()[2] == tag for line in self.site.journal())
        label = "It happened" if happened else "Drop it" if tag.startswith("drop") else "Do it again"
        await self.press(self.maria, channel, ts, label)


def about(text: str) -> str:
    """What a request is about: the word behind its step ("ask sure dust 1" is about dust)."""
    words = [word for word in text.split() if word not in {"ask", "check"} and not word.startswith("<@")]
    return words[1] if len(words) > 1 else text
