"""The demo's alerts as a stranger meets them: two approvals earn the right to act alone, three reports take it away."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.stories.stage import HOUSE, rows
from tests.stories.test_browser import PATIENCE_MS, Demo, Screen, demo, open_channel
from tests.workspace.page_kit import CHROMIUM, CHROMIUM_ARGS, DESKTOP, NEEDS_CHROMIUM

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]
THREE = ("A-5543", "A-5540", "A-5541")
ALONE = """
import sys
from pathlib import Path
from handlers import cli, demo
demo.BREATH_SECONDS, cli.HOUSE = 2.0, Path(sys.argv[1])
raise SystemExit(cli.main(["demo", "--port", "0"]))
"""
"""The demo with a house of its own, and two seconds in place of three between two requests."""


def alerts_alone(folder: Path) -> Path:
    """A house whose demo begins with the alerts: the refunds before them are the other story's."""
    shutil.copytree(HOUSE / "workflows", folder / "workflows", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "manifest.yml", folder)
    inbox = folder / "workflows" / "demo.json"
    asked = json.loads(inbox.read_text(encoding="utf-8"))
    assert [item["workflow"] for item in asked[:4]] == ["refunds"] * 3 + ["alerts"]
    inbox.write_text(json.dumps(asked[3:]), encoding="utf-8")
    return folder


def test_a_stranger_lets_a_step_earn_its_right_and_takes_it_back(tmp_path: Path) -> None:
    pictures = Path(os.environ.get("STORY_PICTURES", tmp_path / "pictures"))
    pictures.mkdir(exist_ok=True)
    with (
        demo(tmp_path, ("-c", ALONE, str(alerts_alone(tmp_path / "house")))) as running,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        maria = Screen(browser, running.page, DESKTOP, pictures)
        open_channel(maria, "alerts")
        expect(maria.message("74 alerts reviewed, none changed")).to_be_visible()
        earn(maria)
        for alert in THREE:
            expect(maria.message(f"Cleared alert {alert} without asking")).to_be_visible(timeout=PATIENCE_MS)
        maria.picture("a3-receipts")
        why_alone(maria)
        report(running, maria)
        assert maria.complaints == []
        browser.close()


def earn(maria: Screen) -> None:
    for question in ("Clear alert A-5536?", "Clear alert A-5538?"):
        card = maria.card(question)
        maria.picture(f"a1-{question[12:18]}")
        maria.page.wait_for_timeout(1500)  # a card that is decided within a second is no evidence
        card.get_by_role("button", name="Approve").click()
    told = maria.message("acts alone from now on, when its score is 0.95 or more.")
    expect(told).to_contain_text("What it took: 76 reviewed decisions, none changed: at most 5.0% wrong")
    expect(told).to_contain_text("Your limit is 5%.")
    expect(told).to_contain_text("planted mistakes are off, so it cannot tell what they missed")
    expect(told).to_contain_text("74 of these decisions are sample history.")
    maria.picture("a2-earned")


def why_alone(maria: Screen) -> None:
    receipt = maria.message("Cleared alert A-5543 without asking")
    expect(receipt).to_contain_text("both to a payee never seen before")
    expect(receipt).to_contain_text("at most 5.0% of such clearings are wrong, with 95% confidence: 76 reviewed")
    receipt.get_by_role("button", name="Why alone").click()
    page = maria.page.get_by_role("dialog", name="Why alone?")
    expect(page).to_contain_text("To recompute it all: baton verify H-")
    maria.picture("a4-why")
    page.get_by_role("button", name="Close").last.click()


def report(running: Demo, maria: Screen) -> None:
    answers = ("Two more like this and", "One more like this and", "The step asks first again.")
    for alert, answer in zip(THREE, answers, strict=True):
        maria.message(f"Cleared alert {alert} without asking").get_by_role("button", name="This was wrong").click()
        window = maria.page.get_by_role("dialog", name="This was wrong")
        window.get_by_role("button", name="Send").click()
        expect(
            maria.page.get_by_text(re.compile(f"Counted, and alert {alert} is open again. {answer}"))
        ).to_be_visible()
        maria.picture(f"a5-{alert}")
    told = maria.message("“Clear an alert” asks first again.")
    expect(told).to_contain_text("of the last 3 that people looked at, 3 were wrong: H-")
    expect(told).to_contain_text("Back to acting alone: only by new reviewed decisions, counted from zero.")
    told.get_by_role("button", name="Look through the 3").click()
    expect(maria.page.get_by_role("dialog", name="Look through")).to_contain_text("Cleared alert A-5541")
    maria.picture("a6-look-through")
    states = {row["alert"]: row["state"] for row in rows(running.shop, "SELECT alert, state FROM alerts")}
    assert [states[alert] for alert in THREE] == ["open"] * 3
    close(maria.page)
    asked = maria.card("Clear alert A-5544?")
    expect(asked).to_contain_text("Every clearing is reviewed for now.")
    maria.picture("a7-asks-first")
    open_channel(maria, "start-here")
    expect(maria.message("You have seen it.")).to_contain_text("one in 20 s; write stop here to end them")


def close(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
