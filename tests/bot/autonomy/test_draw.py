"""The sealed draw."""

from bot.autonomy import draw

SEED = bytes(range(32))


def test_a_seed_fits_its_seal_alone() -> None:
    assert draw.fits(SEED, draw.seal(SEED))
    assert not draw.fits(SEED[:-1] + b"x", draw.seal(SEED))


def test_a_draw_follows_from_the_seed_and_the_handoff() -> None:
    assert draw.draw(SEED, 2240) == draw.draw(SEED, 2240)
    others = {draw.draw(SEED, 2241), draw.draw(SEED, 2240, "planted"), draw.draw(SEED[::-1], 2240)}
    assert draw.draw(SEED, 2240) not in others
    assert len(others) == 3


def test_draws_are_spread_evenly() -> None:
    drawn = [draw.draw(SEED, number) for number in range(4000)]
    assert all(0 <= each < 1 for each in drawn)
    assert 340 < sum(each < 0.10 for each in drawn) < 460
    assert abs(sum(drawn) / len(drawn) - 0.5) < 0.02
