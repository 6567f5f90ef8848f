"""The windows about people's time: give to someone, remind me later, my hours. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from bot.errors import BadInput
from bot.escalation import Person
from bot.hours import ALWAYS, DAYS, Habit, Week
from bot.story import Story
from handlers.slack.blocks import (
    Block,
    Bold,
    actions,
    button,
    clipped,
    field,
    modal,
    options,
    plain,
    prose,
    rich,
    words,
)
from handlers.slack.buttons import ref
from handlers.slack.ids import VALUE, Action, Field, Meta, Window
from handlers.slack.modals import Values
from handlers.slack.outcomes import question

_MOST_RADIO, _MOST_LISTED = 10, 100
_LATER = {"hour": "In an hour", "afternoon": "This afternoon", "morning": "When my work begins"}
_REACH = "High and critical risks reach you at any time; everything else waits for your hours."
_USUAL = (time(9), time(18))


def _meta(story: Story, channel: str, ts: str) -> str:
    return str(Meta(ref(story), story.request.id, channel, ts))


def _pick(pairs: Sequence[tuple[str, str]]) -> Block:
    """One of a few as radio buttons, one of many as a menu; the first is chosen."""
    listed = options(pairs[:_MOST_LISTED])
    kind = "radio_buttons" if len(listed) <= _MOST_RADIO else "static_select"
    return {"type": kind, "action_id": VALUE, "options": listed, "initial_option": listed[0]}


def _chosen(values: Values, block: Field) -> str:
    return str((values.get(block, {}).get(VALUE, {}).get("selected_option") or {}).get("value", ""))


# Give to someone -----------------------------------------------------------------------------------------------------


def give_modal(story: Story, people: Sequence[Person], channel: str = "", ts: str = "") -> Block:
    """To whom a case is given: those who may decide it, those at work first. At least one is expected."""
    about = rich(words([question(story)]))
    pairs = [(_named(person), person.user) for person in people]
    hint = "They are told. Everybody else who may decide it still may."
    return modal(
        Window.GIVE,
        "Give to someone",
        "Give",
        [about, field(Field.GIVE, "To whom?", _pick(pairs), hint)],
        _meta(story, channel, ts),
    )


def _named(person: Person) -> str:
    away = f" ({person.why_not})" if person.why_not else ""
    return f"{clipped(prose(person.name), 40)}{away}"


def nobody_modal(story: Story) -> Block:
    """There is nobody else who may decide it."""
    told = "Nobody else may decide this now, so there is nobody to give it to. It stays with you; nothing was changed."
    return modal(Window.SHOW, "Give to someone", "", [rich(words([question(story)], [told]))], str(Meta()))


def read_give(values: Values) -> str:
    """The user. Raises BadInput where nobody was chosen."""
    user = _chosen(values, Field.GIVE)
    if not user:
        raise BadInput("Nobody was chosen.", {Field.GIVE: "Choose somebody, or cancel."})
    return user


# Remind me later -----------------------------------------------------------------------------------------------------


def later_modal(story: Story, moments: Mapping[str, datetime], channel: str = "", ts: str = "") -> Block:
    """When somebody wants to hear of a case again; `moments` are in their own time zone."""
    pairs = [(f"{_LATER[key]}: {at:%a} {at.day} {at:%b %H:%M}", key) for key, at in moments.items()]
    hint = "Only you are told, by a direct message, if it is still open then. Until then it waits for you and others."
    return modal(
        Window.LATER,
        "Remind me later",
        "Remind me",
        [rich(words([question(story)])), field(Field.LATER, "When?", _pick(pairs), hint)],
        _meta(story, channel, ts),
    )


def read_later(values: Values) -> str:
    """The name of the moment. Raises BadInput where none was chosen."""
    when = _chosen(values, Field.LATER)
    if when not in _LATER:
        raise BadInput("No moment was chosen.", {Field.LATER: "Choose a moment, or cancel."})
    return when


# My hours ------------------------------------------------------------------------------------------------------------


def line(habit: Habit) -> list[Block]:
    """One's hours in App Home, with the button that changes them."""
    place = prose(habit.hours.zone.key.rpartition("/")[2].replace("_", " "))
    told = (
        "none set, so you can be reached at any time" if habit.hours.week == ALWAYS else f"{habit.hours.week} {place}"
    )
    back = habit.own.back_on
    away = f" · away until {back.day} {back:%b}" if back else ""
    change = button("Change", Action.HOURS, "hours", "Change your work hours")
    return [rich(words([Bold("Work hours"), f"  {told}{away}"])), actions(change)]


def hours_modal(habit: Habit) -> Block:
    """Days, from, to, and away until when."""
    week = habit.own.week
    days = options([(name, name) for name in DAYS])
    picked = [days[index] for index in sorted(week.days)] if week else []
    boxes: Block = {"type": "checkboxes", "action_id": VALUE, "options": days}
    boxes |= {"initial_options": picked} if picked else {}
    theirs = habit.without.week
    without = "you can be reached at any time" if theirs == ALWAYS else f"it is {theirs}, as your team’s file says"
    start, end = (week.start, week.end) if week else _USUAL
    back = habit.own.back_on
    date_: Block = {"type": "datepicker", "action_id": VALUE, "placeholder": plain("The day you are back", 150)}
    date_ |= {"initial_date": back.isoformat()} if back else {}
    blocks = [
        rich(words([f"Local times of {prose(habit.zone.key)}, your time zone in Slack. {_REACH}"])),
        field(Field.DAYS, "Days", boxes, f"None chosen: {without}.", optional=True),
        field(Field.FROM, "From", _clock(start)),
        field(Field.TO, "To", _clock(end), "The same as From, or earlier, is on the next day."),
        field(Field.BACK_ON, "Away until", date_, "The day you are back. Empty: you are here.", optional=True),
    ]
    return modal(Window.HOURS, "My hours", "Save", blocks, str(Meta()))


def _clock(at: time) -> Block:
    return {"type": "timepicker", "action_id": VALUE, "initial_time": f"{at:%H:%M}"}


def read_hours(values: Values, before: Week | None) -> tuple[Week | None, date | None]:
    """The week, None where the team's file is to say, and the day they are back; `before` is the week that was shown.

    Raises:
        BadInput: a time is missing, or times were changed and no days chosen.
    """
    days = [each["value"] for each in values.get(Field.DAYS, {}).get(VALUE, {}).get("selected_options") or []]
    back = values.get(Field.BACK_ON, {}).get(VALUE, {}).get("selected_date")
    start, end = (_time(values, block) for block in (Field.FROM, Field.TO))
    if not days and (start, end) != ((before.start, before.end) if before else _USUAL):
        raise BadInput("No days were chosen.", {Field.DAYS: "Choose the days that these times are for."})
    week = Week(frozenset(DAYS.index(day) for day in days if day in DAYS), start, end) if days else None
    return week, date.fromisoformat(back) if back else None


def _time(values: Values, block: Field) -> time:
    text = values.get(block, {}).get(VALUE, {}).get("selected_time")
    if not text:
        raise BadInput("A time is missing.", {block: "Choose a time of day."})
    return time.fromisoformat(text)
