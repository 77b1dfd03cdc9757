"""The detector file: a header of comments, `prepare … as` the query, `execute` with every knob on one line.

DuckDB's own tokenizer and parser find the structure; only the comments are read here, because they are ours.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NoReturn

import duckdb

from trendkit import terms
from trendkit.engine import duckdb as engine
from trendkit.errors import DetectorError, nearest

KINDS: Final = {
    "TINYINT": int,
    "SMALLINT": int,
    "INTEGER": int,
    "BIGINT": int,
    "DECIMAL": float,
    "FLOAT": float,
    "DOUBLE": float,
    "VARCHAR": str,
    "BOOLEAN": bool,
    "TIMESTAMP": "moment",
}
"""What a parameter of each DuckDB type is in Python."""

REQUIRED: Final = ("abuse_type", "entity", "severity", "status", "requires")
KEYS: Final = (
    *REQUIRED,
    *(
        "optional",
        "acts",
        "waits",
        "step",
        "hypothesis",
        "benign",
        "blind_spots",
        "score",
        "source",
        "next",
        "dsa",
        "disarm",
    ),
)
VOCABULARY: Final = {
    "abuse_type": terms.ABUSE_TYPES,
    "entity": terms.ENTITIES,
    "severity": tuple(terms.SEVERITIES),
    "status": terms.STATUSES,
}

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_KEY: Final = re.compile(r"--\s?([A-Za-z_]+):\s*(.*)")
_RANGE: Final = re.compile(r"\s*\[\s*(-?[\d._]+)\s*\.\.\s*(-?[\d._]+)\s*\]\s*$")
_CHOICES: Final = re.compile(r"\s*\{([^{}]*)\}\s*$")
_STEP: Final = re.compile(r"([a-z][a-z0-9_]*)\(([a-z][a-z0-9_]*)\) -> ([a-z][a-z0-9_]*)")
_COLUMN: Final = re.compile(r"\b([a-z_]+)\.([a-z_][a-z0-9_]*)\b")


@dataclass(frozen=True)
class Parameter:
    """One knob: its DuckDB type, default, meaning, and the values it accepts (inclusive range or choices)."""

    name: str
    type: str
    default: Any
    meaning: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def kind(self) -> Any:
        """`int`, `float`, `str`, `bool`, or "moment" for a timestamp."""
        return KINDS[self.type.partition("(")[0]]


@dataclass(frozen=True)
class Need:
    """A column a detector reads; `loss` says what cannot be seen without it ("" where it is required)."""

    table: str
    column: str
    loss: str = ""

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


@dataclass(frozen=True)
class Step:
    """Work in Python between two queries: `name` makes the rows of the CTE `made` from those of `given`.

    `span` is where the query says what `made` is: its text between the parentheses.
    """

    name: str
    given: str
    made: str
    span: tuple[int, int]


@dataclass(frozen=True)
class DetectorFile:
    """A detector as its file says it. `header` holds every header line by key, `first_line` places the query.

    `query` ends without a semicolon; `prelude` is its WITH list, up to the final select; `ctes` its names.
    Where there is a `step`, what runs is `stepped(query)`; the query as written is the coarser question
    that the DuckDB shell can answer alone. `waits` is the knob that says how many hours pass between an act
    and the moment it can be judged.
    """

    name: str
    title: str
    path: Path
    header: dict[str, str]
    requires: tuple[Need, ...]
    optional: tuple[Need, ...]
    query: str
    first_line: int
    prelude: str
    ctes: frozenset[str]
    params: tuple[Parameter, ...]
    sql: str
    step: Step | None = None
    waits: Parameter | None = None

    def acts(self, bound: Mapping[str, Any]) -> list[str]:
        """Return the kinds of acts it looks at, as the header line `acts` says; [] means all.

        A knob in that line (`$action`) stands for its value in `bound`, or its default.
        """
        defaults = {parameter.name: parameter.default for parameter in self.params}
        words = [word.strip() for word in self.header.get("acts", "").split(",") if word.strip()]
        named = [str({**defaults, **bound}[word[1:]]) if word.startswith("$") else word for word in words]
        return [] if "any" in named else named

    @property
    def step_table(self) -> str:
        """The temporary table that holds what the step made while a query runs."""
        return f"trendkit_step_{self.name}"

    def stepped(self, query: str) -> str:
        """Return `query`, which begins with this file's WITH list, reading what the step made; same lines."""
        if self.step is None:
            return query
        start, end = self.step.span
        lines = "\n" * query.count("\n", start, end)
        return f"{query[:start]}select * from temp.{self.step_table}{lines}{query[end:]}"

    @property
    def evidence_query(self) -> str:
        """The rows behind every finding: entity_id, the key of one table, what else is said of them."""
        return f"{self.prelude}select * from evidence"

    @property
    def tie_query(self) -> str | None:
        """What ties two entities (a, b, weight), or None where the file has no CTE of that name."""
        return f"{self.prelude}select * from tie" if "tie" in self.ctes else None

    @cached_property
    def sha(self) -> str:
        """Identity of the question: the query and its parameters, not the words around them."""
        knobs = [(p.name, p.type, str(p.default)) for p in self.params]
        asked = [self.query, knobs, self.header["step"]] if self.step else [self.query, knobs]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int


