"""Sealed values: they say nothing, open only where they belong, and keys can be changed one after the other."""

import base64

import pytest

from storage.sealing import BadKey, Sealer, Unsealable, sealer

ONE, TWO = b"1" * 32, b"2" * 32


def test_what_was_sealed_opens_again_and_says_nothing() -> None:
    ours = Sealer([ONE])
    first, second = ours.seal("DE89 3704", b"row 1"), ours.seal("DE89 3704", b"row 1")
    assert (ours.unseal(first, b"row 1"), ours.unseal(second, b"row 1")) == ("DE89 3704", "DE89 3704")
    assert first != second
    assert "DE89" not in first


def test_a_sealed_value_opens_only_in_its_own_row() -> None:
    ours = Sealer([ONE])
    with pytest.raises(Unsealable, match="belongs elsewhere"):
        ours.unseal(ours.seal("x", b"row 1"), b"row 2")


@pytest.mark.parametrize("text", ["", "plain", "s1.aa", "s1.nokey.AAAA"])
def test_what_is_not_sealed_by_us_is_refused(text: str) -> None:
    with pytest.raises(Unsealable):
        Sealer([ONE]).unseal(text, b"")


def test_a_changed_one_is_refused() -> None:
    ours = Sealer([ONE])
    sealed = ours.seal("x" * 30, b"a")
    with pytest.raises(Unsealable, match="was changed"):
        ours.unseal(sealed[:-6] + ("AAAA==" if sealed[-6:] != "AAAA==" else "BBBB=="), b"a")


def test_keys_follow_one_another() -> None:
    old = Sealer([ONE]).seal("x", b"a")
    both = Sealer([TWO, ONE])
    assert both.unseal(old, b"a") == "x"
    assert both.opens(old)
    assert not Sealer([TWO]).opens(old)
    with pytest.raises(Unsealable, match="another BATON_SECRET_KEY"):
        Sealer([TWO]).unseal(old, b"a")
    with pytest.raises(Unsealable, match="another BATON_SECRET_KEY"):
        Sealer([ONE]).unseal(both.seal("x", b"a"), b"a")


def test_the_environment_names_one_key_or_several() -> None:
    one, two = (base64.b64encode(key).decode() for key in (ONE, TWO))
    assert sealer("  ") is None
    made = sealer(f"{two}, {one}")
    assert made is not None
    assert made.unseal(Sealer([ONE]).seal("x", b""), b"") == "x"


@pytest.mark.parametrize("text", ["abc", "QUJD", "*" * 44])
def test_what_is_no_key_is_said_without_it(text: str) -> None:
    with pytest.raises(BadKey, match="key 1 is not 32 bytes in base64") as caught:
        sealer(text)
    assert text not in str(caught.value)
