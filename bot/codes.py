"""One-time codes (RFC 6238: six digits, 30 s) and recovery codes. Pure: time and randomness are passed in."""

import hashlib
import hmac
import random
import re
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DRIFT_STEPS = 1
TRIES = 10
RECOVERY_CODES = 10
_SEED_CHARACTERS = 32  # of 5 bits each
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for another
_DIGITS = re.compile(r"[0-9]{6}")
_RECOVERY = re.compile(rf"[{_PLAIN}]{{10}}")
# 16 MB and about 40 ms for each guess.
_SCRYPT = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}


def new_seed(randomness: random.Random) -> str:
    """A seed of 160 bits, in base32 as authenticators take it."""
    return "".join(randomness.choice(_BASE32) for _ in range(_SEED_CHARACTERS))


def address(seed: str, person: str) -> str:
    """What a QR code of this seed says: the `otpauth` address that every authenticator reads."""
    return pyotp.TOTP(seed).provisioning_uri(name=person, issuer_name="Baton")


def grouped(seed: str) -> str:
    """A seed as people type it: in groups of four."""
    return " ".join(seed[start : start + 4] for start in range(0, len(seed), 4))


def step_at(moment: datetime) -> int:
    """The time step of a moment (aware): 30 s each, since 1970."""
    return int(moment.timestamp()) // STEP_SECONDS


def at_step(seed: str, step: int) -> str:
    """The code of a time step."""
    return pyotp.TOTP(seed).generate_otp(step)


def steps_of(seed: str, code: str, now: datetime) -> list[int]:
    """The time steps around now whose code this is: of the one before, of this one, of the next; mostly none."""
    around = range(step_at(now) - DRIFT_STEPS, step_at(now) + DRIFT_STEPS + 1)
    return [step for step in around if hmac.compare_digest(at_step(seed, step).encode(), code.encode())]


def tidy(typed: str) -> str:
    """What was typed, without the blanks and dashes that people put between groups, in lower case."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", typed).lower()


def is_digits(code: str) -> bool:
    """Whether this has the form of a one-time code."""
    return _DIGITS.fullmatch(code) is not None


def is_recovery(code: str) -> bool:
    """Whether this has the form of a recovery code."""
    return _RECOVERY.fullmatch(code) is not None


def new_recovery(randomness: random.Random) -> tuple[str, ...]:
    """Recovery codes of about 49 bits each, as `tidy` has them."""
    return tuple("".join(randomness.choice(_PLAIN) for _ in range(10)) for _ in range(RECOVERY_CODES))


def hashed(recovery: str, salt: str) -> str:
    """What is kept of a recovery code: scrypt, hex. Takes tens of milliseconds: not for the writer's thread."""
    return hashlib.scrypt(recovery.encode(), salt=salt.encode(), **_SCRYPT).hex()
