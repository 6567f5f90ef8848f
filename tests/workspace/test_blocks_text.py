"""What a reader sees of blocks, and what Slack counts."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workspace.test_blocks_elements import ELEMENT_SAMPLES, Json, element, holding, mrkdwn, options, plain, rich
from tests.workspace.test_blocks_samples import BLOCK_SAMPLES, block
from workspace.blocks import text_length, too_long, validate_message_blocks, visible_text


def run(*leaves: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(leaves)}


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def paragraph(*leaves: Json) -> Json:
    return {"type": "rich_text", "elements": [run(*leaves)]}


def bullets(title: str, *items: str) -> Json:
    points = {"type": "rich_text_list", "style": "bullet", "elements": [run(text(item)) for item in items]}
    return {"type": "rich_text", "elements": [run(text(title, bold=True)), points]}


def button(label: str, **more: str) -> Json:
    return {"type": "button", "text": plain(label), "action_id": label, **more}


CARD: list[Json] = [
    {"type": "header", "text": plain("Refund EUR 49.90 for order 1042?")},
    {
        "type": "context",
        "elements": [
            mrkdwn(
                "<@U02JONAS|Jonas> asked <!date^1795000000^{time}|14:02> · answer by <!date^1795001800^{time}|14:32>"
            ),
            plain("· H-2214"),
        ],
    },
    paragraph(text("“Hi, 1042 never showed up, the customer wants her money back”")),
    bullets("Not sure", "Delivered or lost? Settled by: the carrier’s photo."),
    paragraph(
        text("Runs if you approve\n", bold=True), text("Order "), text("1042\n", bold=True), text("Amount EUR 49.90")
    ),
    {
        "type": "actions",
        "elements": [
            button("Approve", style="primary"),
            button("Edit"),
            button("Reject", style="danger"),
            {"type": "overflow", "options": options(5)},
        ],
    },
    {"type": "context", "elements": [mrkdwn("No answer by 14:32: goes to *Head of support*, nothing runs.")]},
]


def test_a_card_reads_as_it_looks() -> None:
    assert validate_message_blocks(CARD) == []
    assert visible_text(CARD) == [
        "Refund EUR 49.90 for order 1042?",
        "@Jonas asked 14:02 · answer by 14:32 · H-2214",
        "“Hi, 1042 never showed up, the customer wants her money back”",
        "Not sure",
        "• Delivered or lost? Settled by: the carrier’s photo.",
        "Runs if you approve",
        "Order 1042",
        "Amount EUR 49.90",
        "[ Approve ]  [ Edit ]  [ Reject ]  […]",
        "No answer by 14:32: goes to Head of support, nothing runs.",
    ]


MARKUP = {
    "*bold* _italic_ ~struck~ `code`": "bold italic struck code",
    "*_both_*": "both",
    "snake_case_name and 2*3*4": "snake_case_name and 2*3*4",
    "<https://example.com|the photo>": "the photo",
    "<https://example.com>": "https://example.com",
    "<@U1> <@U1|maria> <#C1|refunds> <#C1>": "@U1 @maria #refunds #C1",
    "<!here> <!subteam^S1|@leads> <!subteam^S1>": "@here @leads @S1",
    "<!date^1795000000^{date}^https://example.com|24 Nov>": "24 Nov",
    "a &lt; b &amp;&amp; c &gt; d": "a < b && c > d",
    "&amp;lt;": "&lt;",
}


@pytest.mark.parametrize("source", MARKUP)
def test_mrkdwn_shows_its_reading_text(source: str) -> None:
    assert visible_text([{"type": "section", "text": mrkdwn(source)}]) == [MARKUP[source]]


def test_plain_text_shows_its_marks() -> None:
    assert visible_text([{"type": "section", "text": plain("*not bold*\n<@U1>")}]) == ["*not bold*", "<@U1>"]


SEEN: dict[str, tuple[Json, list[str]]] = {
    "section": (
        {
            "type": "section",
            "text": plain("Refund"),
            "fields": [plain("Order"), mrkdwn("*1042*")],
            "accessory": button("Review"),
        },
        ["Refund", "Order", "1042", "[ Review ]"],
    ),
    "divider": ({"type": "divider"}, []),
    "image": (block("image", full=True), ["Refund", "a chart"]),
    "context of images": ({"type": "context", "elements": [element("image")]}, []),
    "input": (
        {
            "type": "input",
            "label": plain("Amount"),
            "hint": plain("Paid: 49.90"),
            "element": {"type": "plain_text_input", "initial_value": "44.95"},
        },
        ["Amount", "[ 44.95 ]", "Paid: 49.90"],
    ),
    "input with choices": (
        {
            "type": "input",
            "label": plain("Why?"),
            "element": {"type": "radio_buttons", "options": options(2), "initial_option": options(2)[1]},
        },
        ["Why?", "( ) Choice 0", "(•) Choice 1"],
    ),
    "empty input": ({"type": "input", "label": plain("Why?"), "element": {"type": "datepicker"}}, ["Why?", "[  ]"]),
    "select": (
        {
            "type": "actions",
            "elements": [{"type": "static_select", "options": options(2), "initial_option": options(2)[0]}],
        },
        ["[ Choice 0 ]"],
    ),
    "ordered list": (
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "indent": 1,
                    "offset": 2,
                    "elements": [run(text("one")), run(text("two"))],
                },
                {"type": "rich_text_preformatted", "elements": [text("a\nb")]},
                {"type": "rich_text_quote", "elements": []},
            ],
        },
        ["  3. one", "  4. two", "a", "b"],
    ),
    "leaves": (
        paragraph(
            {"type": "user", "user_id": "U1"},
            {"type": "channel", "channel_id": "C1"},
            {"type": "usergroup", "usergroup_id": "S1"},
            {"type": "broadcast", "range": "here"},
            {"type": "link", "url": "https://e.org", "text": "photo"},
            {"type": "link", "url": "https://e.org"},
            {"type": "emoji", "name": "wave"},
            {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "24 Nov"},
            {"type": "color", "value": "#ffffff"},
        ),
        ["@U1#C1@S1@herephotohttps://e.org:wave:24 Nov#ffffff"],
    ),
    "table": (block("table", full=True), ["a | facts | 1.50"]),
    "data_table": (block("data_table", full=True), ["Decisions", "Step | Reviewed", "facts | 412"]),
    "card": (block("card", full=True), ["Refund", "Refund", "Refund", "[ Approve ]  [ Reject ]"]),
    "plan": (block("plan", full=True), ["Refund", "Look up order 1042", "facts", "EUR 49.90", "orders"]),
    "feedback": (
        {"type": "context_actions", "elements": [element("feedback_buttons"), element("icon_button")]},
        ["[ Right ]  [ Wrong ]  [ Delete ]"],
    ),
    "container": (
        {
            "type": "container",
            "title": plain("Details"),
            "subtitle": plain("all"),
            "child_blocks": [{"type": "header", "text": plain("In")}],
        },
        ["Details", "all", "In"],
    ),
    "collapsed container": (block("container", full=True), ["facts", "Refund"]),
    "auth_provider": (block("auth_provider"), ["Shop", "[ Connect ]"]),
    "connected auth_provider": (block("auth_provider", full=True), ["Shop", "Orders", "maria", "Lisbon", "[…]"]),
}


@pytest.mark.parametrize("name", SEEN)
def test_seen(name: str) -> None:
    a_block, lines = SEEN[name]
    assert visible_text([a_block]) == lines


def test_every_block_and_element_can_be_read() -> None:
    for name in BLOCK_SAMPLES:
        lines = visible_text([block(name, full=True)])
        assert all("\n" not in line for line in lines)
        assert lines or name in ("call", "divider", "file")
    for name in ELEMENT_SAMPLES:
        assert visible_text([holding(element(name, full=True))]) or name == "image"


@given(st.text().filter(lambda words: "&" not in words))
def test_length_is_that_of_the_escaped_text(words: str) -> None:
    assert text_length(words) == len(html.escape(words, quote=False))


@given(st.text(alphabet="&<>;amplt "))
def test_escaping_first_changes_no_length(words: str) -> None:
    once = html.escape(html.unescape(words), quote=False)
    assert text_length(once) == len(once)


# (characters of text, blocks, whether Slack took it), as far as anybody published them.
MEASURED = [(9_597, 50, True), (4_649, 28, True), (6_020, 33, True), (11_341, 45, False), (13_298, 1, False)]


@pytest.mark.parametrize(("size", "count", "taken"), MEASURED)
def test_too_long_agrees_with_what_was_measured(size: int, count: int, taken: bool) -> None:
    blocks = [{"type": "markdown", "text": "x" * (size // count)}] * (count - 1)
    blocks += [{"type": "markdown", "text": "x" * (size - size // count * (count - 1))}]
    assert too_long(blocks) is not taken


def test_too_long_beside_a_divider() -> None:
    assert too_long([{"type": "markdown", "text": "x" * 13_172}, {"type": "divider"}])
    assert not too_long([{"type": "markdown", "text": "x" * 13_171}, {"type": "divider"}])


def test_too_long_counts_rich_text_and_escapes() -> None:
    assert too_long([rich("&" * 2_700)])
    assert not too_long([rich("&" * 2_600)])
    assert not too_long(None)


def test_too_long_bears_any_depth() -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    assert not too_long(deep)
