"""A channel of ten thousand messages opens within a second and scrolls back, and a busy one stays in its place."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.workspace import page_app, page_kit
from tests.workspace.page_kit import ACCESS, GENERAL, JONAS, NEEDS_CHROMIUM, REFUNDS, Stage
from workspace.messages import Draft

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

MESSAGES = 10_000
OPEN_MS = 1000


@pytest.fixture(scope="module")
def shared() -> Iterator[Stage]:
    with page_kit.stage() as one:
        yield one


@pytest.fixture
def stage(shared: Stage) -> Iterator[Stage]:
    shared.fresh()
    yield shared
    assert shared.errors == []


def fill(stage: Stage, channel: str, count: int) -> None:
    office = stage.thread.workspace.office

    async def post() -> None:
        start = office.clock.now() - count * 10
        for i in range(count):
            words = f"message {i} " + "and some more of it " * (i % 12)
            office.messages.place(office.state.channels[channel], Draft(JONAS, words), start + i * 10)

    stage.thread.run(post())


def wheel_up(page: Page, rows: int) -> None:
    """Turn the wheel until so many rows are loaded."""
    page.locator("#main .pane").hover()
    end = time.monotonic() + 20
    while page.locator("#main .message").count() < rows and time.monotonic() < end:
        page.mouse.wheel(0, -3000)
        page.wait_for_timeout(60)
    assert page.locator("#main .message").count() >= rows


def test_ten_thousand_messages_open_within_a_second_and_scroll(stage: Stage) -> None:
    fill(stage, GENERAL, MESSAGES)
    page = stage.page(channel=REFUNDS)
    took = page.evaluate("""async () => {
      const start = performance.now();
      [...document.querySelectorAll('#sidebar a')].find(n => n.textContent.includes('general')).click();
      const there = () => document.querySelector('#main .message:last-child')?.textContent.includes('message 9999');
      while (!there()) await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return performance.now() - start;
    }""")
    assert took < OPEN_MS
    rest = page.evaluate("(n => n.scrollHeight - n.scrollTop - n.clientHeight)(document.querySelector('#main .pane'))")
    assert rest <= 2, "the newest message is not in sight"
    wheel_up(page, 300)
    texts = page.locator("#main .message .run").all_text_contents()
    numbers = [int(text.split()[1]) for text in texts]
    assert numbers == list(range(MESSAGES - len(numbers), MESSAGES)), "messages are missing or out of order"


def test_older_messages_do_not_move_what_one_reads(stage: Stage) -> None:
    fill(stage, GENERAL, 400)
    page = stage.page(channel=GENERAL)
    expect(page.get_by_text("message 399")).to_be_visible()
    moved = page.evaluate("""async () => {
      const pane = document.querySelector('#main .pane');
      pane.scrollTop = 350;
      await new Promise(requestAnimationFrame);
      const top = node => node.getBoundingClientRect().top;
      const row = [...pane.querySelectorAll('.message')].find(n => top(n) > top(pane));
      const before = top(row), count = pane.querySelectorAll('.message').length;
      while (pane.querySelectorAll('.message').length === count) await new Promise(requestAnimationFrame);
      await new Promise(r => setTimeout(r, 200));
      return Math.abs(top(row) - before);
    }""")
    assert moved <= 4


def test_new_messages_do_not_pull_a_reader_down(stage: Stage) -> None:
    fill(stage, GENERAL, 200)
    page = stage.page(channel=GENERAL)
    expect(page.get_by_text("message 199")).to_be_visible()
    page.locator("#main .pane").hover()
    page.mouse.wheel(0, -1500)
    page.wait_for_timeout(300)
    before = page.evaluate("document.querySelector('#main .pane').scrollTop")
    stage.post(channel=GENERAL, text="something new", blocks=page_app.folded("something new"))
    newer = page.get_by_role("button", name="Newer messages")
    expect(newer).to_be_visible()
    assert abs(page.evaluate("document.querySelector('#main .pane').scrollTop") - before) <= 60
    newer.click()
    expect(page.get_by_text("something new")).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_unread_line_and_marks(stage: Stage) -> None:
    page = stage.page(channel=ACCESS)
    page.locator("#composer-input").fill("mine")
    page.keyboard.press("Enter")
    expect(page.locator("#main .message")).to_have_count(1)
    page.locator("#sidebar").get_by_role("link", name="refunds").click()
    stage.post(channel=ACCESS, text="theirs", blocks=page_app.folded("theirs"))
    row = page.locator("#sidebar .side-row", has_text="access")
    expect(row).to_contain_text("1 unread")
    row.click()
    expect(page.locator("#main .divider.new")).to_have_text("New")
    expect(row).not_to_contain_text("unread")
    page.reload()
    expect(page.locator("#main .message")).to_have_count(2)
    expect(page.locator("#main .divider.new")).to_have_count(0)


def test_stream_that_breaks_is_caught_up(stage: Stage) -> None:
    page = stage.page(channel=GENERAL)
    expect(page.locator("#main .composer")).to_be_visible()
    page.context.set_offline(True)
    stage.post(channel=GENERAL, text="meanwhile", blocks=page_app.folded("meanwhile"))
    page.context.set_offline(False)
    expect(page.get_by_text("meanwhile")).to_be_visible(timeout=10_000)


def test_reset_begins_anew(stage: Stage) -> None:
    stage.post(channel=GENERAL, text="old", blocks=page_app.folded("old words"))
    page = stage.page(channel=GENERAL)
    expect(page.get_by_text("old words")).to_be_visible()
    page.request.post(f"{stage.base}control/reset", data={})
    expect(page.get_by_text("old words")).to_have_count(0)
