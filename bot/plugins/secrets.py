"""What a server's entry takes from the environment, and that nothing of it is ever seen. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from bot.errors import ConfigError
from bot.plugins.entries import Entry

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def wrong(entry: Entry) -> str:
    """What is wrong with an entry, for its author; empty where nothing is."""
    if bool(entry.command) == bool(entry.url):
        return "either command (a list: program and arguments) or url is expected"
    if entry.url and (entry.env or entry.folder):
        return "env and folder are for a command; a url takes headers"
    if entry.command and entry.headers:
        return "headers are for a url; a command takes env"
    host = urlsplit(entry.url)
    if entry.url and not (host.scheme == "https" or (host.scheme == "http" and host.hostname in _LOOPBACK)):
        return "an https:// address is expected (http:// only on this machine)"
    return ""


def variables(entry: Entry) -> set[str]:
    """The names of the variables that the entry stands on."""
    return {name for text in entry.texts() for name in _VARIABLE.findall(text)}


def filled(entry: Entry, environment: Mapping[str, str]) -> Entry:
    """The entry with the values of its variables.

    Raises:
        ConfigError: a variable is not set; the sentence names it.
    """
    missing = sorted(name for name in variables(entry) if not environment.get(name))
    if missing:
        raise ConfigError(f"the environment has no {missing[0]}, which this entry stands on")

    def fill(text: str) -> str:
        return _VARIABLE.sub(lambda found: environment[found[1]], text)

    return replace(
        entry,
        command=tuple(map(fill, entry.command)),
        env={name: fill(text) for name, text in entry.env.items()},
        folder=fill(entry.folder),
        url=fill(entry.url),
        headers={name: fill(text) for name, text in entry.headers.items()},
    )


def secrets(entry: Entry, environment: Mapping[str, str]) -> set[str]:
    """The values that the entry takes from the environment: none of them may be seen anywhere."""
    return {environment[name] for name in variables(entry) if environment.get(name)}
