"""The alarms: when they ring, and when they rest."""

import random

from bot.autonomy.alarm import Alarm, Intake, arrived, heard, reports_left, watched


def after(alarm: Alarm, found: str, limit: float = 0.05) -> Alarm:
    """`found`: w for a wrong act, r for a right one."""
    for each in found:
        alarm = heard(alarm, wrong=each == "w", limit=limit)
    return alarm


def test_three_wrong_ones_ring_and_two_do_not() -> None:
    for limit in (0.10, 0.05, 0.02, 0.01):
        assert reports_left(Alarm(), limit) == 3
        assert not after(Alarm(), "ww", limit).loud
        assert after(Alarm(), "www", limit).loud


def test_right_ones_let_it_rest() -> None:
    assert after(Alarm(), "w" + "r" * 40) == Alarm()
    assert not after(Alarm(), ("w" + "r" * 30) * 20).loud


def test_it_tells_what_people_saw_since_it_was_at_rest() -> None:
    seen = after(Alarm(), "r" * 30 + "wrwrw")
    assert (seen.looked, seen.wrong) == (5, 3)
    assert seen.loud


def test_half_wrong_rings_soon_and_the_limit_itself_rarely() -> None:
    draws = random.Random(1)
    waits = []
    for _ in range(200):
        alarm, looked = Alarm(), 0
        while not alarm.loud:
            alarm, looked = heard(alarm, wrong=draws.random() < 0.5, limit=0.05), looked + 1
        waits.append(looked)
    assert sorted(waits)[100] <= 9
    rang = 0
    for _ in range(200):
        alarm = Alarm()
        for _ in range(100):
            alarm = heard(alarm, wrong=draws.random() < 0.015, limit=0.05)
            rang += alarm.loud
    assert rang <= 2


def test_many_low_scores_are_noticed_without_anybody_deciding() -> None:
    draws = random.Random(2)
    waits, false = [], 0
    for _ in range(100):
        intake = watched(Intake(requests=300), 0.25)
        for _ in range(1000):
            intake = arrived(intake, low=draws.random() < 0.25)
        false += intake.rung > 0
        calm, intake = intake.rung, watched(intake, 0.25)
        wait = 0
        while intake.rung == calm:
            intake, wait = arrived(intake, low=draws.random() < 0.65), wait + 1
        waits.append(wait)
    assert sorted(waits)[50] <= 45
    assert false <= 3


def test_nothing_is_watched_before_a_line_is_open() -> None:
    intake = Intake()
    for _ in range(100):
        intake = arrived(intake, low=True)
    assert (intake.requests, intake.rung, intake.stake) == (100, 0, 1.0)
