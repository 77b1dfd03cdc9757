"""What may stand in a published page: one allow-list to clean with, and a second reading that refuses.

A report shows what attackers wrote to somebody who can act on accounts, so the page may not act at all: no
script, nothing loaded, no way out of the page but its own anchors and index.
"""

import re
from html.parser import HTMLParser
from typing import Final

import nh3

from trendkit.errors import TrendkitError
from trendkit.inert import display_text, visible_lines

CONTENT_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_TEXT_TAGS: Final = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
    ),
    *("dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "hr", "i", "img", "ins", "kbd", "li"),
    *("mark", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong", "sub", "summary", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "ul"),
}
_PAGE_TAGS: Final = _TEXT_TAGS | {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "h1"),
}
_ATTRIBUTES: Final = {
    "a": {"href"},
    "abbr": {"title"},
    "details": {"open"},
    "div": {"role", "tabindex", "aria-label"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "section": {"aria-labelledby"},
    "span": {"aria-hidden"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "*": {"id"},
}
_PAGE_ATTRIBUTES: Final = {
    "html": {"lang"},
    "meta": {"charset", "name", "content", "http-equiv"},
    "main": {"tabindex"},
    "nav": {"aria-label"},
}
_CLASSES: Final = {
    *(
        "banner",
        "summary",
        "figures",
        "figure",
        "trends",
        "trend",
        "facts",
        "number",
        "text",
        "wide",
        "narrow",
    ),
    *("note", "rising", "falling", "steady", "unknown", "code", "scroll", "spark", "plain", "rank", "limits"),
}
_REMOVED: Final = {
    *("script", "style", "template", "iframe", "object", "embed", "svg", "math", "noscript", "textarea"),
    *("title", "xmp", "noembed", "noframes", "plaintext", "select", "audio", "video", "canvas"),
}
_IMAGE: Final = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=]*")
_ANCHOR: Final = re.compile(r"#[a-z][a-z0-9-]*")
_PAGE: Final = re.compile(r"(\.\./index|[a-z0-9][a-z0-9_-]*/report)\.html")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
_META: Final = {"viewport", "color-scheme", "referrer"}


class UnsafePageError(TrendkitError):
    """Refuse to publish a page that could do anything but be read."""


def clean(html: str) -> str:
    """Return an HTML fragment that can only be read: known tags and classes, embedded images, own anchors."""
    cleaned = nh3.clean(
        html,
        tags=_TEXT_TAGS,
        clean_content_tags=_REMOVED,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        allowed_classes=dict.fromkeys(_TEXT_TAGS, _CLASSES),
        url_schemes={"data"},
        link_rel=None,
    )
    # A browser drops a line end that follows <pre>, so leaving it would give another page on every reading.
    cleaned = re.sub(r"(<pre[^>]*>)\n+", r"\1", cleaned)
    return visible_lines(cleaned.replace("\t", "    "))


def assert_inert(page: str, style: str = "") -> None:
    """Raise UnsafePageError unless a whole page can only be read; `style` is the one style sheet it may hold.

    Reads the page again, independently of what wrote it.
    """
    reader = _Reader(style)
    reader.feed(page)
    reader.close()
    if re.search(r"<\s*script", page, re.IGNORECASE):
        reader.refuse("script")
    if reader.policies != [CONTENT_POLICY]:
        reader.refuse(f"content policies {reader.policies}")
    if reader.styles != [style]:
        reader.refuse("a style sheet that is not its own")


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute, or None to drop it."""
    pattern = {("a", "href"): _ANCHOR, ("img", "src"): _IMAGE}.get((tag, attribute))
    pattern = _NAME if attribute in ("id", "aria-labelledby") else pattern
    return value if pattern is None or pattern.fullmatch(value) else None


class _Reader(HTMLParser):
    def __init__(self, style: str) -> None:
        super().__init__(convert_charrefs=True)
        self.style = style
        self.policies: list[str] = []
        self.styles: list[str] = []
        self.inside_style = False

    def refuse(self, what: str) -> None:
        raise UnsafePageError(
            f"The page was not published: it holds {display_text(what)}, which is not allowed in a report."
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _PAGE_TAGS:
            self.refuse(f"a <{tag}> element")
        allowed = _ATTRIBUTES.get(tag, set()) | _PAGE_ATTRIBUTES.get(tag, set()) | {"id", "class"}
        for name, value in attrs:
            if name not in allowed or not self._harmless(tag, name, value or ""):
                self.refuse(f"{name}={value!r} on <{tag}>")
        if tag == "meta":
            self._meta({name: value or "" for name, value in attrs})
        self.inside_style = tag == "style"
        if tag == "style":
            self.styles.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside_style = self.inside_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self.inside_style:
            self.styles[-1] += data

    def handle_comment(self, data: str) -> None:
        self.refuse(f"a comment {data[:40]!r}")

    def handle_pi(self, data: str) -> None:
        self.refuse(f"an instruction {data[:40]!r}")

    def unknown_decl(self, data: str) -> None:
        self.refuse(f"a declaration {data[:40]!r}")

    def _harmless(self, tag: str, name: str, value: str) -> bool:
        if (tag, name) == ("a", "href"):
            return bool(_ANCHOR.fullmatch(value) or _PAGE.fullmatch(value))
        return _kept(tag, name, value) is not None

    def _meta(self, attrs: dict[str, str]) -> None:
        if "http-equiv" in attrs:
            self.policies.append(attrs["content"])
            if attrs["http-equiv"] != "Content-Security-Policy":
                self.refuse(f"<meta http-equiv={attrs['http-equiv']!r}>")
        elif not ("charset" in attrs or attrs.get("name") in _META):
            self.refuse("a <meta> element of an unknown kind")
