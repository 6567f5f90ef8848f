"""What an agent shows around its messages: a status line, suggested prompts, pictures of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.workspace import page_app, page_kit
from tests.workspace.page_kit import MARIA, NEEDS_CHROMIUM, REFUNDS, Stage

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Stage]:
    with page_kit.stage() as one:
        yield one


@pytest.fixture
def stage(shared: Stage) -> Iterator[Stage]:
    shared.fresh()
    yield shared
    assert shared.errors == []
    assert shared.foreign == []


def test_status_line_stands_in_its_thread_until_the_answer(stage: Stage) -> None:
    root = stage.post(text="Working on it", blocks=page_app.folded("Working on it"))
    stage.post(text="First step", thread_ts=root)
    page = stage.page()
    page.get_by_role("button", name="1 reply").click()
    status = page.locator("#thread .session")
    stage.client.assistant_threads_setStatus(channel_id=REFUNDS, thread_ts=root, status="is looking up order 1042")
    expect(status).to_have_text("Baton is looking up order 1042")
    stage.post(text="Found it", thread_ts=root)
    expect(page.locator("#thread").get_by_text("Found it")).to_be_visible()
    expect(status).to_be_hidden()


def test_suggested_prompts_go_into_the_message_box(stage: Stage) -> None:
    channel = stage.client.conversations_open(users=MARIA)["channel"]["id"]
    root = stage.post(channel=channel, text="Hello", blocks=page_app.folded("Hello"))
    page = stage.page(channel=channel)
    page.get_by_role("tab", name="Messages").click()
    prompts = [{"title": "My queue", "message": "What waits for me?"}]
    stage.client.assistant_threads_setSuggestedPrompts(channel_id=channel, thread_ts=root, prompts=prompts)
    page.get_by_role("button", name="My queue").click()
    expect(page.get_by_role("textbox", name="Message Baton")).to_have_value("What waits for me?")


def test_a_picture_of_this_workspace_is_shown(stage: Stage) -> None:
    stage.client.files_upload_v2(
        channel=REFUNDS, file=PIXEL, filename="proof.png", title="The proof", alt_txt="A parcel"
    )
    page = stage.page()
    shown = page.get_by_role("img", name="A parcel")
    expect(shown).to_be_visible()
    assert shown.evaluate("n => n.complete && n.naturalWidth") == 1
