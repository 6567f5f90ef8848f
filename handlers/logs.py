"""The log: to standard error, one line or one JSON object for each event, and no token or key in any of them.

What is written last is cleaned last: the finished text, with the traceback in it, goes through `veiled`.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from traceback import format_exception
from types import TracebackType
from typing import Any, TextIO

from bot import correlation
from bot.hidden import HIDDEN, clean, hide, veiled

__all__ = ["HIDDEN", "Json", "Plain", "clean", "hide", "start"]

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # a terminal obeys some of them
_CHATTY = ("slack_bolt", "slack_sdk", "aiohttp.access", "httpx2")


class Plain(logging.Formatter):
    """One line: time, level, who, which request, what. Further lines are indented, so that no text can fake a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, cleaned."""
        about = f" {correlation.subject()}" if correlation.subject() else ""
        lines = f"{_message(record)}\n{_trace(record)}".strip().splitlines()
        told = _CONTROL.sub("\ufffd", "\n    ".join(lines))
        return veiled(f"{_at(record):%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}{about}: {told}")


class Json(logging.Formatter):
    """One JSON object a line: time, level, logger, message; request and exception where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON, each text in it cleaned."""
        told = {
            "time": _at(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": correlation.subject(),
            "message": _message(record),
            "exception": _trace(record),
        }
        return json.dumps({name: veiled(text) for name, text in told.items() if text})


def _at(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:  # noqa: BLE001 - whatever a value's own __str__ raises; the log must not stop the work
        return f"{record.msg} (its values could not be written: {type(error).__name__})"


def _trace(record: logging.LogRecord) -> str:
    if record.exc_info and record.exc_info[1] is not None:
        return "".join(format_exception(record.exc_info[1])).rstrip()
    return record.exc_text or record.stack_info or ""


class _Handler(logging.StreamHandler[TextIO]):
    """Says in a line of its own that a record could not be written, without the record."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        kind = sys.exc_info()[0]
        if kind is not None and not issubclass(kind, OSError):
            sys.stderr.write(f"a log record of {record.name} could not be written ({kind.__name__})\n")


def start(level: str, form: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Log to standard error (or `stream`) from here on; `form` is `text` or `json`. Crashes are logged as well."""
    hide(secrets)
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(Json() if form == "json" else Plain())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed
    sys.unraisablehook = _unraisable


_log = logging.getLogger(__name__)


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _log.critical("the process ends: %s", kind.__name__, exc_info=(kind, error, trace))


def _thread_crashed(args: Any) -> None:
    name = args.thread.name if args.thread else "?"
    _log.error("the thread %s ended", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback))


def _unraisable(args: Any) -> None:
    _log.error(
        "%s", args.err_msg or "an exception was ignored", exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
    )
