"""What attackers write is shown and never run, wherever it ends up: page, plot, CSV, terminal."""

import csv
import io
import re
import shutil
import subprocess
import unicodedata
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import trendkit as tk
from trendkit.assess.trends.trend import rank
from trendkit.detect import library
from trendkit.inert import csv_cell, display_text, html_text, visible_lines
from trendkit.publish import components, plot
from trendkit.publish.page import Facts, render
from trendkit.publish.safety import clean

TEXTS = {
    case["name"]: f"lone {chr(int(case['surrogate'], 16))} half"
    if "surrogate" in case
    else case["text"] * case.get("repeat", 1)
    for case in yaml.safe_load((Path(__file__).parent / "hostile" / "texts.yaml").read_text(encoding="utf-8"))
}
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--enable-logging=stderr"),
)

each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def facts(**changes: object) -> Facts:
    told = {
        "title": "Week 47",
        "as_of": date(2026, 11, 20),
        "since": date(2026, 8, 22),
        "until": date(2026, 11, 21),
        "data": "invented",
        "synthetic": True,
        "rising": 1,
        "tested": 2,
    }
    return Facts(**(told | changes))


def executed(folder: Path, *outputs: dict, prose: str = "") -> Path:
    cell = nbformat.v4.new_code_cell(
        "show()", outputs=[nbformat.v4.new_output("display_data", data=o) for o in outputs]
    )
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(prose), cell])
    path = folder / "executed.ipynb"
    path.write_text(nbformat.writes(book), encoding="utf-8", errors="surrogatepass")
    return path


def encodable(text: str) -> str:
    return text.encode(errors="replace").decode()


def test_there_are_enough_hostile_texts():
    assert len(TEXTS) >= 60


@each_text
def test_shown_text_is_one_short_line_without_anything_unseen(text):
    shown = display_text(text)
    assert len(shown) <= 200
    assert not {unicodedata.category(char) for char in shown} & UNSEEN
    assert display_text(shown) == shown
    assert shown.encode().decode() == shown


@settings(max_examples=400, deadline=None)
@given(st.text(st.characters(), max_size=400), st.integers(20, 300))
def test_any_text_at_all_is_shown_whole_and_the_same_twice(text, limit):
    shown = display_text(text, limit)
    assert len(shown) <= limit
    assert display_text(shown, limit) == shown
    assert not {unicodedata.category(char) for char in shown} & UNSEEN


