"""What a decision asks for beside the press, and how somebody's one-time codes stand. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Asked:
    """What Approve asks for: a code, the value of the argument `confirm`; `perhaps` a code, for other values."""

    code: bool = False
    confirm: str = ""
    perhaps: bool = False

    def __bool__(self) -> bool:
        """Whether Approve needs a window."""
        return self.code or bool(self.confirm)


NOTHING = Asked()
"""A press is enough."""


@dataclass(frozen=True)
class Standing:
    """How somebody's codes stand. `able` is whether this Baton can keep any; `left` counts recovery codes."""

    set_up_at: datetime | None = None
    locked_at: datetime | None = None
    left: int = 0
    able: bool = True


@dataclass(frozen=True)
class Picture:
    """What a picture shows: for whom, the seed as it is typed, and the address that the QR code says; and a hint."""

    user: str
    seed: str
    address: str
    hint: str = ""

    def __repr__(self) -> str:
        """Without the seed."""
        return f"Picture({self.user!r})"
