"""What a terminal gives and takes: a port that was typed, and what is printed."""

import argparse
import io
import os
import re
import signal
import sys

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal may obey, but for tabs and line ends: what people wrote is printed, too."""


def prepare() -> None:
    """Standard output takes every letter, whatever the locale is, and a closed standard error takes all and keeps none.

    Without these a word that Latin-1 lacks ends a command, and the first line of the log the bot.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def port(text: str) -> int:
    """A port as typed; 0 stands for any free one.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: 0 to 65535 is expected")
    return int(text)


class Unprinted(Exception):
    """What a command has to say could not be written to standard output."""

    def give_up(self) -> int:
        """Say so, unless whoever read it has enough (`| head`); the exit code, which is none that a command has."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the end of the process is to say nothing more
        if isinstance(self.__cause__, BrokenPipeError):
            return 128 + signal.SIGPIPE
        print(f"baton: {self}", file=sys.stderr)
        return 2


def complain(text: str) -> int:
    """Say in one line why a command did not do it, without secrets; the exit code."""
    from handlers.logs import clean  # only here: it takes a part of what `baton --help` may take

    print(_CONTROL.sub("\ufffd", clean(f"baton: {text}")), file=sys.stderr)
    return 1


def say(text: str) -> None:
    """Print, without what a terminal would obey.

    Raises:
        Unprinted: standard output does not take it.
    """
    try:
        print(_CONTROL.sub("\ufffd", text), flush=True)
    except OSError as error:
        raise Unprinted(f"Standard output took no more ({error.strerror}); what is printed is not all.") from error
