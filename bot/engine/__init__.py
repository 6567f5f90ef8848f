"""The engine: the only thing that changes records. Each public method is one transaction with its audit event."""

from bot.engine.engine import Engine
from bot.engine.world import Ballot, Click, Incoming, World

__all__ = ["Ballot", "Click", "Engine", "Incoming", "World"]
