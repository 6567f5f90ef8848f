"""How mrkdwn, rich text, links and times are read: small cases, each in the page's own modules."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.workspace import page_kit
from tests.workspace.page_kit import NEEDS_CHROMIUM, Stage

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]

HTML = """async text => {
  const { mrkdwn } = await import('/page/mrkdwn.js');
  const node = document.createElement('div');
  node.append(...mrkdwn(text));
  for (const n of node.querySelectorAll('*')) {
    for (const { name } of [...n.attributes]) if (name !== 'href') n.removeAttribute(name);
  }
  return node.innerHTML.replace(/<\\/?(span|bdi)>/g, '');
}"""
DATE = "async ([at, pattern]) => (await import('/page/dates.js')).slackDate(at, pattern)"

MRKDWN = [
    ("*bold* and _it_ and ~gone~", "<strong>bold</strong> and <em>it</em> and <s>gone</s>"),
    ("*_both_*", "<strong><em>both</em></strong>"),
    ("2*3*4 snake_case_name a~b~c", "2*3*4 snake_case_name a~b~c"),
    ("* not bold * _ nor _", "* not bold * _ nor _"),
    ("*two\nlines*", "*two\nlines*"),
    ("`*code* <b> &amp;`", "<code>*code* &lt;b&gt; &amp;</code>"),
    ("*a `*` b*", "<strong>a <code>*</code> b</strong>"),
    ("```\nx *y*\n```", "<pre><code>x *y*</code></pre>"),
    ("&gt; quoted\nnot", "<blockquote>quoted</blockquote>not"),
    ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
    ("<@U03JONAS> <@UNOBODY>", "@Jonas @UNOBODY"),
    ("<!subteam^S01SUPPORT> <!here> <#C02REFUNDS>", "@support-leads @here <button>#refunds</button>"),
    ("<https://a.example/x>", '<a href="https://a.example/x">https://a.example/x</a>'),
    ("<https://a.example|here>", '<a href="https://a.example/">here</a> (a.example)'),
    ("<https://a.example|a.example>", '<a href="https://a.example/">a.example</a>'),
    ("see https://a.example/x.", 'see <a href="https://a.example/x">https://a.example/x</a>.'),
    ("<javascript:x|y>", "&lt;javascript:x|y&gt;"),
    ("(*x*), *y*!", "(<strong>x</strong>), <strong>y</strong>!"),
]

AT = 1_795_528_920  # 24 Nov 2026, 14:02:00 UTC
DATES = [
    ("{date_num} {time}", "2026-11-24 14:02"),
    ("{date}", "November 24th, 2026"),
    ("{date_short}", "Nov 24, 2026"),
    ("{date_long} at {time_secs}", "Tuesday, November 24th, 2026 at 14:02:00"),
    ("{unknown} {time}", "{unknown} 14:02"),
]


@pytest.fixture(scope="module")
def shared() -> Iterator[Stage]:
    with page_kit.stage() as one:
        yield one


@pytest.fixture(scope="module")
def page(shared: Stage) -> Page:
    shared.fresh()
    return shared.page()


@pytest.mark.parametrize(("text", "html"), MRKDWN)
def test_mrkdwn(page: Page, text: str, html: str) -> None:
    assert page.evaluate(HTML, text) == html


@pytest.mark.parametrize(("pattern", "text"), DATES)
def test_date_formats_in_lisbon(page: Page, pattern: str, text: str) -> None:
    assert page.evaluate(DATE, [AT, pattern]) == text


def test_near_days_have_names(page: Page) -> None:
    now = page.evaluate("async () => (await import('/page/dates.js')).now()")
    for shift, name in ((0, "today"), (-86_400, "yesterday"), (86_400, "tomorrow")):
        assert page.evaluate(DATE, [now + shift, "due {date_pretty}"]) == f"due {name}"
        assert page.evaluate(DATE, [now + shift, "{date_short_pretty}"]) == name.capitalize()


@pytest.mark.parametrize("tz", ["Europe/Lisbon", "America/New_York", "Asia/Singapore", "Asia/Kathmandu"])
def test_local_times_go_there_and_back(page: Page, tz: str) -> None:
    script = """async ([text, tz]) => {
      const { fromLocal, dayKey, clockTime } = await import('/page/dates.js');
      const at = fromLocal(text, tz);
      return `${dayKey(at, tz)}T${clockTime(at, tz)}`;
    }"""
    for text in ("2026-11-24T14:02", "2026-03-29T12:00", "2026-10-25T03:30", "2026-03-08T09:00", "2026-12-31T23:59"):
        assert page.evaluate(script, [text, tz]) == text


def test_dense_hostile_markup_is_read_in_linear_time(page: Page) -> None:
    script = """async text => {
      const { mrkdwn } = await import('/page/mrkdwn.js');
      const start = performance.now();
      mrkdwn(text);
      return performance.now() - start;
    }"""
    for text in ("*a" * 20_000, "*_~" * 13_000, "<" * 40_000, "`" * 40_000, "*a*_b_~c~" * 4_000, "_*a " * 10_000):
        assert page.evaluate(script, text) < 1500, text[:12]
