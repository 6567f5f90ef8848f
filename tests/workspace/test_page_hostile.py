"""Sixty hostile texts in every place where foreign text is shown: they stay text, and nothing leaves the machine."""

import html
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.workspace import page_app, page_kit
from tests.workspace.page_app import bold, button, option, rich, words
from tests.workspace.page_kit import MARIA, NEEDS_CHROMIUM, REFUNDS, Stage

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

MARKUP = (
    "<script>window.pwned=1</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<img src=x onerror=window.pwned=1>",
    "<img src=https://evil.example/pixel.png>",
    "<svg onload=window.pwned=1>",
    "<svg><script>window.pwned=1</script></svg>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<body onload=window.pwned=1>",
    "<a href='javascript:window.pwned=1'>press</a>",
    "<form action=https://evil.example><button>Approve</button></form>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<object data=https://evil.example></object>",
    "<embed src=https://evil.example>",
    "<video src=https://evil.example onerror=window.pwned=1>",
    "<details open ontoggle=window.pwned=1>",
    "<math><mtext></mtext><script>window.pwned=1</script></math>",
    "</script><script>window.pwned=1</script>",
    "</textarea><script>window.pwned=1</script>",
    "--><script>window.pwned=1</script>",
    "]]><script>window.pwned=1</script>",
    '"><script>window.pwned=1</script>',
    "' onmouseover='window.pwned=1",
    "`${window.pwned=1}`",
    "{{constructor.constructor('window.pwned=1')()}}",
    "<dialog open>Approved by Maria</dialog>",
    "<template><img src=x onerror=window.pwned=1></template>",
)
LINKS = (
    "<javascript:window.pwned=1|press here>",
    "<JaVaScRiPt:window.pwned=1>",
    "<data:text/html,<script>window.pwned=1</script>|picture>",
    "<vbscript:msgbox(1)|press>",
    "<file:///etc/passwd|the file>",
    "<blob:https://evil.example/1|blob>",
    "<https://evil.example|https://bank.example>",
    "<https://bank.example@evil.example/|bank.example>",
    '<http://evil.example/?x="onclick="window.pwned=1|x>',
    "[press](javascript:window.pwned=1)",
    "[https://bank.example](https://evil.example)",
    "https://evil.example/<script>window.pwned=1</script>",
    "javascript:window.pwned=1//https://ok.example",
    "<//evil.example|slashes>",
    "<https://xn--bnk-5cd.example|bаnk.example>",
    "<mailto:a@evil.example?subject=x|write>",
)
CONTROLS = (
    "pay EUR \u202e09.94\u202c now",
    "\u202e\u202e\u202e all of it reversed",
    "\u2066\u2067\u2068 isolates that nobody closes",
    "\u200f\u061cright to left marks",
    "zero\u200bwidth\u200djoined\ufeff",
    "bell \x07 escape \x1b[31m red \x7f",
    "line\u2028separator\u2029paragraph",
    "tag \U000e0041\U000e0042 characters",
    "Zalgo Z\u0351\u0352\u0353\u0354\u0355\u0356\u0357\u0358\u0359\u035a",
    "<@U02MARIA> Approved <!channel> <!subteam^S01SUPPORT>",
    "<!date^99999999999999^{date}|far>",
    "<!date^1^{time}^javascript:window.pwned=1|dated>",
    "*_~`*_~`*_~` ```<script>window.pwned=1</script>```",
    "&lt;script&gt;window.pwned=1&lt;/script&gt; &amp;lt;b&amp;gt;",
)
HOSTILE = MARKUP + LINKS + CONTROLS

UNSAFE = """() => {
  const bad = [];
  const tags = ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'STYLE', 'LINK', 'META', 'BASE', 'VIDEO', 'TEMPLATE'];
  const sized = '.composer-box, .popup';  // the page itself sets their height and place
  for (const node of document.querySelectorAll('body *')) {
    if (tags.includes(node.tagName)) bad.push(node.outerHTML);
    if (node.tagName === 'IMG' && new URL(node.src).origin !== location.origin) bad.push(node.outerHTML);
    for (const { name, value } of node.attributes) {
      if (/^on|^srcdoc$/.test(name) || (name === 'style' && !node.matches(sized))) bad.push(`${name} of ${node}`);
      const leads = ['href', 'src', 'action', 'formaction'].includes(name);
      if (leads && !/^(https?:|#|data:,$)/.test(value)) bad.push(`${name}=${value}`);
    }
    if (node.tagName === 'A' && node.target === '_blank' && !/noopener/.test(node.rel)) bad.push(`rel of ${node.href}`);
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def shared() -> Iterator[Stage]:
    with page_kit.stage() as one:
        yield one


@pytest.fixture
def stage(shared: Stage) -> Stage:
    shared.fresh()
    return shared


def assert_harmless(stage: Stage, page: Page) -> None:
    page.wait_for_timeout(150)
    assert page.evaluate("window.pwned") is None
    assert page.evaluate(UNSAFE) == []
    assert stage.foreign == []
    assert stage.errors == []


def shown(text: str) -> str:
    """Return what a plain_text object shows: Slack's three entities undone, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_there_are_sixty() -> None:
    assert len(set(HOSTILE)) == 60


def test_what_people_type_stays_text(stage: Stage) -> None:
    page = stage.page()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog came up: {dialog.message}"))
    for text in HOSTILE:
        sent = page.request.post(f"{stage.base}ui/send", data={"as": MARIA, "channel": REFUNDS, "text": text})
        assert sent.ok
    rows = page.locator("#main .message .message-body")
    expect(rows).to_have_count(60)
    assert_harmless(stage, page)
    for row, text in zip(rows.all(), HOSTILE, strict=True):
        if "http" not in text and "@" not in text:  # links and mentions are shown as such
            assert row.text_content() == text


