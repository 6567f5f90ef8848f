"""What a person puts into fields arrives at the app in Slack's shapes; what is wrong is said at the field."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.workspace import page_kit
from tests.workspace.page_app import Block, option, words
from tests.workspace.page_blocks import acting, few, many_inputs
from tests.workspace.page_kit import DANA, JONAS, NEEDS_CHROMIUM, PHONE, REFUNDS, WEI, Stage

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


def choose(page: Page, name: str, *labels: str) -> None:
    pick(page, page.get_by_role("combobox", name=name), *labels)


def pick(page: Page, box: Locator, *labels: str) -> None:
    box.click()
    for label in labels:
        page.get_by_role("option", name=label).click()
    if len(labels) > 1:  # a list of many stays open
        page.keyboard.press("Escape")


def element(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-key="field_{kind}"]')


def field_of(page: Page, label: str) -> Locator:
    return page.locator(f'[data-block="{label}"]')


def fill_all(page: Page) -> None:
    choose(page, "A select", "Two")
    choose(page, "Many", "One", "Three")
    choose(page, "A person", "Jonas")
    choose(page, "A place", "#refunds")
    page.get_by_role("radio", name="Two").check()
    page.get_by_role("checkbox", name="One").check()
    page.get_by_role("checkbox", name="Three").check()
    values = {
        "Words": "enough",
        "More words": "two\nlines",
        "A number": "7",
        "A day": "2026-11-24",
        "A time": "09:30",
        "A moment": "2026-11-24T15:02",
        "Mail": "a@example.com",
        "Address": "https://example.com",
    }
    for label, value in values.items():
        page.get_by_label(label, exact=True).fill(value)


def test_every_input_arrives_in_slacks_shape(stage: Stage) -> None:
    page = stage.page()
    stage.open_view(many_inputs())
    fill_all(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    got = {block: next(iter(fields.values())) for block, fields in stage.heard[0].items()}
    values = {label: next(v for k, v in value.items() if k != "type") for label, value in got.items()}
    assert values["A select"]["value"] == "Two"
    assert [o["value"] for o in values["Many"]] == ["One", "Three"]
    assert values["One of"]["value"] == "Two"
    assert [o["value"] for o in values["Some of"]] == ["One", "Three"]
    plain = {k: v for k, v in values.items() if k not in ("A select", "Many", "One of", "Some of")}
    assert plain == {
        "A person": JONAS,
        "A place": REFUNDS,
        "Words": "enough",
        "More words": "two\nlines",
        "A number": "7",
        "A day": "2026-11-24",
        "A time": "09:30",
        "A moment": 1_795_532_520,  # 15:02 in Lisbon
        "Mail": "a@example.com",
        "Address": "https://example.com",
    }


def test_a_moment_is_read_in_the_acting_persons_zone(stage: Stage) -> None:
    page = stage.page(user=WEI)
    picker = {"type": "datetimepicker", "action_id": "at", "initial_date_time": 1_795_528_920}
    block = {"type": "input", "block_id": "at", "label": words("When"), "element": picker}
    view = {"type": "modal", "callback_id": "every_input", "title": words("Moment"), "submit": words("Save")}
    stage.open_view(view | {"blocks": [block]}, WEI)
    expect(page.get_by_label("When", exact=True)).to_have_value("2026-11-24T22:02")
    page.get_by_label("When", exact=True).fill("2026-11-25T06:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert stage.heard[0]["at"]["at"]["selected_date_time"] == 1_795_557_600


WRONG = [
    ("Words", "ab", "At least 3 characters; this has 2."),
    ("Words", "much too long", "At most 10 characters; this has 13."),
    ("A number", "seven", "This is not a number. Write it like 44.95."),
    ("A number", "2.5", "Only whole numbers here."),
    ("A number", "1", "2 or more."),
    ("A number", "11", "10 or less."),
    ("Mail", "nobody", "This is not an e-mail address."),
    ("Address", "nowhere", "This is not a web address. It begins with https://."),
]


def test_wrong_values_are_told_at_their_field(stage: Stage) -> None:
    page = stage.page()
    stage.open_view(many_inputs())
    fill_all(page)
    for label, value, told in WRONG:
        before = page.get_by_label(label, exact=True).input_value()
        page.get_by_label(label, exact=True).fill(value)
        page.get_by_role("button", name="Save").click()
        expect(field_of(page, label).locator(".field-error")).to_have_text(told)
        expect(page.get_by_label(label, exact=True)).to_be_focused()
        expect(page.get_by_label(label, exact=True)).to_have_attribute("aria-invalid", "true")
        page.get_by_label(label, exact=True).fill(before)
        expect(field_of(page, label).locator(".field-error")).to_be_hidden()
    assert stage.heard == []


def test_an_update_keeps_what_was_typed(stage: Stage) -> None:
    page = stage.page()
    stage.open_view(many_inputs())
    page.get_by_label("Words", exact=True).fill("kept")
    office = stage.thread.workspace.office

    async def update() -> None:
        view = office.state.stacks[page_kit.MARIA][-1]
        office.views.update(view, many_inputs() | {"title": words("Changed")}, None)

    stage.thread.run(update())
    expect(page.get_by_role("dialog", name="Changed")).to_be_visible()
    expect(page.get_by_label("Words", exact=True)).to_have_value("kept")
    expect(page.get_by_label("Words", exact=True)).to_be_focused()


def test_elements_of_a_message_send_their_choice(stage: Stage) -> None:
    stage.post(blocks=[{"type": "actions", "block_id": "all", "elements": acting()}])
    page = stage.page()
    pick(page, element(page, "static_select"), "Two")
    pick(page, element(page, "users_select"), "Dana")
    pick(page, element(page, "channels_select"), "#access")
    pick(page, element(page, "multi_static_select"), "Option 3", "Option 5")
    page.get_by_role("checkbox", name="Three").check()
    page.get_by_role("radio", name="One").check()
    element(page, "datepicker").fill("2026-12-01")
    page.wait_for_timeout(400)
    got: dict[str, Block] = {a["type"]: a for a in stage.heard}
    assert got["static_select"]["selected_option"]["value"] == "Two"
    assert got["users_select"]["selected_user"] == DANA
    assert got["channels_select"]["selected_channel"] == page_kit.ACCESS
    assert [o["value"] for o in got["multi_static_select"]["selected_options"]] == ["Option 3", "Option 5"]
    assert [o["value"] for o in got["checkboxes"]["selected_options"]] == ["Three"]
    assert got["radio_buttons"]["selected_option"]["value"] == "One"
    assert got["datepicker"]["selected_date"] == "2026-12-01"
    assert len([a for a in stage.heard if a["type"] == "multi_static_select"]) == 1, "sent at every pick"


def test_a_list_filters_and_is_walked_by_keys(stage: Stage) -> None:
    stage.post(blocks=[{"type": "actions", "block_id": "all", "elements": acting()}])
    page = stage.page()
    box = element(page, "multi_static_select")
    box.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("option 1")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name="Option 10")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.get_by_role("combobox", name="Choose one: Option 10")).to_be_focused()


def test_option_groups_have_names(stage: Stage) -> None:
    groups = [{"label": words("First"), "options": [option("One")]}, {"label": words("Rest"), "options": few()[1:]}]
    select = {"type": "static_select", "action_id": "pick_g", "placeholder": words("Choose"), "option_groups": groups}
    stage.post(blocks=[{"type": "actions", "elements": [select]}])
    page = stage.page()
    page.get_by_role("combobox", name="Choose").click()
    expect(page.get_by_role("group", name="Rest").get_by_role("option")).to_have_count(2)


def test_url_button_shows_where_it_leads_and_tells_the_app(stage: Stage) -> None:
    stage.post(blocks=[{"type": "actions", "elements": acting()[:1]}])
    page = stage.page()
    page.context.route("https://shop.example/**", lambda route: route.abort())
    anchor = page.locator("a.button")
    expect(anchor).to_contain_text("shop.example")
    assert anchor.get_attribute("rel") == "noopener noreferrer"
    with page.expect_popup() as popup:
        anchor.click()
    popup.value.close()
    expect(page.get_by_text("Noted: field_link")).to_be_visible()


def test_long_sections_fold_unless_told_to_expand(stage: Stage) -> None:
    long = "a line that goes on. " * 60
    stage.post(
        blocks=[{"type": "section", "text": words(long)}, {"type": "section", "expand": True, "text": words(long)}]
    )
    page = stage.page()
    more = page.get_by_role("button", name="Show more")
    expect(more).to_have_count(1)
    height = page.locator(".fold").evaluate("n => n.offsetHeight")
    more.click()
    assert page.locator(".fold").evaluate("n => n.offsetHeight") > height
    expect(page.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")


def test_popup_lists_stay_on_a_phone_screen(stage: Stage) -> None:
    page = stage.page(size=PHONE)
    stage.open_view(many_inputs())
    page.get_by_role("combobox", name="A place").click()
    box = page.locator(".picker-popup").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["y"] + box["height"] <= PHONE["height"]