def parse(path: Path) -> DetectorFile:
    """Read a detector file, or raise DetectorError naming file, line, what is wrong and what is right."""
    return parse_text(_read(path), path)


def parse_text(sql: str, path: Path) -> DetectorFile:
    """Read the text of a detector file; `path` gives its name and place in errors."""
    _check_visible(sql, path)
    prepare, execute = _statements(sql, path)
    start = sql.index(prepare)
    name, query = _prepared(prepare, path, sql)
    first_line = _line(sql, start + prepare.index(query))
    title, header = _header(sql[:start], name, path)
    params = _parameters(execute, name, path, _line(sql, sql.rindex(execute)))
    prelude, ctes = _prelude(query, path, first_line)
    return DetectorFile(
        name=name,
        title=title,
        path=path,
        header=header,
        requires=_needs(header["requires"]),
        optional=_needs(header.get("optional", "")),
        query=query,
        first_line=first_line,
        prelude=prelude,
        ctes=frozenset(ctes),
        params=params,
        sql=sql,
        step=_step(header.get("step"), query, path, first_line),
        waits=_waits(header.get("waits"), params, path),
    )


def parser() -> engine.Connection:
    """Return a connection to an empty database of this process, for parsing only."""
    return _empty().cursor()


@cache
def _empty() -> engine.Connection:
    return engine.memory()


def serialised(query: str) -> dict[str, Any]:
    """Return DuckDB's own syntax tree of a query; `error` is true in it where there is none."""
    ((text,),) = engine.rows(parser(), "select json_serialize_sql($query)", {"query": query})
    tree: dict[str, Any] = json.loads(text)
    return tree


