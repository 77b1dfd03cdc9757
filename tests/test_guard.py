"""What a contributed detector must not be able to do."""

import hashlib
from pathlib import Path

import pytest

from trendkit.detect import library
from trendkit.errors import DetectorError

HOSTILE = Path(__file__).parent / "hostile" / "statements.sql"
HEADER = """-- attack: a file from a stranger
--
-- abuse_type:  spam
-- entity:      account
-- severity:    low
-- status:      draft
-- requires:    events.actor_id
prepare attack as
"""
EVIDENCE = """evidence as (
    select actor_id as entity_id, event_id from events where event_time >= $since and event_time < $until
)"""
EXECUTE = """;
execute attack(
    since := timestamp '2026-11-14',  -- first moment
    until := timestamp '2026-11-21'   -- first moment to leave out
);
"""


def attacks() -> list[tuple[str, str]]:
    blocks = HOSTILE.read_text(encoding="utf-8").split("-- attack: ")[1:]
    return [(name, sql.strip()) for name, _, sql in (block.partition("\n") for block in blocks)]


def in_a_file(sql: str) -> str:
    words = sql.split(maxsplit=2)
    if words[0] != "with":
        return f"{HEADER}with {EVIDENCE}\n{sql}{EXECUTE}"
    first, rest = ("with recursive", words[2]) if words[1] == "recursive" else ("with", sql[5:])
    return f"{HEADER}{first} {EVIDENCE},\n{rest}{EXECUTE}"


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refusal(sql: str, folder: Path) -> str:
    path = folder / "attack.sql"
    path.write_text(sql, encoding="utf-8")
    with pytest.raises(DetectorError) as error:
        library.load(path)
    return str(error.value)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "events.parquet").write_bytes(b"PAR1 not to be touched PAR1")
    (folder / "secret.csv").write_text("password\nhunter2\n")
    return folder


@pytest.mark.parametrize(("name", "sql"), attacks(), ids=[name for name, _ in attacks()])
def test_a_hostile_query_is_refused_in_our_words_and_touches_nothing(name, sql, inputs, tmp_path):
    written = sql.replace("{secret}", str(inputs / "secret.csv")).replace("{inputs}", str(inputs))
    before = digest(inputs)
    message = refusal(in_a_file(written), tmp_path)
    assert message.startswith("attack.sql")
    assert len(message.encode()) <= 2048
    assert "Traceback" not in message
    assert "hunter2" not in message
    assert digest(inputs) == before


@pytest.mark.parametrize(("name", "sql"), attacks(), ids=[name for name, _ in attacks()])
def test_a_hostile_query_alone_in_a_file_is_no_detector(name, sql, inputs, tmp_path):
    before = digest(inputs)
    assert refusal(sql.replace("{inputs}", str(inputs)), tmp_path).startswith("attack.sql")
    assert digest(inputs) == before


def test_the_corpus_holds_more_than_sixty_attacks():
    assert len(dict(attacks())) > 60


HARMLESS = (
    "select entity_id, count(*) as score from evidence group by entity_id order by score desc, entity_id"
)


def test_the_same_file_with_a_harmless_query_loads(tmp_path):
    path = tmp_path / "attack.sql"
    path.write_text(in_a_file(HARMLESS), encoding="utf-8")
    assert library.load(path).name == "attack"


def with_parameter(default: str) -> str:
    return in_a_file(HARMLESS).replace("  -- first moment to leave out", f", n := {default}  -- some number")


@pytest.mark.parametrize(
    "default",
    [
        "(select content from read_text('/etc/passwd'))",
        "getenv('HOME')",
        "random()",
        "1, 2",
        "1 from glob('*')",
        "now()",
        "[1]",
        "null",
    ],
)
def test_a_default_is_a_constant_or_the_file_is_refused(default, tmp_path):
    message = refusal(with_parameter(default), tmp_path)
    assert len(message.encode()) <= 2048


