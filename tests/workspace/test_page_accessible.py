"""No violation of level A or AA that axe-core finds, in light and dark, on a desk and on a phone; nothing overflows."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.workspace import page_kit
from tests.workspace.page_blocks import everything, many_inputs
from tests.workspace.page_kit import DESKTOP, MARIA, NEEDS_CHROMIUM, PHONE, REFUNDS, Stage

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

AXE_VERSION = "4.11.0"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
INSTALL_SECONDS = 120
LOOKS = [("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE), ("dark", PHONE)]
NAMES = ["light desk", "dark desk", "light phone", "dark phone"]


@pytest.fixture(scope="module")
def axe(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, fetched by npm once and kept in pytest's cache."""
    assert pytestconfig.cache is not None
    kept = pytestconfig.cache.mkdir("axe") / f"{AXE_VERSION}.js"
    if not kept.exists():
        new = shutil.copy(fetched(tmp_path_factory.mktemp("axe")), kept.with_name(f"{os.getpid()}.js"))
        Path(new).replace(kept)
    return kept.read_text(encoding="utf-8")


def fetched(folder: Path) -> Path:
    """Where axe-core is after npm installed it into a folder."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, so axe-core cannot be fetched")
    command = [npm, "install", "--no-save", "--silent", "--no-audit", "--no-fund", f"axe-core@{AXE_VERSION}"]
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=INSTALL_SECONDS, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        pytest.skip("npm could not fetch axe-core")
    return folder / "node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="module")
def shared() -> Iterator[Stage]:
    with page_kit.stage() as one:
        yield one


@pytest.fixture
def stage(shared: Stage) -> Iterator[Stage]:
    shared.fresh()
    yield shared
    assert shared.errors == []


def violations(page: Page, axe: str) -> list[str]:
    if page.evaluate("!window.axe"):
        page.evaluate(axe + ";0")
    found = page.evaluate("levels => axe.run({runOnly: {type: 'tag', values: levels}})", LEVELS)
    return [f"{v['id']}: {n['html'][:160]} {n['failureSummary']}" for v in found["violations"] for n in v["nodes"]]


def overflow(page: Page) -> list[str]:
    """Return what is wider than the window or makes a list scroll sideways."""
    script = """() => [document.documentElement, ...document.querySelectorAll('.pane, .home, .modal-body, .sidebar')]
      .filter(n => n.getClientRects().length && n.scrollWidth > n.clientWidth + 1)
      .map(n => `${n.className || n.tagName} ${n.scrollWidth} > ${n.clientWidth}`)"""
    return list(page.evaluate(script))


def assert_fine(page: Page, axe: str) -> None:
    assert violations(page, axe) == []
    assert overflow(page) == []


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=NAMES)
def test_conversation_with_every_block(stage: Stage, axe: str, scheme: str, size: ViewportSize) -> None:
    ts = stage.post()
    stage.post(blocks=everything())
    stage.post(thread_ts=ts, text="Nobody has answered yet.")
    stage.client.chat_postEphemeral(channel=REFUNDS, user=MARIA, text="Only the buttons decide.")
    page = stage.page(size=size, color_scheme=scheme)
    expect(page.get_by_text("Only the buttons decide.")).to_be_visible()
    stage.press_what_nobody_answers(page)
    expect(page.locator(".failure")).to_be_visible()
    assert_fine(page, axe)
    page.get_by_role("button", name="1 reply").click()
    expect(page.locator("#thread .message")).to_have_count(2)
    page.locator("#thread .message").last.hover()
    assert_fine(page, axe)


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=NAMES)
def test_modal_with_errors_and_an_open_list(stage: Stage, axe: str, scheme: str, size: ViewportSize) -> None:
    page = stage.page(size=size, color_scheme=scheme)
    stage.open_view(many_inputs())
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.locator(".field-error:visible").first).to_be_visible()
    assert_fine(page, axe)
    page.get_by_role("combobox", name="A select").click()
    expect(page.get_by_role("listbox")).to_be_visible()
    assert_fine(page, axe)


@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=NAMES)
def test_home_menus_completion_and_inspector(stage: Stage, axe: str, scheme: str, size: ViewportSize) -> None:
    stage.post()
    page = stage.page(size=size, color_scheme=scheme)
    page.get_by_role("button", name="More choices").click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert_fine(page, axe)
    page.keyboard.press("Escape")
    page.locator("#composer-input").fill("@")
    expect(page.get_by_role("listbox", name="People and groups")).to_be_visible()
    assert_fine(page, axe)
    page.keyboard.press("Escape")
    if size is PHONE:
        page.get_by_role("button", name="Channels").click()
        assert_fine(page, axe)
    page.locator("#sidebar").get_by_role("link", name="Baton").click()
    expect(page.get_by_role("heading", name="3 wait for you")).to_be_visible()
    assert_fine(page, axe)
    page.get_by_role("button", name="Inspector", exact=True).click()
    expect(page.locator("#inspector tbody tr").first).to_be_visible()
    page.locator("#inspector tbody button").first.click()
    assert_fine(page, axe)
    page.get_by_role("tab", name="Faults and clock").click()
    expect(page.get_by_role("button", name="Arm")).to_be_visible()
    assert_fine(page, axe)


def test_phone_drawer_by_keyboard(stage: Stage) -> None:
    page = stage.page(size=PHONE)
    opener = page.get_by_role("button", name="Channels")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sidebar .side-row.current")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.locator("#sidebar .side-row.current")).to_be_hidden()


def test_act_as_on_a_phone(stage: Stage) -> None:
    page = stage.page(size=PHONE)
    page.get_by_role("button", name="Act as: Maria").click()
    page.get_by_role("menuitemradio", name="Wei").click()
    expect(page.get_by_role("button", name="Act as: Wei")).to_be_visible()
    expect(page.get_by_role("button", name="Act as: Wei")).to_contain_text("Singapore")


def test_buttons_of_a_card_wrap_on_a_phone(stage: Stage) -> None:
    stage.post()
    page = stage.page(size=PHONE)
    buttons = page.locator(".block-actions .button")
    expect(buttons).not_to_have_count(0)
    for one in buttons.all():
        box = one.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"]


def test_every_stop_of_the_tab_key_is_seen_and_named(stage: Stage) -> None:
    stage.post()
    page = stage.page()
    page.locator("body").click(position={"x": 640, "y": 300})
    names = set()
    for _ in range(45):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
          const n = document.activeElement, around = n.closest('.composer-frame') ?? n;
          const name = n.getAttribute('aria-label') || n.textContent || n.placeholder || '';
          const marked = getComputedStyle(n).outlineStyle !== 'none' || getComputedStyle(around).boxShadow !== 'none';
          return [n.tagName, name, marked];
        }""")
        if seen[0] == "BODY":
            continue
        assert seen[1].strip(), f"{seen[0]} has no name"
        assert seen[2], f"the focus on {seen[1][:40]!r} is not visible"
        names.add(seen[1].strip())
    assert {"Approve the refund of EUR 49.90", "Edit", "Reject", "Inspector"} <= names
