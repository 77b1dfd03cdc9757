"""An executed notebook as one self-contained page: prose, tables and images to read, code folded away.

The notebook is written with our own templates rather than nbconvert's, whose pages load and run scripts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import mistune
import pandas as pd
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from trendkit import pages
from trendkit.inert import html_text, visible_lines
from trendkit.publish.parameters import read
from trendkit.publish.safety import CONTENT_POLICY, UnsafePageError, assert_inert, clean

_MOST_TEXT: Final = 20_000
_LEAST_EXPECTED: Final = 0.05
_LEAST_SHARE: Final = 0.001
_LEAST_CHANCE: Final = 0.0001
_IMAGES: Final = ("image/svg+xml", "image/png", "image/jpeg")


class Facts(BaseModel):
    """What a reader must know before the first figure; kept in the manifest and shown in the index.

    `since` and `until` are the first day looked at and the first day left out; `rising` counts among `tested`
    segments, one in an investigation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    as_of: date
    since: date
    until: date
    data: str
    synthetic: bool
    rising: int
    tested: int
    kind: Literal["trends", "investigation"] = "trends"


@dataclass
class _Cell:
    number: int = 0
    html: str = ""
    code: str = ""
    texts: list[str] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)


def render(executed: Path, facts: Facts, run_id: str) -> str:
    """Return the page of an executed notebook, or raise UnsafePageError."""
    body = _body(executed)
    page = str(template("report.html").render(facts=facts, run_id=run_id, body=body, **_frame()))
    assert_inert(page, style())
    return page


def render_index(manifests: list[Any], unread: int) -> str:
    """Return the page that lists all reports."""
    page = str(template("index.html").render(manifests=manifests, unread=unread, **_frame()))
    assert_inert(page, style())
    return page


def template(name: str) -> Any:
    """Return one of our templates; what is put in is escaped, a name it lacks is an error."""
    return pages.template(
        "trendkit.publish",
        name,
        number=_number,
        expected=_expected,
        compact=_compact,
        percent=_percent,
        chance=_chance,
        moment=_moment,
        day=_day,
        capitalised=_capitalised,
    )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def style() -> str:
    """Return the one style sheet of all pages."""
    return (Path(__file__).with_name("templates") / "report.css").read_text(encoding="utf-8")


def _number(value: Any, digits: int = 0) -> str:
    return "unknown" if pd.isna(value) else f"{value:,.{digits}f}"


def _expected(value: Any) -> str:
    """Return an expectation; a quiet past makes it small, never nothing."""
    return "under 0.1" if 0 <= value < _LEAST_EXPECTED else _number(value, 1)


def _compact(value: Any) -> str:
    return _number(value, 2).removesuffix("0").removesuffix(".0")


def _percent(value: Any) -> str:
    if pd.isna(value):
        return "unknown"
    return "under 0.1 %" if 0 < value < _LEAST_SHARE else f"{100 * value:.3g} %"


def _chance(value: Any) -> str:
    if pd.isna(value):
        return "unknown"
    return f"under {_LEAST_CHANCE:g}" if value < _LEAST_CHANCE else f"{value:.2g}"


def _moment(value: Any) -> Any:
    """Return times to the second, "" for none; other values are left as they are."""
    if isinstance(value, datetime):
        return "" if pd.isna(value) else f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None or value is pd.NaT else value


def _day(value: datetime) -> str:
    """Return a midnight as its day, any other moment to the minute."""
    return f"{value:%-d %B %Y}" if value.time() == time() else f"{value:%-d %B %Y %H:%M}"


def _frame() -> dict[str, Any]:
    return {"policy": CONTENT_POLICY, "style": Markup(style())}  # noqa: S704  our own file


def _body(executed: Path) -> Markup:
    body = clean(template("cells.html").render(cells=list(_cells(read(executed)))))
    if clean(body) != body:
        raise UnsafePageError("The page was not published: cleaning it twice does not give the same page.")
    return Markup(body)  # noqa: S704  just cleaned


def _cells(book: Any) -> Iterator[_Cell]:
    number = 0
    for cell in book.cells:
        if cell.cell_type == "markdown":
            yield _Cell(html=_prose(cell.source))
        elif cell.cell_type == "code":
            number += 1
            yield _code(number, cell)


def _code(number: int, cell: Any) -> _Cell:
    shown = _Cell(number, code=_text(cell.source))
    for output in cell.outputs:
        _show(output, shown)
    shown.texts = [text for text in shown.texts if text.strip()]
    return shown


def _show(output: Any, shown: _Cell) -> None:
    data = output.get("data", {})
    image = next((kind for kind in _IMAGES if kind in data), None)
    if "text/html" in data:
        shown.html += clean(data["text/html"])
    elif image:
        shown.images.append(
            {"src": _embedded(image, data[image]), "alt": f"Figure made by step {shown.number}"}
        )
    elif "text/markdown" in data:
        shown.html += _prose(data["text/markdown"])
    elif "text/plain" in data:
        shown.texts.append(_text(data["text/plain"]))
    elif output.get("name") == "stdout":
        shown.texts.append(_text(output.text))


def _embedded(kind: str, content: str) -> str:
    from base64 import b64encode  # noqa: PLC0415  only for bare images

    encoded = b64encode(content.encode()).decode() if kind == "image/svg+xml" else "".join(content.split())
    return f"data:{kind};base64,{encoded}"


def _text(text: str) -> str:
    more = len(text) - _MOST_TEXT
    return visible_lines(text[:_MOST_TEXT]) + (f"\n… {more:,} more characters" if more > 0 else "")


class _Prose(mistune.HTMLRenderer):
    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return "" if level == 1 else super().heading(text, level, **attrs)  # the page has its own title

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002  mistune's signature
        return (
            f'<a href="{html_text(url)}">{text}</a>' if url.startswith("#") else f"{text} ({html_text(url)})"
        )

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002  mistune's signature
        return text


_markdown = mistune.create_markdown(renderer=_Prose(escape=True), plugins=["table"])


def _prose(source: str) -> str:
    return str(_markdown(source))
