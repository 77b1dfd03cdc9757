"""A report is on the shelf whole or not at all, says what it rests on, and can only be read."""

import json
import os
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from trendkit.errors import ParameterError
from trendkit.publish import report
from trendkit.publish.page import Facts, render, style
from trendkit.publish.report import ReportError, publish, slug, verified
from trendkit.publish.safety import UnsafePageError, assert_inert

FACTS = Facts(
    title="Week 47",
    as_of=date(2026, 11, 20),
    since=date(2026, 8, 22),
    until=date(2026, 11, 21),
    data="invented likes",
    synthetic=True,
    rising=3,
    tested=50,
)


@pytest.fixture
def executed(tmp_path) -> Path:
    shown = nbformat.v4.new_output("display_data", data={"text/html": "<p>Three rose.</p>"})
    cells = [
        nbformat.v4.new_markdown_cell("# Identify\n\n## What is rising"),
        nbformat.v4.new_code_cell("show.summary(rising)", outputs=[shown]),
    ]
    path = tmp_path / "executed.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture
def shelf(tmp_path) -> Path:
    return tmp_path / "reports"


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_ino) for path in files}


def test_a_report_is_a_page_a_notebook_and_a_manifest_of_their_checksums(executed, shelf):
    made = publish("week-47", executed, FACTS, shelf)
    assert made.new
    assert sorted(path.name for path in made.page.parent.iterdir()) == [
        "manifest.json",
        "notebook.ipynb",
        "report.html",
    ]
    assert verified(made.page.parent).facts == FACTS
    assert {path.stat().st_mode & 0o077 for path in shelf.rglob("*")} == {0}


def test_publishing_the_same_run_again_changes_nothing(executed, shelf):
    publish("week-47", executed, FACTS, shelf)
    before = contents(shelf / "week-47")
    assert not publish("week-47", executed, FACTS, shelf).new
    assert contents(shelf / "week-47") == before


def test_the_index_lists_the_newest_first_with_what_a_reader_must_know(executed, shelf):
    publish("a", executed, FACTS.model_copy(update={"as_of": date(2026, 11, 13), "title": "Older"}), shelf)
    publish("b", executed, FACTS, shelf)
    index = (shelf / "index.html").read_text()
    assert index.index("Week 47") < index.index("Older")
    assert '<a href="b/report.html">' in index
    assert "invented likes" in index
    assert re.search(r"<td>yes</td>\s*<td class=\"number\">3</td>", index)


def test_a_folder_without_a_readable_manifest_is_left_out_and_counted(executed, shelf):
    publish("good", executed, FACTS, shelf)
    (shelf / "stray").mkdir()
    (shelf / "stray" / "manifest.json").write_text("{")
    publish("good", executed, FACTS, shelf)
    assert "1 folder without a readable manifest" in (shelf / "index.html").read_text()


NO_NAMES = {
    "a way up": "../x",
    "an absolute path": "/etc/x",
    "hidden": ".x",
    "empty": "",
    "too long": "a" * 300,
    "nul": "a\0b",
    "a slash": "a/b",
    "a backslash": "a\\b",
    "capitals": "CON",
    "a format": "{a.__class__}",
    "an address": "http://evil.example/x",
    "a newline": "a\n",
}


@pytest.mark.parametrize("run_id", NO_NAMES.values(), ids=NO_NAMES)
def test_a_run_id_is_a_name_and_never_a_path(executed, shelf, run_id):
    with pytest.raises(ParameterError, match="cannot name a report"):
        publish(run_id, executed, FACTS, shelf)
    assert not shelf.exists()


def test_any_text_gives_a_usable_name():
    assert slug("Größe: ../../etc/passwd\0 – 週報") == "gr-e-etc-passwd"
    assert slug("週報") == "run"


@pytest.mark.parametrize("place", ["week-47", "index.html"])
def test_a_link_on_the_shelf_is_not_followed(executed, shelf, tmp_path, place):
    shelf.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (shelf / place).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReportError, match="symbolic link"):
        publish("week-47", executed, FACTS, shelf)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_changed_report_is_said_to_be_damaged(executed, shelf):
    page = publish("week-47", executed, FACTS, shelf).page
    page.write_text(page.read_text() + " ")
    with pytest.raises(ReportError, match=r"damaged \(report\.html\)"):
        publish("week-47", executed, FACTS, shelf)


