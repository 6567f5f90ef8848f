"""Who is on call, as messages. Pure."""

from datetime import datetime

from bot.people import People
from bot.rota import FAR, Rota, Schedule, Watch, on_call, until
from handlers.slack.blocks import Bold, Line, Message, Piece, clipped, moment, notice, prose, reading, rich, said, words

ROTATIONS_SHOWN = 20
NO_SCHEDULE = "Nobody is on call: there is no schedule.yml with rotations beside team.yml. docs/oncall.md shows one."


def oncall(schedule: Schedule, people: People, now: datetime) -> Message:
    """Who is on call in each rotation, until when, and who is next."""
    if not schedule.rotations:
        return said([NO_SCHEDULE])
    rotas = list(schedule.rotations.values())
    lines = [_line(rota, people, now) for rota in rotas[:ROTATIONS_SHOWN]]
    more = [[f"{len(rotas) - ROTATIONS_SHOWN} more stand in schedule.yml"]] if len(rotas) > ROTATIONS_SHOWN else []
    told = " ".join(reading(line) for line in lines)
    return Message(notice(f"On call: {told}"), [rich(words([Bold("On call")], *lines, *more))])


def _line(rota: Rota, people: People, now: datetime) -> Line:
    """ "Alerts  Maria until 18:00, then Alex until 02:00"."""
    watch = on_call(rota, now)
    ends, after = until(rota, watch)
    line: list[Piece] = [Bold(f"{clipped(prose(rota.title), 40)}  "), _who(watch, people)]
    if ends - now >= FAR / 2:
        return line
    line += [" until ", moment(ends, now), f", then {_who(after, people)}"]
    return line if after.end - ends >= FAR / 2 else [*line, " until ", moment(until(rota, after)[0], now)]


def _who(watch: Watch, people: People) -> str:
    named = [prose(people.label(each)) for each in watch.people]
    told = clipped(" and ".join(named), 80) or "nobody"
    return f"{told} (in place of the rotation)" if watch.override else told
