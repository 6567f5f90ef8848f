"""The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import ConfigError

DEFAULT_API_URL = "https://slack.com/api/"
DEFAULT_MODEL = "claude-sonnet-5-5"


def install(extra: str) -> str:
    """What a person types in the house's folder to get an extra of pyproject.toml."""
    return f".venv/bin/python -m pip install -c constraints.txt -e '.[{extra}]'"


@dataclass(frozen=True)
class Settings:
    """What the environment says. Secrets stay here and are never logged or stored."""

    bot_token: str
    app_token: str
    api_url: str
    database: Path
    workflows: Path
    anthropic_key: str
    signing_key: str = ""
    checkpoints: Path | None = None
    anthropic_url: str = ""
    model: str = DEFAULT_MODEL
    fallback_model: str = ""
    secret_key: str = ""

    @property
    def checkpoint_file(self) -> Path:
        """Where the checkpoints of the record are kept."""
        return self.checkpoints or self.database.with_name(self.database.name + ".checkpoints")

    @property
    def key_file(self) -> Path:
        """Where the signing key is kept when the environment does not hold it."""
        return self.database.with_name(self.database.name + ".key")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every value that must never be seen, those that are set."""
        sealing = (self.secret_key, *(key.strip() for key in self.secret_key.split(",")))
        return tuple(filter(None, (self.bot_token, self.app_token, self.anthropic_key, self.signing_key, *sealing)))

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"Settings(api_url={self.api_url!r}, database={str(self.database)!r}, workflows={str(self.workflows)!r})"


def read(environment: Mapping[str, str] = os.environ, *, tokens: bool = True) -> Settings:
    """Settings from the environment; `tokens` False where Slack is not needed.

    Raises:
        ConfigError: a token is missing or in the other's place; the text names the variable and where to get it.
    """
    bot_token = _token("SLACK_BOT_TOKEN", environment.get("SLACK_BOT_TOKEN", ""))
    app_token = _token("SLACK_APP_TOKEN", environment.get("SLACK_APP_TOKEN", ""))
    if tokens and not bot_token:
        raise ConfigError(
            "SLACK_BOT_TOKEN is not set. It is the bot token (xoxb-…) of your Slack app: "
            "api.slack.com/apps → your app → OAuth & Permissions. Without a Slack, try `baton demo`."
        )
    if tokens and not app_token:
        raise ConfigError(
            "SLACK_APP_TOKEN is not set. It is an app-level token (xapp-…) with connections:write: "
            "api.slack.com/apps → your app → Basic Information → App-Level Tokens. Without a Slack, try `baton demo`."
        )
    if app_token.startswith("xoxb-") or bot_token.startswith("xapp-"):
        raise ConfigError(
            "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped: the bot's begins with xoxb-, the app's with xapp-."
        )
    api_url = _address("SLACK_API_URL", environment.get("SLACK_API_URL", "")) or DEFAULT_API_URL
    anthropic_url = _address("ANTHROPIC_BASE_URL", environment.get("ANTHROPIC_BASE_URL", ""))
    checkpoints = environment.get("BATON_CHECKPOINTS", "").strip()
    return Settings(
        bot_token=bot_token,
        app_token=app_token,
        api_url=api_url if api_url.endswith("/") else api_url + "/",
        database=_file(environment.get("BATON_DB", "").strip() or "baton.db"),
        workflows=Path(environment.get("BATON_WORKFLOWS", "").strip() or "workflows"),
        anthropic_key=_token("ANTHROPIC_API_KEY", environment.get("ANTHROPIC_API_KEY", "")),
        signing_key=environment.get("BATON_SIGNING_KEY", "").strip(),
        checkpoints=Path(checkpoints) if checkpoints else None,
        anthropic_url=anthropic_url,
        model=environment.get("BATON_MODEL", "").strip() or DEFAULT_MODEL,
        fallback_model=environment.get("BATON_FALLBACK_MODEL", "").strip(),
        secret_key=environment.get("BATON_SECRET_KEY", "").strip(),
    )


def _token(name: str, written: str) -> str:
    value = written.strip()
    if not value.isprintable():  # no header of HTTP could hold it
        raise ConfigError(f"{name} holds a line end, or a letter that nobody sees. Copy it again, and nothing with it.")
    return value


def _address(name: str, written: str) -> str:
    written = written.strip()
    if written and not written.startswith(("http://", "https://")):
        raise ConfigError(f"{name} is {written!r}; it must begin with http:// or https://.")
    try:
        parts = urlsplit(written)
        whole = bool(parts.hostname) and parts.port != 0 and written.isprintable() and " " not in written
    except ValueError:
        whole = False
    if written and not whole:
        raise ConfigError(f"{name} is {written!r}, which is no address. One such as {DEFAULT_API_URL} is expected.")
    return written


def _file(written: str) -> Path:
    """The path as it is written; of a symbolic link the file that it leads to.

    Lock, key and checkpoints stand beside the database by its name, and a restore takes its name's place: under two
    names two bots would run on one file.
    """
    path = Path(written)
    if not path.name:
        raise ConfigError(f"BATON_DB is {written}, a folder. A file is expected, such as {path / 'baton.db'}.")
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # one device for all would be ours alone
            raise ConfigError(f"BATON_DB is {written}, which is no file. One such as baton.db is expected.")
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):  # a closed folder, links in a circle: whoever opens it says so
        return path


def environment() -> Mapping[str, str]:
    """The environment itself, for those who read it through this module more than once."""
    return os.environ


_SECRET = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "ANTHROPIC_API_KEY", "BATON_SIGNING_KEY", "BATON_SECRET_KEY")


def secrets(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The values of tokens and keys as they are written, before anybody looks whether they are right."""
    written = [environment.get(name, "") for name in _SECRET]
    return [value.strip() for each in written for value in (each, *each.split(",")) if value.strip()]


def log_level(environment: Mapping[str, str] = os.environ) -> str:
    """How much is logged, from BATON_LOG.

    Raises:
        ConfigError: no such level.
    """
    level = environment.get("BATON_LOG", "").strip().upper() or "INFO"
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ConfigError(f"BATON_LOG is {level.lower()}; debug, info, warning or error is expected.")
    return level


def log_format(environment: Mapping[str, str] = os.environ) -> str:
    """How the log is written, from BATON_LOG_FORMAT: `text`, or `json` for one object a line.

    Raises:
        ConfigError: no such format.
    """
    form = environment.get("BATON_LOG_FORMAT", "").strip().lower() or "text"
    if form not in {"text", "json"}:
        raise ConfigError(f"BATON_LOG_FORMAT is {form}; text or json is expected.")
    return form


def demo_shop(path: Path) -> None:
    """Point the sample workflows at the demo's own shop database."""
    os.environ["SHOP_DB"] = str(path.absolute())
