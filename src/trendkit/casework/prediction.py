"""A prediction: one question to the data, the rule its answer is judged by, and what each rival expects.

Everything that decides the outcome is in it and in its hash, before anything runs.
"""

import inspect
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from trendkit.casework import weighing
from trendkit.casework.casefile import sha
from trendkit.detect import guard, values
from trendkit.detect.detector import Detector, shown
from trendkit.detect.sqlfile import DetectorFile, Parameter, parser
from trendkit.errors import ParameterError, nearest
from trendkit.inert import display_text, visible_lines

Ask = Callable[..., Any]
"""A detector, or a function of db, since, until and parameters that returns a number or an Estimate."""

FIELDS: Final = ("value", "low", "high", "n", "p")
"""What an answer may hold; `value` it must."""

_TYPES: Final = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", str: "VARCHAR", datetime: "TIMESTAMP"}
WINDOW: Final = ("since", "until")
_CLAUSE: Final = re.compile(
    rf"\s*({'|'.join(FIELDS)})\s*(>=|<=|>|<|==|=)\s*([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*", re.IGNORECASE
)
_HOLDS: Final[dict[str, Callable[[float, float], bool]]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    "==": lambda a, b: a == b,
    "=": lambda a, b: a == b,
}


@dataclass(frozen=True)
class Answer:
    """What the data said: a value, perhaps its interval, n and p; None and `why` where they could not."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: float | None = None
    p: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Prediction:
    """What is asked and how the answer counts; `likelihood` is each rival's chance that the rule comes true.

    `sql`, or `call`: the identity of a detector or function. `window` as ISO moments, the second left out.
    """

    name: str
    rule: str
    likelihood: Mapping[str, float]
    window: tuple[str, str]
    group: str
    grade: str
    least: int
    weight: float
    sql: str | None
    call: str | None
    params: Mapping[str, Any]

    @property
    def frozen(self) -> str:
        """The hash of all of it."""
        return sha(asdict(self))

    @property
    def query(self) -> str:
        """The hash of the question alone: statement or call, parameters, window."""
        return sha([self.sql, self.call, self.params, self.window])

    @property
    def bound(self) -> dict[str, Any]:
        """The parameters as they are bound, with since and until."""
        moments = dict(zip(WINDOW, map(datetime.fromisoformat, self.window), strict=True))
        return {name: _read(value) for name, value in self.params.items()} | moments

    def judged(self, answer: Answer) -> bool | None:
        """Return whether the rule came true, None where the answer does not suffice to tell."""
        clauses = clauses_of(self.rule)
        held = [getattr(answer, field) for field, _, _ in clauses]
        if answer.value is None or None in held or (answer.n is not None and answer.n < self.least):
            return None
        return all(_HOLDS[sign](value, bound) for value, (_, sign, bound) in zip(held, clauses, strict=True))

    def log10(self, outcome: bool | None) -> dict[str, float]:
        """Return the log10 likelihood of an outcome per rival, weighted; 0 where there is none."""
        if outcome is None:
            return dict.fromkeys(self.likelihood, 0.0)
        chances = {rival: p if outcome else 1 - p for rival, p in self.likelihood.items()}
        return {rival: self.weight * math.log10(chance) for rival, chance in chances.items()}


def written(  # noqa: PLR0913 - every one is a line of the record
    name: str, *, rule: str, likelihood: Mapping[str, float], rivals: Mapping[str, float],
    window: tuple[datetime, datetime], group: str | None, grade: str, least: int,
    sql: str | None, ask: Ask | None, params: Mapping[str, Any],
) -> Prediction:  # fmt: skip
    """Return a prediction that can be run, or raise for the first thing in it that is not right."""
    if (sql is None) == (ask is None):
        raise ParameterError(f"{display_text(name)!r}: give sql= or ask=, one of them.")
    values.window(display_text(name), *window)
    clauses_of(rule)
    chances = _chances(likelihood, rivals)
    return Prediction(
        name=name,
        rule=" ".join(rule.split()),
        likelihood=chances,
        window=(window[0].isoformat(), window[1].isoformat()),
        group=group or name,
        grade=grade,
        least=least,
        weight=weighing.likelihood_weight(chances, grade),
        sql=None if sql is None else _guarded(sql, params),
        call=None if ask is None else identity(ask),
        params={key: _kept(key, value) for key, value in params.items()},
    )


def clauses_of(rule: str) -> list[tuple[str, str, float]]:
    """Return the comparisons of a rule such as "value >= 0.3 and n >= 50", or raise ParameterError."""
    found = [_CLAUSE.fullmatch(part) for part in re.split(r"\band\b", rule, flags=re.IGNORECASE)]
    clauses = [(m[1].lower(), m[2], float(m[3])) for m in found if m]
    if len(clauses) < len(found):
        form = 'write comparisons joined by "and", such as "value >= 0.3 and n >= 50"'
        raise ParameterError(f"{display_text(rule)!r} is no rule: {form}; known are {', '.join(FIELDS)}.")
    return clauses


def identity(ask: Ask) -> str:
    """Return a name and hash of what is called: a detector's question, or a function's source."""
    if isinstance(ask, Detector):
        return f"detector {ask.name} {ask.sha}"
    if not inspect.isfunction(ask) or ask.__closure__ or ask.__name__ == "<lambda>":
        raise ParameterError("ask= takes a detector or a plain `def`, with what it needs given in params=.")
    try:
        source = inspect.getsource(ask)
    except OSError:
        raise ParameterError(
            f"The source of {ask.__name__} cannot be read, so it cannot be frozen."
        ) from None
    return f"function {ask.__module__}.{ask.__qualname__} {sha(source)}"


def _guarded(sql: str, params: Mapping[str, Any]) -> str:
    query = sql.replace("\r\n", "\n").replace("\t", " ").strip().rstrip(";")
    if visible_lines(query) != query:
        raise ParameterError("The SQL holds a character that cannot be seen; delete it.")
    try:
        statements = parser().extract_statements(query)
    except duckdb.Error as error:
        raise ParameterError(f"The SQL does not parse: {shown(error)}") from None
    used = set().union(*(statement.named_parameters for statement in statements)) & set(WINDOW)
    known = {**dict.fromkeys(sorted(used), datetime(1970, 1, 1)), **params}
    knobs = tuple(_parameter(name, value) for name, value in known.items())
    guard.check_question(
        DetectorFile(
            "prediction", "", Path("prediction"), {}, (), (), query, 1, "", frozenset(), knobs, query
        )
    )
    return query


def _parameter(name: str, value: Any) -> Parameter:
    if type(value) not in _TYPES:
        kinds = ", ".join(kind.__name__ for kind in _TYPES)
        raise ParameterError(
            f"{display_text(name)}: a parameter is one of {kinds}, not {type(value).__name__}."
        )
    frozen = value if type(value) in (int, float) else None  # what divides by it knows that it is not 0
    return Parameter(name, _TYPES[type(value)], value, "", low=frozen, high=frozen)


def _chances(likelihood: Mapping[str, float], rivals: Mapping[str, float]) -> dict[str, float]:
    for rival in likelihood:
        if rival not in rivals:
            raise ParameterError(f"No rival named {display_text(rival)!r}.{nearest(str(rival), rivals)}")
    missing = [rival for rival in rivals if rival not in likelihood]
    if missing:
        raise ParameterError(f"Say how likely the rule comes true under {display_text(missing[0])!r} too.")
    chances = {rival: float(likelihood[rival]) for rival in rivals}
    if not all(0 < chance < 1 for chance in chances.values()):
        raise ParameterError("A likelihood lies strictly between 0 and 1: nothing is certain or impossible.")
    return chances


def _kept(name: str, value: Any) -> Any:
    """Return a parameter as JSON holds it; a moment says that it is one."""
    if name in WINDOW:
        raise ParameterError(f"{name} is given to predict() itself, not in params.")
    checked = values.check("prediction", _parameter(name, value), value)
    return {"moment": checked.isoformat()} if isinstance(checked, datetime) else checked


def _read(value: Any) -> Any:
    return datetime.fromisoformat(value["moment"]) if isinstance(value, dict) else value
