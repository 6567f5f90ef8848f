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


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment.

    Raises:
        ConfigError: a token is missing or in the other's place; the text names the variable and where to get it.
    """
    bot_token = environment.get("SLACK_BOT_TOKEN", "").strip()
    app_token = environment.get("SLACK_APP_TOKEN", "").strip()
    if not bot_token:
        raise ConfigError(
            "SLACK_BOT_TOKEN is not set. It is the bot token (xoxb-…) of your Slack app: "
            "api.slack.com/apps → your app → OAuth & Permissions. Without a Slack, try `baton demo`."
        )
    if not app_token:
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