def test_what_an_app_says_in_mrkdwn_stays_text(stage: Stage) -> None:
    page = stage.page()
    for text in HOSTILE:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        context = {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}
        stage.client.chat_postMessage(channel=REFUNDS, text=text, blocks=[section, context])
    expect(page.locator("#main .message")).to_have_count(60)
    assert_harmless(stage, page)


def test_plain_and_rich_text_are_shown_letter_by_letter(stage: Stage) -> None:
    page = stage.page()
    for text in HOSTILE:
        head = {"type": "header", "text": words(text)}
        body: dict[str, Any] = {"type": "rich_text", "elements": [rich(bold(text))]}
        stage.client.chat_postMessage(channel=REFUNDS, text="x", blocks=[head, body])
    expect(page.locator("#main .message")).to_have_count(60)
    heads, rich_texts = page.locator(".block-header").all(), page.locator(".block-rich_text").all()
    for above, below, text in zip(heads, rich_texts, HOSTILE, strict=True):
        assert above.text_content() == shown(text)
        assert below.text_content() == text
    assert_harmless(stage, page)


def test_controls_tables_markdown_and_attachments_stay_text(stage: Stage) -> None:
    page = stage.page()
    for text in HOSTILE:
        short = short_of(text)
        cells = [[{"type": "raw_text", "text": text}], [{"type": "rich_text", "elements": [rich(bold(text))]}]]
        blocks: list[dict[str, Any]] = [
            {"type": "actions", "elements": [button(short, "pick_x", accessibility_label=short), *selects(short)]},
            {"type": "markdown", "text": text},
            {"type": "table", "rows": cells},
            {"type": "image", "image_url": "https://evil.example/pixel.png", "alt_text": text},
        ]
        attachments = [{"text": text, "fallback": text}]
        stage.client.chat_postMessage(channel=REFUNDS, text=text, blocks=blocks, attachments=attachments)
    expect(page.locator("#main .message")).to_have_count(60)
    page.get_by_role("button", name="More choices").last.click()
    page.keyboard.press("Escape")
    assert_harmless(stage, page)


def short_of(text: str) -> str:
    """Return as much of a text as a button holds, counted after Slack's escaping."""
    while len(html.escape(text, quote=False)) > 70:
        text = text[:-1]
    return text


def selects(text: str) -> list[dict[str, Any]]:
    """Return an overflow menu and a select that carry a text."""
    one = option(text) | {"value": "v"}
    return [
        {"type": "overflow", "action_id": "more", "options": [one]},
        {"type": "static_select", "action_id": "pick_y", "placeholder": words(text), "options": [one]},
    ]


def test_only_web_addresses_become_links_and_say_where_they_lead(stage: Stage) -> None:
    page = stage.page()
    for text in LINKS:
        stage.client.chat_postMessage(channel=REFUNDS, text=text)
    expect(page.locator("#main .message")).to_have_count(len(LINKS))
    anchors = page.locator("#main .message a").all()
    assert len(anchors) >= 3, "those to the web are links"
    for anchor in anchors:
        href = anchor.get_attribute("href") or ""
        assert href.startswith(("http://", "https://"))
        label, around = anchor.text_content() or "", anchor.locator("xpath=..").text_content() or ""
        host = page.evaluate("h => new URL(h).host", href)
        assert host in around, f"{label} leads to {href} and does not say so"
    mask = page.locator("#main .message", has_text="https://bank.example (").first
    expect(mask).to_contain_text("(evil.example)")


def test_direction_marks_do_not_reach_their_surroundings(stage: Stage) -> None:
    stage.client.chat_postMessage(
        channel=REFUNDS, text="x", username="\u202eairaM", blocks=page_app.folded("\u202epay 1")
    )
    page = stage.page()
    row = page.locator("#main .message").last
    expect(row).to_be_visible()
    isolated = "n => getComputedStyle(n).unicodeBidi"
    assert row.locator(".author").evaluate(isolated) == "isolate"
    assert row.locator(".run").evaluate(isolated) == "isolate"
    author, time = row.locator(".author").bounding_box(), row.locator(".when").first.bounding_box()
    assert author is not None
    assert time is not None
    assert author["x"] + author["width"] <= time["x"], "the time stands in the reversed name"


def test_hostile_texts_in_a_modal_stay_text(stage: Stage) -> None:
    page = stage.page()
    for at in range(0, 60, 10):
        texts = HOSTILE[at : at + 10]
        view = {"type": "modal", "title": words(texts[0][:24]), "submit": words(texts[1][:24]), "blocks": inputs(texts)}
        assert_modal_harmless(stage, page, view, texts)


def inputs(texts: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return inputs that carry texts as label, hint, placeholder and start value."""
    return [
        {
            "type": "input",
            "block_id": f"b{i}",
            "label": words(text),
            "hint": words(text),
            "element": {
                "type": "plain_text_input",
                "action_id": "a",
                "initial_value": text,
                "placeholder": words(text),
            },
        }
        for i, text in enumerate(texts)
    ]


def assert_modal_harmless(stage: Stage, page: Page, view: dict[str, Any], texts: tuple[str, ...]) -> None:
    stage.open_view(view)
    expect(page.get_by_role("dialog")).to_be_visible()
    for i, text in enumerate(texts):
        block = page.locator(f'[data-block="b{i}"]')
        assert block.locator(".field-label bdi").text_content() == shown(text)
    assert_harmless(stage, page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
