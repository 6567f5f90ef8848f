"""The environment: what is missing or swapped is said with where to get it; secrets are never shown."""

import os
from pathlib import Path

import pytest

from bot import settings
from bot.errors import ConfigError

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-secret-1", "SLACK_APP_TOKEN": "xapp-secret-2"}


def test_what_is_not_set_has_its_default() -> None:
    found = settings.read(TOKENS)
    assert (found.bot_token, found.app_token) == ("xoxb-secret-1", "xapp-secret-2")
    assert (found.api_url, found.database, found.workflows, found.anthropic_key) == (
        "https://slack.com/api/",
        Path("baton.db"),
        Path("workflows"),
        "",
    )


def test_what_is_set_is_taken() -> None:
    more = {"SLACK_API_URL": "http://127.0.0.1:9/api", "BATON_DB": "/x/y.db", "BATON_WORKFLOWS": "flows"}
    found = settings.read({**TOKENS, **more})
    assert (found.api_url, found.database, found.workflows) == (
        "http://127.0.0.1:9/api/",
        Path("/x/y.db"),
        Path("flows"),
    )


def test_a_link_to_the_database_is_the_file_that_it_leads_to(tmp_path: Path) -> None:
    """Also before there is one; key and checkpoints are beside the file, not beside the link."""
    file, link, again = tmp_path / "kept" / "baton.db", tmp_path / "link.db", tmp_path / "again.db"
    link.symlink_to(file)
    again.symlink_to(link)
    for name in (link, again):
        found = settings.read({"BATON_DB": str(name)}, tokens=False)
        assert found.database == file
        assert found.key_file.parent == found.checkpoint_file.parent == file.parent


def test_a_link_to_itself_is_left_to_whoever_opens_it(tmp_path: Path) -> None:
    circle = tmp_path / "circle.db"
    circle.symlink_to(circle)
    assert settings.read({"BATON_DB": str(circle)}, tokens=False).database == circle


def test_a_database_is_a_file(tmp_path: Path) -> None:
    """A pipe would be waited for; a device such as /dev/null would be nobody else's any more."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for name in ("pipe", "link"):
        with pytest.raises(ConfigError, match="which is no file"):
            settings.read({"BATON_DB": str(tmp_path / name)}, tokens=False)


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_token_is_named_with_where_to_get_it(name: str, value: str | None) -> None:
    environment = {key: text for key, text in {**TOKENS, name: value}.items() if text is not None}
    with pytest.raises(ConfigError, match=rf"^{name} is not set\..*api\.slack\.com/apps.*baton demo"):
        settings.read(environment)


def test_without_slack_no_token_is_needed() -> None:
    assert settings.read({}, tokens=False).bot_token == ""


def test_swapped_tokens_are_said() -> None:
    swapped = {"SLACK_BOT_TOKEN": "xapp-secret-2", "SLACK_APP_TOKEN": "xoxb-secret-1"}
    with pytest.raises(ConfigError, match="are swapped") as caught:
        settings.read(swapped)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["slack.com", "ftp://x", "file:///etc/passwd"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(ConfigError, match="must begin with http:// or https://"):
        settings.read({**TOKENS, "SLACK_API_URL": url})


@pytest.mark.parametrize("url", ["http://[::1", "http://", "https://slack.example:99999/api/", "http://a b/"])
@pytest.mark.parametrize("name", ["SLACK_API_URL", "ANTHROPIC_BASE_URL"])
def test_an_address_without_a_host_is_said(name: str, url: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} is .* is no address"):
        settings.read({**TOKENS, name: url})


@pytest.mark.parametrize("name", [*TOKENS, "ANTHROPIC_API_KEY"])
def test_a_token_that_was_copied_with_another_line_is_said(name: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} holds a line end") as refused:
        settings.read({**TOKENS, name: "xoxb-secret-1\nxapp-secret-2"})
    assert "secret" not in str(refused.value)


def test_no_secret_is_shown() -> None:
    environment = {**TOKENS, "ANTHROPIC_API_KEY": "sk-secret-3", "BATON_SIGNING_KEY": "secret-4"}
    found = settings.read(environment)
    assert "secret" not in f"{found!r} {found}"


@pytest.mark.parametrize(("value", "level"), [("", "INFO"), ("debug", "DEBUG"), (" Warning ", "WARNING")])
def test_how_much_is_logged(value: str, level: str) -> None:
    assert settings.log_level({"BATON_LOG": value}) == level


def test_an_unknown_level_is_said() -> None:
    with pytest.raises(ConfigError, match="BATON_LOG is loud; debug, info, warning or error is expected"):
        settings.log_level({"BATON_LOG": "loud"})
