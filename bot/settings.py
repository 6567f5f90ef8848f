"""The only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError

DEFAULT_API_URL = "https://slack.com/api/"


@dataclass(frozen=True)
class Settings:
    """What the environment says. Secrets stay here and are never logged or stored."""

    bot_token: str
    app_token: str
    api_url: str
    database: Path
    workflows: Path
    anthropic_key: str

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"Settings(api_url={self.api_url!r}, database={str(self.database)!r}, workflows={str(self.workflows)!r})"


def read(environment: Mapping[str, str] = os.environ, *, tokens: bool = True) -> Settings:
    """Settings from the environment; `tokens` False where Slack is not needed.

    Raises:
        ConfigError: a token is missing or in the other's place; the text names the variable and where to get it.
    """
    bot_token = environment.get("SLACK_BOT_TOKEN", "").strip()
    app_token = environment.get("SLACK_APP_TOKEN", "").strip()
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
    api_url = environment.get("SLACK_API_URL", "").strip() or DEFAULT_API_URL
    if not api_url.startswith(("http://", "https://")):
        raise ConfigError(f"SLACK_API_URL is {api_url!r}; it must begin with http:// or https://.")
    return Settings(
        bot_token=bot_token,
        app_token=app_token,
        api_url=api_url if api_url.endswith("/") else api_url + "/",
        database=Path(environment.get("BATON_DB", "").strip() or "baton.db"),
        workflows=Path(environment.get("BATON_WORKFLOWS", "").strip() or "workflows"),
        anthropic_key=environment.get("ANTHROPIC_API_KEY", "").strip(),
    )


def log_level(environment: Mapping[str, str] = os.environ) -> str:
    """How much is logged, from BATON_LOG.

    Raises:
        ConfigError: no such level.
    """
    level = environment.get("BATON_LOG", "").strip().upper() or "INFO"
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ConfigError(f"BATON_LOG is {level.lower()}; debug, info, warning or error is expected.")
    return level


def demo_shop(path: Path) -> None:
    """Point the sample workflows at the demo's own shop database."""
    os.environ["SHOP_DB"] = str(path.absolute())
