"""What owners hold: a step, or everything, acts alone no more, or so often a day."""

from storage.acts import Hold
from storage.models import Who, known
from storage.sqlite import Db, insert, to_text, to_time


def standing(db: Db) -> list[Hold]:
    """Everything that owners hold."""
    return [
        known(Hold, {**dict(row), "by": Who.parse(row["by"]), "at": to_time(row["at"])})
        for row in db.execute("SELECT * FROM hold")
    ]


def put(db: Db, hold: Hold) -> None:
    """Hold a step, or everything; what was held there before gives way."""
    db.execute("DELETE FROM hold WHERE workflow = ? AND step = ?", (hold.workflow, hold.step))
    insert(db, "hold", {**hold.model_dump(), "by": str(hold.by), "at": to_text(hold.at)})


def release(db: Db, workflow: str, step: str) -> bool:
    """Hold it no more; False where it was not held."""
    return db.execute("DELETE FROM hold WHERE workflow = ? AND step = ?", (workflow, step)).rowcount == 1