REFUSED = [
    ("select e.actor_id as entity_id, concat(e.actor_id, 'x') from events e", "use || with coalesce"),
    ("select actor_id as entity_id, log(t_us) as score from events", "use ln(), log10() or log2()"),
    ("select actor_id as entity_id, dayofweek(event_time) as score from events", "date_diff('day'"),
    (
        "select actor_id as entity_id, date_diff('hour', event_time, event_time) as score from events",
        "use t_us",
    ),
    ("select regexp_replace(actor_id, 'a', 'b') as entity_id from events", "add 'g'"),
    ("select regexp_replace(actor_id, '(a)', '\\1\\1', 'g') as entity_id from events", "use regexp_extract"),
    (
        "select actor_id as entity_id, quantile_cont(t_us, 0.5) as score from events group by actor_id",
        "median()",
    ),
    ("select actor_id as entity_id, sum(t_us > 5) as score from events group by actor_id", "count(*) filter"),
    ("select actor_id as entity_id, cast(2.5 as integer) as score from events", "floor()"),
    ("select actor_id as entity_id, row_number() over () as score from events", "which row comes first"),
    ("select actor_id as entity_id, count(distinct action) over () as score from events", "CTE of its own"),
    ("select distinct on (actor_id) actor_id as entity_id from events", "qualify row_number()"),
    (
        "select actor_id as entity_id, arg_max(action, t_us) as score from events group by actor_id",
        "row_number()",
    ),
    ("select actor_id as entity_id, epoch(event_time) as score from events", "epoch_us"),
    ("select actor_id as entity_id, len(actor_id) as score from events", "use length()"),
    ("select actor_id as entity_id from event", "Did you mean 'events'?"),
    ("select actor_id as entity_id, lenght(actor_id) as score from events", "Did you mean 'length'?"),
    ("select actor_id as entity_id from events where event_time > $sinc", "Did you mean 'since'?"),
]


@pytest.mark.parametrize(("sql", "instead"), REFUSED, ids=[instead for _, instead in REFUSED])
def test_what_engines_answer_differently_is_refused_with_what_to_write(sql, instead, tmp_path):
    assert instead in refusal(in_a_file(f"{sql} order by entity_id"), tmp_path)


ALLOWED = [
    "1.0 * count(*) / nullif(count(distinct action), 0)",
    "sum(t_us) // 1000000",
    "count(*) filter (where action like 'x\\_%' escape '\\')",
    "max(t_us) - min(t_us)",
    "round(sqrt(1.0 * count(*)), 4)",
    "string_agg(action, ',' order by action)",
    "array_to_string(list_sort(array_agg(action) filter (where action is not null)), ' ')",
    "count(distinct case when action in ('like', 'share') then target_id end)",
    "min(date_trunc('day', event_time))",
    "count(distinct date_part('hour', event_time))",
    "sum(length(lower(trim(actor_id))))",
    "cardinality(list_filter([1, 2], lambda x: x > 1))",
    "cast(sum(t_us) as bigint)",
    "count(*) % greatest(1, count(action))",
]


@pytest.mark.parametrize("expression", ALLOWED)
def test_portable_sql_passes(expression, tmp_path):
    path = tmp_path / "attack.sql"
    sql = f"select actor_id as entity_id, {expression} as score from events group by all order by entity_id"
    path.write_text(in_a_file(sql), encoding="utf-8")
    assert "score" in library.load(path).columns


def test_a_refusal_names_the_line(tmp_path):
    message = refusal(
        in_a_file("select actor_id as entity_id,\n    now() as score\nfrom events order by entity_id"),
        tmp_path,
    )
    assert message == "attack.sql, line 13: now() is not allowed; time is given: use $since and $until."


def test_a_parameter_that_nothing_uses_is_refused(tmp_path):
    message = refusal(with_parameter("1"), tmp_path)
    assert "parameter 'n' of the execute line is used nowhere" in message