@settings(max_examples=400, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_no_exported_text_starts_a_formula(text):
    cell = csv_cell(text)
    bare = re.sub(r"^[\s\"'\u200b\ufeff]*", "", unicodedata.normalize("NFKC", cell))
    assert cell.startswith("'") or not bare.startswith(("=", "+", "-", "@"))
    assert cell.encode().decode() == cell


@each_text
def test_a_spreadsheet_reads_every_text_as_text_and_all_of_it(text):
    csv.field_size_limit(2_000_000)
    file = io.StringIO(newline="")
    csv.writer(file).writerow([csv_cell(text), csv_cell(1.5), csv_cell(-3)])
    ((cell, number, negative),) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert not re.match(r"[=+\-@\t\r\n＝]", cell)
    assert (number, negative) == ("1.5", "-3")


@each_text
def test_escaped_text_holds_no_markup(text):
    assert not set(html_text(text)) & set("<>\"'")


@each_text
def test_a_title_or_a_name_of_data_cannot_act_on_a_page(tmp_path, text):
    page = render(executed(tmp_path), facts(title=encodable(text), data=encodable(text)), "run")
    assert "<script" not in page.lower()
    assert visible_lines(page) == page


@each_text
def test_printed_text_cannot_act_on_a_page(tmp_path, text):
    book = executed(tmp_path, {"text/plain": encodable(text)}, prose=encodable(text)[:5000])
    page = render(book, facts(), "run")
    assert "<script" not in page.lower()
    assert len(page) < 3_000_000


@each_text
def test_even_raw_html_of_a_notebook_comes_out_inert(tmp_path, text):
    page = render(executed(tmp_path, {"text/html": encodable(text)[:20_000]}), facts(), "run")
    assert "evil.example" not in "".join(re.findall(r"<[^>]*>", page))


@each_text
def test_cleaning_twice_changes_nothing(text):
    once = clean(encodable(text)[:20_000])
    assert clean(once) == once


@each_text
def test_a_label_can_neither_break_nor_flood_a_plot(text):
    frame = pd.DataFrame({"name": pd.Series([text], dtype=object), "value": [1.0], "lo": [0.5], "hi": [2.0]})
    drawn = plot.figure_html(plot.bars(frame, unit=text), text, text)
    assert len(drawn._repr_html_()) < 60_000
    assert_inert_figure(drawn)


def assert_inert_figure(drawn: plot.Picture) -> None:
    html = drawn._repr_html_()
    assert set(re.findall(r"<(\w+)", html)) <= {"figure", "img", "figcaption"}
    assert clean(html) == clean(clean(html))


@pytest.fixture(scope="module")
def ring() -> tk.Database:
    """Two accounts with hostile names meet on hostile targets."""
    written = [encodable(text).replace("\0", "?")[:300] for text in TEXTS.values() if text]
    moments = pd.date_range("2026-11-14", periods=len(written), freq="1h")
    rows = [
        {"event_time": moment, "actor_id": actor, "action": "like", "target_id": f"{place} {text}"}
        for place, (moment, text) in enumerate(zip(moments, written, strict=True))
        for actor in (written[0], written[1], written[6])
    ]
    events = pd.DataFrame(rows)
    events["event_id"] = [f"e{n}" for n in range(len(events))]
    events["market"] = [written[n % len(written)] for n in range(len(events))]
    return tk.connect(events=events)


def test_findings_about_hostile_names_are_a_card_that_cannot_act(ring, tmp_path):
    found = library.get("like_ring")(ring)
    assert len(found) == 3
    outputs = [{"text/html": found._repr_html_()}, {"text/html": ring._repr_html_()}]
    page = render(executed(tmp_path, *outputs), facts(), "run")
    assert "&lt;script&gt;" in page


def test_findings_about_hostile_names_cannot_steer_a_terminal(ring):
    found = library.get("like_ring")(ring)
    assert not set(re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", repr(found)))


def hostile_trends():
    markets = list(dict.fromkeys(encodable(text)[:300] for text in TEXTS.values() if text))
    days = pd.date_range(end="2026-11-20", periods=60)
    counts = pd.DataFrame(
        [
            {
                "day": day,
                "detector": "like_ring",
                "market": market,
                "surface": "feed",
                "acts": 60 if day == days[-1] else 3,
                "entities": 2,
                "events": 1000,
                "views": None,
                "total_views": None,
            }
            for market in markets
            for day in days
        ]
    )
    return rank(
        counts.astype({"views": "float", "total_views": "float"}),
        date(2026, 11, 20),
        severities={"like_ring": "medium"},
        abuse_types={"like_ring": "fake_engagement"},
    )


def every_field(ring: tk.Database) -> list[dict]:
    trends = hostile_trends()
    raw = [{"text/html": encodable(text)[:5000]} for text in TEXTS.values()]
    plain = [{"text/plain": encodable(text)[:5000]} for text in TEXTS.values()]
    shown = [
        components.summary(trends, ring),
        components.trend_table(trends, top=40),
        components.other_segments(trends),
        components.coverage(ring),
        components.limits(trends, ring),
        components.method(trends),
    ]
    return [*({"text/html": piece._repr_html_()} for piece in shown), *plain, *raw]


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium to open the page in")
def test_a_browser_runs_nothing_and_loads_nothing(ring, tmp_path):
    prose = "\n\n".join(encodable(text)[:2000] for text in TEXTS.values())
    page = render(executed(tmp_path, *every_field(ring), prose=prose), facts(title=TEXTS["script"]), "run")
    file = tmp_path / "report.html"
    file.write_text(page, encoding="utf-8")
    dom, log = opened(file, tmp_path / "profile")
    assert re.search(r"<title>(.*?)</title>", dom)[1].startswith("&lt;script&gt;")
    assert "<script" not in dom.lower()
    assert not re.findall(r"<[^>]*\son\w+\s*=", dom)
    assert not re.findall(r'<[^>]*\s(?:src|href|srcset|action)="(?!data:image/|#|\.\./index\.html)', dom)
    assert "evil.example" not in log
    assert "Content Security Policy" not in log


def opened(file: Path, profile: Path) -> tuple[str, str]:
    """Return the DOM after loading, and what the browser complained about."""
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", file.as_uri()],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return done.stdout.decode(), done.stderr.decode()