def refuse(path: Path, line: int, why: str) -> NoReturn:
    """Raise DetectorError in the one form all refusals of a file have."""
    raise DetectorError(f"{path.name}, line {line}: {why}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DetectorError(f"{path.name}: is not UTF-8 text.") from None
    except OSError as error:
        raise DetectorError(f"{path.name}: {error.strerror}.") from None


def _check_visible(sql: str, path: Path) -> None:
    """Refuse characters that DuckDB reads as something else than a person sees."""
    for line, text in enumerate(sql.split("\n"), start=1):
        for char in text.replace("\t", " "):
            if char != " " and unicodedata.category(char) in _UNSEEN:
                refuse(path, line, f"holds the invisible character U+{ord(char):04X}; delete it.")


def _statements(sql: str, path: Path) -> tuple[str, str]:
    try:
        statements = parser().extract_statements(sql)
    except duckdb.Error as error:
        raise DetectorError(f"{path.name}: {str(error)[:1500]}") from None
    kinds = [str(statement.type).rpartition(".")[2] for statement in statements]
    if kinds != ["PREPARE", "EXECUTE"]:
        found = ", ".join(kind.lower() for kind in kinds[:5]) or "nothing"
        wanted = f"`prepare {path.stem} as …;` and then `execute {path.stem}(…);`"
        raise DetectorError(f"{path.name}: holds {found}; write {wanted} and nothing else.")
    return statements[0].query.rstrip(), statements[1].query.rstrip()


def _prepared(statement: str, path: Path, sql: str) -> tuple[str, str]:
    words = [token for token in _tokens(statement) if token.kind != "comment"]
    line = _line(sql, sql.index(statement))
    if words[2].text.lower() != "as":
        refuse(
            path, line, "types between name and `as`; write `prepare <name> as` and give types by defaults."
        )
    name = words[1].text
    if name != path.stem or not _NAME.fullmatch(name):
        refuse(path, line, f"prepares {name!r}; the name must be that of the file, {path.stem!r}.")
    return name, statement[words[3].start :].rstrip("; \n\t")


def _tokens(sql: str) -> list[_Token]:
    raw = sql.encode()
    found = [(offset, kind.name) for offset, kind in duckdb.tokenize(sql)]
    ends = [*(offset for offset, _ in found), len(raw)][1:]
    return [
        _Token(kind, raw[offset:end].decode().strip(), len(raw[:offset].decode()))
        for (offset, kind), end in zip(found, ends, strict=True)
    ]


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _header(comments: str, name: str, path: Path) -> tuple[str, dict[str, str]]:
    first, *rest = comments.splitlines() or [""]
    title = first.removeprefix("--").strip().partition(":")
    if title[0] != name or not title[2].strip():
        refuse(path, 1, f"the first line must be `-- {name}: <what it finds>`.")
    header = _pairs(rest, path)
    for key in REQUIRED:
        if not header.get(key):
            refuse(path, 1, f"the header has no line `-- {key}: …`.")
    _check_words(header, path)
    return title[2].strip(), header


def _pairs(lines: list[str], path: Path) -> dict[str, str]:
    pairs: dict[str, str] = {}
    key = ""
    for number, line in enumerate(lines, start=2):
        found = _KEY.match(line)
        if found:
            key = _new_key(found.group(1), pairs, path, number)
            pairs[key] = found.group(2).strip()
        elif key and line.startswith("--   "):
            pairs[key] = f"{pairs[key]} {line.removeprefix('--').strip()}".strip()
        elif line.removeprefix("--").strip():
            refuse(path, number, "is no `-- key: …` line; indent it to continue the line above.")
    return pairs


def _new_key(key: str, pairs: dict[str, str], path: Path, line: int) -> str:
    if key not in KEYS:
        refuse(path, line, f"no header key named {key!r}.{nearest(key, KEYS)}")
    if key in pairs:
        refuse(path, line, f"header key {key!r} is given twice.")
    return key


def _check_words(header: dict[str, str], path: Path) -> None:
    for key, words in VOCABULARY.items():
        word = header[key]
        if word not in words:
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            line = next((n for n, text in enumerate(lines, 1) if text.startswith(f"-- {key}:")), 1)
            refuse(path, line, f"{key} {word!r} is none of {', '.join(words)}.{nearest(word, words)}")


def _needs(text: str) -> tuple[Need, ...]:
    found = list(_COLUMN.finditer(text))
    ends = [*(match.start() for match in found), len(text)][1:]
    return tuple(
        Need(match.group(1), match.group(2), text[match.end() : end].strip(" -\u2013\u2014,;."))
        for match, end in zip(found, ends, strict=True)
    )


def _parameters(statement: str, name: str, path: Path, first_line: int) -> tuple[Parameter, ...]:
    tokens = _tokens(statement)
    words = [token for token in tokens if token.kind != "comment"]
    if words[1].text != name:
        refuse(path, first_line, f"executes {words[1].text!r}; write `execute {name}(…)`.")
    found = [_parameter(words[at], statement, end, path, first_line) for at, end in _arguments(words)]
    names = [parameter.name for parameter in found]
    if names[:2] != ["since", "until"]:
        refuse(path, first_line, "the first two parameters must be since and until.")
    if found[0].kind != "moment" or found[1].kind != "moment" or found[0].default >= found[1].default:
        refuse(path, first_line, "since and until must be timestamps, since before until.")
    return tuple(found)


def _arguments(words: list[_Token]) -> Iterator[tuple[int, int]]:
    """Yield, for each `name := value`, the index of the name and the offset where the value ends."""
    depth, start = 0, 0
    for index, token in enumerate(words):
        if depth == 1 and token.text in (",", ")"):
            if index > start:
                yield start, token.start
            start = index + 1
        depth += (token.text in "([{") - (token.text in ")]}") if token.kind == "operator" else 0
        if depth == 1 and token.text == "(" and index == 2:  # noqa: PLR2004 - execute, name, (
            start = index + 1


def _parameter(word: _Token, statement: str, end: int, path: Path, first_line: int) -> Parameter:
    line = first_line + statement.count("\n", 0, word.start)
    name, assigned, value = statement[word.start : end].partition(":=")
    if not assigned or not _NAME.fullmatch(name.strip()):
        refuse(path, line, "every argument must read `name := default, -- meaning`.")
    kind, default = _default(value.strip(), path, line)
    meaning, low, high, choices = _meaning(_comment(statement, end), path, line)
    return Parameter(name.strip(), kind, default, meaning, low, high, choices)


def _comment(statement: str, end: int) -> str:
    rest = statement[end:].split("\n", 1)[0]
    same_line = rest.partition("--")[2]
    before = statement[:end].rstrip().rsplit("\n", 1)[-1].partition("--")[2]
    return (same_line or before).strip()


def _default(text: str, path: Path, line: int) -> tuple[str, Any]:
    text = re.sub(r"--[^\n]*$", "", text).strip()
    tree = serialised(f"select {text}")
    nodes = [] if tree["error"] else tree["statements"][0]["node"]["select_list"]
    if len(nodes) != 1 or not _is_constant(nodes[0]):
        refuse(
            path,
            line,
            f"default {text[:80]!r} is no constant; write a number, 'text', true or timestamp '…'.",
        )
    try:
        ((kind, value),) = engine.rows(parser(), f"select typeof({text}), {text}")
    except duckdb.Error as error:
        refuse(path, line, f"default {text[:80]!r}: {str(error)[:500]}")
    if kind.partition("(")[0] not in KINDS or value is None:
        refuse(path, line, f"default {text[:80]!r} is {kind}; use one of {', '.join(KINDS)}.")
    return kind, float(value) if kind.startswith("DECIMAL") else value


def _is_constant(node: dict[str, Any]) -> bool:
    if node["class"] == "CAST":
        return _is_constant(node["child"])
    if node["class"] == "FUNCTION" and node["function_name"] in ("-", "+"):
        return all(_is_constant(argument["expression"]) for argument in node["arguments"])
    return bool(node["class"] == "CONSTANT")


def _meaning(comment: str, path: Path, line: int) -> tuple[str, float | None, float | None, tuple[str, ...]]:
    span, choice = _RANGE.search(comment), _CHOICES.search(comment)
    if span:
        low, high = float(span.group(1)), float(span.group(2))
        if low > high:
            refuse(path, line, f"range {span.group().strip()} is empty; write [low..high].")
        return comment[: span.start()].strip(), low, high, ()
    if choice:
        words = tuple(word.strip().strip("'") for word in choice.group(1).split(","))
        return comment[: choice.start()].strip(), None, None, words
    return comment, None, None, ()


def _prelude(query: str, path: Path, first_line: int) -> tuple[str, set[str]]:
    """Return the text of the WITH list and the names in it."""
    depth = 0
    for token in _tokens(query):
        if token.kind == "operator":
            depth += (token.text == "(") - (token.text == ")")
        elif depth == 0 and token.kind == "keyword" and token.text.lower() == "select":
            prelude = query[: token.start]
            return prelude, _names(query, prelude, path, first_line)
    refuse(path, first_line, "has no final `select` after the WITH list.")


def _names(query: str, prelude: str, path: Path, first_line: int) -> set[str]:
    tree, alone = serialised(query), serialised(f"{prelude}select 1")
    if tree["error"]:
        refuse(path, first_line, f"is no SELECT: {tree['error_message'][:800]}")
    whole, part = (_ctes(each) for each in (tree, alone))
    if "evidence" not in whole:
        refuse(
            path,
            first_line,
            "has no CTE named `evidence`; write `evidence as (select … as entity_id, event_id …)`.",
        )
    if whole != part:
        refuse(path, first_line, "the final select must be the first `select` outside the WITH list.")
    return whole


def _ctes(tree: dict[str, Any]) -> set[str]:
    if tree["error"] or len(tree["statements"]) != 1:
        return set()
    return {entry["key"] for entry in tree["statements"][0]["node"]["cte_map"]["map"]}


def _step(written: str | None, query: str, path: Path, first_line: int) -> Step | None:
    if written is None:
        return None
    found = _STEP.fullmatch(written)
    if not found:
        refuse(path, 1, f"step {written!r} must read `<name>(<cte given>) -> <cte made>`.")
    name, given, made = found.groups()
    spans = _spans(query)
    for cte in (given, made):
        if cte not in spans:
            refuse(path, first_line, f"the step names {cte!r}, which is no CTE.{nearest(cte, spans)}")
    if spans[given] >= spans[made]:
        refuse(path, first_line, f"the CTE {made!r} must follow {given!r}, from which the step makes it.")
    return Step(name, given, made, spans[made])


def _waits(name: str | None, params: tuple[Parameter, ...], path: Path) -> Parameter | None:
    if name is None:
        return None
    knobs = {parameter.name: parameter for parameter in params}
    if name not in knobs:
        refuse(path, 1, f"waits names {name!r}, which is no parameter.{nearest(name, knobs)}")
    return knobs[name]


def _spans(query: str) -> dict[str, tuple[int, int]]:
    """Return for each CTE of the WITH list where the text between its parentheses starts and ends."""
    words = [token for token in _tokens(query) if token.kind != "comment"]
    spans: dict[str, tuple[int, int]] = {}
    depth, name, start = 0, "", 0
    for index, token in enumerate(words):
        if token.text == "(":
            if depth == 0 and index > 1 and words[index - 1].text.lower() == "as":
                name, start = words[index - 2].text.lower(), token.start + 1
            depth += 1
        elif token.text == ")":
            depth -= 1
            if depth == 0 and name:
                spans[name] = start, token.start
                name = ""
    return spans
