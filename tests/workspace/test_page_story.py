"""The story of a card in the browser: by mouse, and again by keyboard alone."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.workspace import page_app, page_kit
from tests.workspace.page_kit import JONAS, MARIA, NEEDS_CHROMIUM, REFUNDS, Stage

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]


@pytest.fixture(scope="module")
def shared() -> Iterator[Stage]:
    with page_kit.stage() as one:
        yield one


@pytest.fixture
def stage(shared: Stage) -> Iterator[Stage]:
    shared.fresh()
    yield shared
    assert shared.errors == []


def last(page: Page) -> Locator:
    return page.locator("#main .message").last


def test_request_card_approval_and_thread_by_mouse(stage: Stage) -> None:
    page = stage.page()
    page.get_by_role("textbox", name="Message #refunds").fill("/handoff refund order 1042")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    expect(page.get_by_text("Got it: refund order 1042")).to_be_visible()
    page.get_by_role("button", name="Approve the refund of EUR 49.90").click()
    expect(page.get_by_text("Approved as shown by")).to_be_visible()
    expect(page.get_by_role("button", name="Approve the refund of EUR 49.90")).to_have_count(0)
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("Done: EUR 49.90 goes back.")).to_be_visible()
    thread.get_by_role("textbox", name="Reply in the thread").fill("Thank you")
    page.keyboard.press("Enter")
    expect(thread.get_by_text("Thank you")).to_be_visible()
    expect(page.locator("#main").get_by_role("button", name="2 replies")).to_be_visible()
    expect(thread.locator(".divider.below")).to_have_text("2 replies")


def test_a_reply_that_comes_while_its_thread_is_fetched(stage: Stage) -> None:
    page = stage.page()
    root = stage.post()
    stage.post(text="The first reply", thread_ts=root)

    def answer_late(route: Route) -> None:
        before = route.fetch()
        stage.post(text="The second reply", thread_ts=root)
        expect(page.locator("#main").get_by_role("button", name="2 replies")).to_be_visible()
        route.fulfill(response=before)

    page.route("**/ui/thread?*", answer_late)
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("The first reply")).to_be_visible()
    expect(thread.get_by_text("The second reply")).to_be_visible()
    expect(thread.locator(".divider.below")).to_have_text("2 replies")


def test_what_happens_to_messages_while_their_channel_is_fetched(stage: Stage) -> None:
    page = stage.page(channel=page_kit.START)
    gone, changed = (stage.post(text=text, blocks=[]) for text in ("Goes away", "Says one thing"))

    def answer_late(route: Route) -> None:
        before = route.fetch()
        stage.post(text="Comes meanwhile", blocks=[])
        stage.client.chat_delete(channel=REFUNDS, ts=gone)
        stage.client.chat_update(channel=REFUNDS, ts=changed, text="Says another")
        stage.post(page_kit.ALERTS, "The stream tells this after all that", blocks=[])
        expect(page.get_by_role("link", name="alerts , 1 unread")).to_be_visible()
        route.fulfill(response=before)

    page.route("**/ui/history?*", answer_late)
    page.get_by_role("link", name="refunds").click()
    expect(page.get_by_text("Comes meanwhile")).to_be_visible()
    expect(page.get_by_text("Says another")).to_be_visible()
    expect(page.get_by_text("Says one thing")).to_have_count(0)
    expect(page.get_by_text("Goes away")).to_have_count(0)


def tab_to(page: Page, name: str, key: str = "Tab", limit: int = 60) -> None:
    """Press a key until the focus is on something with this name."""
    script = (
        "(n => n.matches('a, button') ? n.getAttribute('aria-label') || n.textContent : '')(document.activeElement)"
    )
    for _ in range(limit):
        if name in page.evaluate(script):
            return
        page.keyboard.press(key)
    pytest.fail(f"{name!r} was not reached by {key}")


def test_request_edit_with_errors_and_approval_by_keyboard(stage: Stage) -> None:
    page = stage.page(channel=page_kit.START)
    tab_to(page, "refunds")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Message #refunds")).to_be_focused()
    page.keyboard.type("/han")
    expect(page.get_by_role("option", name="/handoff")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("refund order 1042")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    tab_to(page, "Edit", "Shift+Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Edit refund")
    amount = dialog.get_by_label("Amount EUR")
    expect(amount).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("94.90")
    page.keyboard.press("Enter")  # the reason is missing: the browser says so before anything is sent
    expect(dialog.get_by_text("This field needs an answer.")).to_be_visible()
    expect(dialog.get_by_role("combobox", name="Reason")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("combobox", name="Reason: Wrong size")).to_be_focused()
    tab_to(page, "Approve as edited")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("More than was paid (EUR 49.90).")).to_be_visible()
    expect(amount).to_be_focused()
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_have_accessible_description("More than was paid (EUR 49.90).")
    page.keyboard.press("Control+A")
    page.keyboard.type("44.95")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_focused()
    tab_to(page, "Approve the refund", "Shift+Tab")
    page.keyboard.press("Space")
    expect(page.get_by_text("Approved as shown by")).to_be_visible()
    assert page.evaluate("document.activeElement !== document.body"), "the focus was lost with the card"


def test_escape_closes_one_window_of_the_stack(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    page.get_by_role("button", name="Edit", exact=True).click()
    first = page.get_by_role("dialog", name="Edit refund")
    first.get_by_label("Amount EUR").fill("1")
    first.get_by_role("combobox", name="Reason").click()
    page.get_by_role("option", name="Broken").click()
    first.get_by_role("button", name="Approve as edited").click()
    second = page.get_by_role("dialog", name="Second window")
    expect(second).to_be_visible()
    page.keyboard.press("Escape")
    expect(second).to_have_count(0)
    expect(first.get_by_label("Amount EUR")).to_have_value("1")
    expect(first.get_by_role("combobox", name="Reason: Broken")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_focus_stays_inside_a_window(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.get_by_label("Amount EUR")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        # Between the last and the first element the browser's own controls have the focus, and the page sees its body.
        inside = "n => document.activeElement === document.body || n.contains(document.activeElement)"
        assert page.locator("dialog").evaluate(inside)


def test_click_without_an_ack_says_so_at_the_element(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    stage.press_what_nobody_answers(page)
    warning = page.locator(".block-actions").get_by_role("alert")
    expect(warning).to_have_text("This didn't work. The app did not respond in time.")


def test_confirmation_asks_before_the_app_hears(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    page.get_by_role("button", name="Wipe").click()
    question = page.get_by_role("alertdialog", name="Wipe it?")
    expect(question.get_by_role("button", name="Keep")).to_be_focused()
    question.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Noted: wipe")).to_have_count(0)
    page.get_by_role("button", name="Wipe").click()
    question.get_by_role("button", name="Wipe").click()
    expect(page.get_by_text("Noted: wipe")).to_be_visible()


def test_overflow_menu_by_keyboard(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    page.get_by_role("button", name="More choices").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Take over")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="More choices")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noted: Show everything")).to_be_visible()


def test_message_shortcut_and_dismissal(stage: Stage) -> None:
    page = stage.page()
    page.get_by_role("textbox", name="Message #refunds").fill("where is 1042?")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("where is 1042?")
    last(page).hover()
    last(page).get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Hand off to Baton").click()
    expect(page.get_by_text("Handed off: where is 1042?")).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("Handed off: where is 1042?")).to_have_count(0)


def test_edit_and_delete_own_message(stage: Stage) -> None:
    page = stage.page()
    page.get_by_role("textbox", name="Message #refunds").fill("ask @jonas <b>")
    page.keyboard.press("Enter")
    expect(last(page).locator(".mention")).to_contain_text("@Jonas")
    last(page).focus()
    page.keyboard.press("e")
    box = page.get_by_role("textbox", name="Edit message")
    expect(box).to_have_value("ask @jonas <b>")
    box.fill("ask @dana & co")
    page.keyboard.press("Enter")
    expect(last(page).locator(".mention")).to_contain_text("@Dana")
    expect(last(page)).to_contain_text("& co (edited)")
    last(page).focus()
    page.keyboard.press("Delete")
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#main .message")).to_have_count(0)


def test_slash_command_in_a_thread_is_refused_as_in_slack(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    page.locator("#main .message").last.focus()
    page.keyboard.press("t")
    box = page.get_by_role("textbox", name="Reply in the thread")
    expect(box).to_be_focused()
    box.fill("/handoff refund 1042")
    page.keyboard.press("Enter")
    expect(page.locator("#thread").get_by_role("alert")).to_contain_text("not supported in threads")
    expect(box).to_have_value("/handoff refund 1042")
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()


def test_acting_as_another_person(stage: Stage) -> None:
    stage.post(text=f"Look, <@{JONAS}>", blocks=page_app.folded(f"Look, <@{JONAS}>, <!date^1795528920^{{time}}|UTC>"))
    page = stage.page(channel=page_kit.START)
    people = page.get_by_role("group", name="Act as")
    people.get_by_role("button", name="Jonas").click()
    row = page.locator("#sidebar .side-row", has_text="refunds")
    expect(row).to_contain_text("1 unread, 1 mentioning you")
    row.click()
    expect(last(page)).to_contain_text("15:02")  # 14:02 UTC in Berlin
    expect(row).not_to_contain_text("unread")
    people.get_by_role("button", name="Wei").click()
    expect(last(page)).to_contain_text("22:02")
    assert page.url.endswith(f"#/{page_kit.WEI}/{REFUNDS}")


def test_home_and_messages_of_the_app(stage: Stage) -> None:
    page = stage.page()
    page.locator("#sidebar").get_by_role("link", name="Baton").click()
    expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("heading", name="3 wait for you")).to_be_visible()
    page.get_by_role("tab", name="Messages").click()
    page.get_by_role("textbox", name="Message Baton").fill("hello")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("hello")


def test_a_home_that_was_published_meanwhile_is_not_covered_by_the_one_before(stage: Stage) -> None:
    page = stage.page()
    page.locator("#sidebar").get_by_role("link", name="Baton").click()
    expect(page.get_by_role("heading", name="3 wait for you")).to_be_visible()

    def late(route: Route) -> None:
        before = route.fetch()
        blocks = [{"type": "header", "text": page_app.words("2 wait for you")}]
        stage.client.views_publish(user_id=MARIA, view={"type": "home", "blocks": blocks})
        time.sleep(0.5)  # the page hears of it first
        route.fulfill(response=before)

    stage.disconnect_app()
    page.route("**/ui/home", late)
    try:
        with page.expect_response("**/ui/home"):
            page.get_by_role("tab", name="Home").click()
        expect(page.get_by_role("heading", name="2 wait for you")).to_be_visible()
    finally:
        stage.connect_app()


def test_a_deleted_root_is_no_message_of_an_id(stage: Stage) -> None:
    root = stage.post(text="gone soon")
    stage.client.chat_postMessage(channel=REFUNDS, text="a reply", thread_ts=root)
    stage.client.chat_delete(channel=REFUNDS, ts=root)
    page = stage.page()
    expect(last(page)).to_contain_text("This message was deleted.")
    expect(last(page).locator(".author")).to_have_text("Slackbot")


def test_drafts_stay_with_their_channel_and_person(stage: Stage) -> None:
    page = stage.page()
    box = page.locator("#composer-input")
    box.fill("half a sentence")
    page.locator("#sidebar").get_by_role("link", name="access").click()
    expect(box).to_have_value("")
    page.locator("#sidebar").get_by_role("link", name="refunds").click()
    expect(box).to_have_value("half a sentence")


def test_banner_while_the_app_is_away(stage: Stage) -> None:
    page = stage.page(user=MARIA)
    expect(page.get_by_text("Baton is not connected")).to_have_count(0)
    stage.disconnect_app()
    try:
        expect(page.get_by_text("Baton is not connected; your message waits")).to_be_visible()
    finally:
        stage.connect_app()
    expect(page.get_by_text("Baton is not connected")).to_have_count(0)


def test_inspector_shows_the_envelope_and_its_ack(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    page.get_by_role("button", name="Inspector", exact=True).click()
    page.get_by_role("button", name="Approve the refund of EUR 49.90").click()
    row = page.locator("#inspector tr", has_text="block_actions")
    expect(row).to_contain_text("ms")
    row.get_by_role("button").click()
    expect(page.get_by_role("region", name="Sent")).to_contain_text("H-2214")
    page.get_by_role("tab", name="Faults and clock").click()
    page.get_by_label("What goes wrong").select_option("drop_ack")
    page.get_by_role("button", name="Arm").click()
    expect(page.get_by_text("drop ack at *: 1 to come")).to_be_visible()
    page.get_by_role("button", name="Disarm").click()
    expect(page.get_by_text("No fault is armed.")).to_be_visible()


def test_habits_of_slack_work(stage: Stage) -> None:
    page = stage.page()
    page.locator("#composer-input").fill("frist")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("frist")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("textbox", name="Edit message")).to_be_focused()
    page.get_by_role("textbox", name="Edit message").fill("first")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("first (edited)")
    page.keyboard.press("Control+k")
    page.keyboard.type("dan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Message Dana")).to_be_focused()
    page.keyboard.press("F6")
    expect(page.locator("#topbar .actor.current").first).to_be_focused()


def test_first_visit_shows_somebody(stage: Stage) -> None:
    page = stage.page()
    page.evaluate("localStorage.setItem('person', 'U0GONE')")
    page.goto("about:blank")
    page.goto(stage.base)
    expect(page.get_by_role("group", name="Act as").get_by_role("button", name="Maria")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_role("heading", name="#start-here")).to_be_visible()


def test_a_permalink_opens_the_message(stage: Stage) -> None:
    ts = stage.post()
    link = stage.client.chat_getPermalink(channel=REFUNDS, message_ts=ts)["permalink"]
    stage.post(channel=page_kit.START, text="x", blocks=page_app.folded(f"See <{link}|the card>"))
    page = stage.page(channel=page_kit.START)
    page.get_by_role("link", name="the card").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("heading", name="Refund EUR 49.90 for order 1042?")).to_be_visible()
    page.goto("about:blank")
    page.goto(link)
    expect(thread.get_by_role("heading", name="Refund EUR 49.90 for order 1042?")).to_be_visible()
    expect(page.get_by_role("heading", name="#refunds")).to_be_visible()


def test_reactions_are_given_and_taken_back(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    last(page).hover()
    last(page).get_by_role("button", name="Add a reaction").click()
    page.get_by_role("menuitem", name=":eyes:").click()
    chip = last(page).get_by_role("button", name=":eyes: 1")
    expect(chip).to_have_attribute("aria-pressed", "true")
    chip.click()
    expect(chip).to_have_count(0)


def test_fast_typing_loses_nothing(stage: Stage) -> None:
    page = stage.page()
    box = page.locator("#composer-input")
    for i in range(8):
        box.fill(f"line {i}")
        box.press("Enter")
    expect(page.locator("#main .message")).to_have_count(8)
    expect(page.locator("#main .message .run, #main .message .rich-section")).to_have_text(
        [f"line {i}" for i in range(8)]
    )
