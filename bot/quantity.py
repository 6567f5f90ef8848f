"""A number with its noun."""


def quantity(count: int, noun: str) -> str:
    """`1 step`, `1,204 steps`: for nouns that take an s."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
