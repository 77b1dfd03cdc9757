"""A learned rule as a draft detector: the profile it reads, its condition with cuts as knobs, a fixture."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import indent, wrap
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from trendkit.assess.profiles.features import ACCOUNT, meanings
from trendkit.assess.profiles.tree import cuts, number
from trendkit.assess.segments.predicate import sql_literal, sql_name
from trendkit.content import sql_text
from trendkit.detect import fixture, guard, sqlfile
from trendkit.detect.detector import Detector
from trendkit.detect.values import moment, window
from trendkit.errors import DetectorError, ParameterError, nearest
from trendkit.inert import display_text

if TYPE_CHECKING:
    from trendkit.assess.profiles.rule import Rule

_TEMPLATES: Final = Path(__file__).parents[1] / "templates"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_KEY_WIDTH: Final = 13
_WIDTH: Final = 118
_WORDS: Final = 2_000
_REST: Final = {
    "benign": "Not known yet: draw findings, label them, and write here who does the same for good reasons.",
    "blind_spots": "Accounts that behave unlike those it was learned from; a change of what was flagged.",
    "next": "Draw 60 findings or more for labels and calibrate; run like any detector meanwhile.",
}


@dataclass(frozen=True)
class Draft:
    """A detector that nobody has checked yet: the text of its file and of its fixture."""

    name: str
    sql: str
    fixture: str


def draft(
    rule: "Rule",
    name: str,
    *,
    hypothesis: str,
    since: object,
    until: object,
    abuse_type: str = "spam",
    severity: str = "low",
    title: str = "accounts whose behaviour meets a learned rule",
) -> Draft:
    """Return a rule as the file of a draft detector that has passed the guard, and the skeleton of a fixture.

    `since` and `until` are the window over which the features were made: rates and counts of another length
    mean something else. The file holds the whole of `sql/profiles/account.sql` and runs in the DuckDB shell.
    Raises ParameterError where the rule asks for what the profile has not, DetectorError for names and words.
    """
    if not rule.leaves:
        raise ParameterError(f"There is nothing to write: {rule.verdict}.")
    for column in rule.columns:
        if column not in meanings():
            shown = display_text(column, 60)
            raise ParameterError(f"The profile has no column {shown!r}.{nearest(column, meanings())}")
    if not _NAME.fullmatch(name):
        raise DetectorError(
            f"{display_text(name, 60)!r} is no name; use a-z, 0-9 and _, such as 'like_ring'."
        )
    first, last = moment(since, "since"), moment(until, "until")
    window(name, first, last)
    words = {"abuse_type": abuse_type, "entity": "account", "severity": severity, "status": "draft"}
    written = {"requires": "events.actor_id, events.action", "score": _score(rule), "hypothesis": hypothesis}
    header = _header(name, title, words | written | _REST | {"source": _source(rule)})
    sql = f"{header}\n{_query(rule, name)}\n\n{_execute(rule, name, first, last)}\n"
    detector = Detector(guard.check(sqlfile.parse_text(sql, Path(f"{name}.sql"))))
    return Draft(name, sql, _stories(detector, f"{first:%Y-%m-%d %H:%M:%S}"))


def write(rule: "Rule", name: str, folder: Path, **words: Any) -> tuple[Path, Path]:
    """Write a draft and its fixture as `<name>.sql` and `<name>.yaml`, and return both paths."""
    made = draft(rule, name, **words)
    paths = folder / f"{name}.sql", folder / f"{name}.yaml"
    for path in paths:
        if path.exists():
            raise DetectorError(f"{path} exists already.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in zip(paths, (made.sql, made.fixture), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def _stories(detector: Detector, moment: str) -> str:
    """Return the skeleton of a fixture, its one story ending as the rule has it."""
    text = (_TEMPLATES / "learned_rule.yaml").read_text(encoding="utf-8").replace("moment", moment)
    (told,) = yaml.safe_load(text)
    found = fixture.run(detector, fixture.Case(told["case"], told["kind"], told["given"], {}, []))
    if found.empty:
        return text
    return text.replace("look_alike", "fires").replace("expect: []", "expect:\n    - {entity_id: human_1}")


def _header(name: str, title: str, words: dict[str, str]) -> str:
    lines = [f"-- {name}: {display_text(title, 160)}", "--"]
    order = [key for key in sqlfile.KEYS if key in words]
    for key in order:
        text = display_text(" ".join(words[key].split()), _WORDS)
        first, *rest = wrap(text, _WIDTH - _KEY_WIDTH, break_on_hyphens=False) or [""]
        lines.append(f"-- {key + ':':<{_KEY_WIDTH}}{first}")
        lines += [f"-- {' ' * _KEY_WIDTH}{line}" for line in rest]
    return "\n".join(lines)


def _score(rule: "Rule") -> str:
    several = " of the condition it meets" if len(rule.leaves) > 1 else ""
    return f"share of the accounts{several} that were flagged when the rule was learned"


def _source(rule: "Rule") -> str:
    learned, flagged = rule.learned
    return (
        f"Learned by a decision tree from {learned:,} accounts, {flagged:,} of them flagged; on "
        f"{rule.base_rate.n:,} others precision {rule.precision.text}, recall {rule.recall.text}, where "
        f"{rule.base_rate.text} are flagged."
    )


def _query(rule: "Rule", name: str) -> str:
    knobs = {cut: f"${knob}" for cut, knob in _knobs(rule).items()}
    cases = "\n".join(
        f"when {leaf.sql(knobs)}\n    then {number(round(leaf.share, 4))}" for leaf in rule.leaves
    )
    query = (_TEMPLATES / "learned_rule.sql").read_text(encoding="utf-8")
    parts = {
        "learned_rule": name,
        "-- the profile": indent(sql_text(ACCOUNT).strip(), " " * 4),
        "-- the cases": indent(cases, " " * 12),
        "-- the columns": "".join(f", {sql_name(column)}" for column in rule.columns),
    }
    for mark, text in parts.items():
        query = query.replace(mark, text)
    return query.strip()


def _knobs(rule: "Rule") -> dict[tuple[str, float], str]:
    """Return the name of a knob for each cut: likes_cut, and likes_cut_2 for a second one."""
    names: dict[tuple[str, float], str] = {}
    for feature, cut in cuts(list(rule.leaves)):
        again = sum(known == feature for known, _ in names)
        names[feature, cut] = f"{feature}_cut" + (f"_{again + 1}" if again else "")
    return names


def _execute(rule: "Rule", name: str, since: datetime, until: datetime) -> str:
    said = meanings()
    knobs = [
        ("since", sql_literal(since), "first moment to look at (inclusive)"),
        ("until", sql_literal(until), "first moment to leave out (exclusive)"),
    ]
    for (feature, cut), knob in _knobs(rule).items():
        value = number(cut) if np.floor(cut) != cut or "e" in number(cut) else f"{number(cut)}.0"
        knobs.append((knob, value, f"{said[feature]} {_range(cut)}"))
    wide, long = (max(len(knob[place]) for knob in knobs) for place in (0, 1))
    ends = [",", *[","] * (len(knobs) - 2), ""]
    lines = [
        f"    {knob:<{wide}} := {value + end:<{long + 1}}  -- {text}"
        for (knob, value, text), end in zip(knobs, ends, strict=True)
    ]
    return f"execute {name}(\n" + "\n".join(lines) + "\n);"


def _range(cut: float) -> str:
    """Return bounds far enough: shares and rhythms lie within 1, all else may be anything."""
    if abs(cut) <= 1:
        return "[-1..1]"
    most = 10 ** max(9, int(np.ceil(np.log10(abs(cut)))) + 1)
    return f"[{-most if cut < 0 else 0}..{most}]"
