"""Slack's own description of its methods and payloads, where this machine has it. Tests skip where it has not."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "slack"
FREE = frozenset({"blocks", "attachments", "state", "event_payload", "title_blocks"})
"""Keys under which stands what the app or the person wrote."""


def needs_truth() -> pytest.MarkDecorator:
    """Skip a module where the reference data is absent."""
    return pytest.mark.skipif(not FOLDER.is_dir(), reason=f"Slack's reference data is not at {FOLDER}")


def described(method: str) -> dict[str, Any]:
    """Return Slack's description of a method."""
    return dict(json.loads((FOLDER / "methods" / f"{method}.json").read_text()))


def methods() -> list[str]:
    """Return the names of the described methods."""
    return sorted(path.stem for path in (FOLDER / "methods").glob("*.json")) if FOLDER.is_dir() else []


def sample(path: str) -> Any:
    """Return a sample payload, such as `events/MessagePayload`."""
    return json.loads((FOLDER / "samples" / f"{path}.json").read_text())


def extra_keys(ours: Any, theirs: Any, at: str = "") -> list[str]:
    """Return the paths of the keys that ours has and the sample has not."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        extra = [f"{at}/{key}" for key in ours if key not in theirs]
        for key, value in ours.items():
            if key in theirs and key not in FREE:
                extra += extra_keys(value, theirs[key], f"{at}/{key}")
        return extra
    if isinstance(ours, list) and isinstance(theirs, list):
        merged = _merged([one for one in theirs if isinstance(one, dict)])
        return [path for one in ours for path in extra_keys(one, merged, f"{at}[]")] if merged else []
    return []


def _merged(samples: list[dict[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for one in samples:
        merged |= {key: value for key, value in one.items() if key not in merged or not merged[key]}
    return merged
