"""Pages to read and to print: one HTML document, no script, nothing from elsewhere. Pure.

Every text goes through `tag`, which escapes what is not `Html` already: nothing foreign is read as markup.
"""

from datetime import UTC, datetime
from html import escape

from handlers.slack.blocks import isolated, revealed

CSS = """
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1d1c1d; background: #fff; }
body { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .5rem; padding-top: .75rem; border-top: 1px solid #ddd; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, ul, dl, table, blockquote, pre { margin: .4rem 0; }
.quiet { color: #565158; }
dl { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; gap: .15rem 1rem; }
dt { color: #565158; }
dd { margin: 0; }
blockquote { padding: .1rem 0 .1rem .9rem; border-left: 3px solid #999; white-space: pre-wrap; }
pre { font: .8rem/1.45 ui-monospace, monospace; white-space: pre-wrap; background: #f5f4f5;
  padding: .5rem .75rem; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: .85rem; }
th:nth-child(1) { width: 3.2rem; } th:nth-child(2) { width: 7rem; } th:nth-child(3) { width: 8.5rem; }
th:nth-child(4) { width: 6rem; }
.history th:nth-child(1) { width: 4rem; } .history th:nth-child(3) { width: 38%; }
.history th:nth-child(4) { width: 7rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #e6e4e6; }
th { font-weight: 600; color: #565158; }
code { font: .8em ui-monospace, monospace; }
td code { display: block; word-break: break-all; }
td time { display: block; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; }
  thead { display: none; } tr { display: block; padding: .4rem 0; border-bottom: 1px solid #e6e4e6; }
  td { display: block; border: 0; padding: 0; } }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } h2, h3 { break-after: avoid; }
  tr, dl, blockquote { break-inside: avoid; } @page { margin: 18mm 16mm; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, *inside: str, **attributes: str) -> Html:
    """An element. Its parts are escaped unless they are `Html`, and what cannot be seen in them is made visible."""
    given = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{given}>{''.join(map(_safe, inside))}</{name}>")


def _safe(text: str) -> str:
    return text if isinstance(text, Html) else escape(isolated(revealed(text)))


def document(title: str, *parts: str) -> str:
    """A whole page."""
    meta = Html(
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="referrer" content="no-referrer">'
    )
    head = tag("head", meta, tag("title", title), tag("style", Html(CSS)))
    return f"<!doctype html>\n{tag('html', head, tag('body', tag('main', tag('h1', title), *parts)), lang='en')}\n"


def facts(*rows: tuple[str, ...]) -> Html:
    """Names and what is to be said of each, side by side."""
    return tag("dl", *(part for name, *told in rows for part in (tag("dt", name), tag("dd", *told))))


def code(text: str) -> Html:
    """A key, a hash, a command."""
    return tag("code", text)


def moment(text: str) -> Html:
    """A time of the record (ISO), in UTC."""
    at = parsed(text)
    return tag("time", f"{at.day} {at:%b %Y, %H:%M:%S} UTC", datetime=at.isoformat())


def parsed(text: str) -> datetime:
    """A time of the record (ISO) as aware UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