def test_a_failed_write_leaves_the_shelf_as_it_was(executed, shelf, monkeypatch):
    publish("week-46", executed, FACTS, shelf)
    before = contents(shelf)
    monkeypatch.setattr(report, "_sync", full_disk)
    with pytest.raises(OSError, match="No space"):
        publish("week-47", executed, FACTS, shelf)
    assert contents(shelf) == before


def full_disk(folder: Path) -> None:
    raise OSError(28, "No space left", str(folder))


def test_what_a_killed_run_left_behind_is_swept(executed, shelf):
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    left = shelf / f".staging-{child}-00ff"
    left.mkdir(parents=True)
    publish("week-47", executed, FACTS, shelf)
    assert not left.exists()


def test_a_secret_of_the_environment_is_never_published(executed, shelf, monkeypatch):
    monkeypatch.setenv("ALERT_WEBHOOK_TOKEN", "canary-51d2")
    with pytest.raises(ReportError, match="value of ALERT_WEBHOOK_TOKEN") as refused:
        publish("week-47", executed, FACTS.model_copy(update={"title": "see canary-51d2"}), shelf)
    assert "canary" not in str(refused.value)
    assert not (shelf / "week-47").exists()


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def outline(page: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Outline()
    reader.feed(page)
    return reader.tags


def test_a_page_can_be_read_by_everybody(executed):
    tags = outline(render(executed, FACTS, "week-47"))
    names = [name for name, _ in tags]
    levels = [int(name[1]) for name in names if re.fullmatch(r"h[1-6]", name)]
    assert ("html", {"lang": "en"}) in tags
    assert names.count("h1") == names.count("main") == names.count("title") == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))
    assert ("a", {"class": "skip", "href": "#content"}) in tags


def test_invented_data_is_called_so_on_every_page(executed, shelf):
    page = publish("week-47", executed, FACTS, shelf).page
    assert "Synthetic data." in page.read_text()
    assert "invented data" in (shelf / "index.html").read_text()
    real = FACTS.model_copy(update={"synthetic": False})
    assert "Synthetic data" not in render(executed, real, "week-47")


def test_the_same_notebook_gives_the_same_page(executed):
    assert render(executed, FACTS, "week-47") == render(executed, FACTS, "week-47")


LIVE = {
    "a script": "<script>1</script>",
    "a handler": "<p onclick='x'>",
    "an image from elsewhere": "<img src='http://evil.example/x.png' alt=''>",
    "a protocol-relative image": "<img src='//evil.example/x.png' alt=''>",
    "a link out": "<a href='https://evil.example'>x</a>",
    "a javascript link": "<a href='javascript:1'>x</a>",
    "a data page": "<a href='data:text/html,x'>x</a>",
    "an inline style": "<p style='background:url(x)'>",
    "a second style sheet": "<style>p{}</style>",
    "a frame": "<iframe></iframe>",
    "inline svg": "<svg></svg>",
    "a form": "<form></form>",
    "a refresh": "<meta http-equiv='refresh' content='0'>",
    "a base": "<base href='x'>",
    "a stylesheet link": "<link rel='stylesheet' href='x'>",
    "a comment": "<!--[if IE]>x<![endif]-->",
    "an embedded svg that is no image": "<object data='x'></object>",
}


@pytest.mark.parametrize("live", LIVE.values(), ids=LIVE)
def test_a_page_that_could_do_anything_is_refused(executed, live):
    page = render(executed, FACTS, "week-47")
    with pytest.raises(UnsafePageError, match="not published"):
        assert_inert(page.replace("</main>", f"{live}</main>"), style())


def test_a_page_without_its_content_policy_is_refused(executed):
    page = re.sub(r"<meta http-equiv[^>]*>", "", render(executed, FACTS, "week-47"))
    with pytest.raises(UnsafePageError, match="content policies"):
        assert_inert(page, style())


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PALETTES = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in style().split("@media")[:2]]


@pytest.mark.parametrize("paper", ["paper", "card"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "link", "rise", "fall"])
@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark"])
def test_every_ink_has_the_contrast_of_wcag_aa(palette, ink, paper):
    assert contrast(palette[ink], palette[paper]) >= 4.5


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark"])
def test_the_banner_has_it_too(palette):
    assert contrast(palette["warn-ink"], palette["warn"]) >= 4.5


def test_the_manifest_is_plain_json(executed, shelf):
    told = json.loads((publish("week-47", executed, FACTS, shelf).page.parent / "manifest.json").read_text())
    assert told["facts"]["rising"] == 3
    assert set(told["files"]) == {"report.html", "notebook.ipynb"}
