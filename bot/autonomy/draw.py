"""Who is checked, drawn so that nobody can choose it: a seed that is sealed before it is used.

The hash of the seed goes into the record first. Each draw follows from the seed and the handoff's id alone. When the
seed is opened, everybody can draw again; a seed that was swapped does not fit its seal.
"""

import hashlib
import hmac

BITS = 53


def seal(seed: bytes) -> str:
    """What goes into the record before the first draw: the seed's SHA-256, in hex."""
    return hashlib.sha256(seed).hexdigest()


def fits(seed: bytes, sealed: str) -> bool:
    """Whether an opened seed is the one that was sealed."""
    return hmac.compare_digest(seal(seed), sealed)


def draw(seed: bytes, handoff: int, purpose: str = "check") -> float:
    """A number from 0 up to, not with, 1 for this handoff; each purpose has its own."""
    digest = hmac.new(seed, f"{purpose}:{handoff}".encode(), hashlib.sha256).digest()
    return (int.from_bytes(digest[:8]) >> (64 - BITS)) / (1 << BITS)
