"""A house with three regions around the clock: Lisbon to New York to Singapore, and a rotation that follows them."""

from pathlib import Path

from tests.bot.engine.house import House, workflow_text, write_folder

SCHEDULE = """\
regions:
  lisbon:
    hours: Mon-Sun 09:00-18:00 Europe/Lisbon
    people: ["@maria"]
    channel: "#refunds"
    next: new-york
    ladder: "@heads"
  new-york:
    hours: Mon-Sun 09:00-21:00 America/New_York
    people: ["@dana"]
    channel: "#refunds"
    next: singapore
  singapore:
    hours: Mon-Sun 09:00-18:00 Asia/Singapore
    people: ["@wei", "@olga"]
    channel: "#refunds"
    next: lisbon
rotations:
  alerts:
    follow: [lisbon, new-york, {region: singapore, people: ["@wei"]}]
"""
STEPS = {"keyless": ("keyless", {"deadline": "2h", "escalate": '["@heads"]'}), "leads": ("keyless", {})}


def folder(path: Path) -> Path:
    """A folder of workflows whose first step is decided by whoever is on call."""
    text = workflow_text(STEPS).replace('approvers: ["@leads"]', 'approvers: ["oncall:alerts"]', 1)
    write_folder(path, text)
    (path / "schedule.yml").write_text(SCHEDULE, encoding="utf-8")
    (path / "team.yml").write_text('owners: ["@else"]\n', encoding="utf-8")
    return path


async def tick(house: House, **spent: float) -> None:
    """So much time passes, and the clock's tick comes."""
    house.clock.advance(**spent)
    await house.engine.shifts.claim()
    await house.engine.watches.claim()
    await house.settle()
