"""What accounts are, attribute by attribute, and how many of them share a combination: counted in SQL.

Python sees one row per combination (`sql/assess/segment`). It is separate from `contrast`, which judges.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from trendkit.assess.segments.predicate import plain
from trendkit.content import sql_text
from trendkit.errors import NoDataError, ParameterError, nearest

if TYPE_CHECKING:
    from trendkit.tables.database import Database

ATTRIBUTES: Final = (
    *("market", "language", "surface", "app_id", "client_hash", "asn"),
    *("age_band", "account_type", "email_domain", "verified"),
)
"""What is compared by default, where it tells any accounts apart; see `sql/assess/segment/portrait.sql`."""

MORE: Final = ("ip_prefix", "phone_prefix", "signup_asn", "home_market", "home_language")
_PREFIX: Final = "trendkit_contrast_"


def asked(names: Sequence[str] | None) -> tuple[str, ...]:
    """Return the attributes asked for, the usual ones by default; refuse an unknown one."""
    for name in names or ():
        if name not in (*ATTRIBUTES, *MORE):
            raise ParameterError(f"No attribute named {name!r}.{nearest(name, (*ATTRIBUTES, *MORE))}")
    return ATTRIBUTES if names is None else tuple(dict.fromkeys(names))


@contextmanager
def portraits(db: "Database", values: dict[str, Any]) -> Iterator[None]:
    """Hold one row per account active in a window (`since`, `until`), marked where among `accounts`."""
    try:
        _keep(db, "portrait", sql_text("assess/segment/portrait.sql"), values)
        yield
    finally:
        for table in ("portrait", "common"):
            db.con.execute(f"drop table if exists temp.{_PREFIX}{table}").fetchall()


def _keep(db: "Database", table: str, query: str, values: dict[str, Any]) -> None:
    db.con.execute(f"create or replace temp table {_PREFIX}{table} as {query}", values).fetchall()


def sizes(db: "Database") -> tuple[int, int]:
    """Return how many accounts were found and how many were not; none found raises NoDataError."""
    held = dict(db.rows(sql_text("assess/segment/sizes.sql")))
    if not held.get(True):
        raise NoDataError("contrast: none of the found accounts acted in this window.")
    return int(held[True]), int(held.get(False, 0))


def telling(db: "Database", names: tuple[str, ...]) -> tuple[str, ...]:
    """Keep the attributes that tell any two accounts apart."""
    kinds = ", ".join(f"count(distinct {name}) + max(cast({name} is null as integer))" for name in names)
    (found,) = db.rows(sql_text("assess/segment/kinds.sql").format(kinds=kinds))
    return tuple(name for name, values in zip(names, found, strict=True) if values > 1)


def combined(db: "Database", names: tuple[str, ...], least: int, depth: int) -> list[dict[str, Any]]:
    """Count found and others per combination of up to `depth` attributes that `least` found accounts have."""
    columns = ", ".join(f"{name}, rare_{name}" for name in names)
    marked = ",\n".join(sql_text("assess/segment/rare.sql").format(name=name) for name in names)
    common = sql_text("assess/segment/common.sql").format(marked=marked, columns=columns)
    _keep(db, "common", common, {"least": least})
    depths = range(1, min(depth, len(names)) + 1)
    sets = [
        f"({', '.join(f'{n}, rare_{n}' for n in c)})" for size in depths for c in combinations(names, size)
    ]
    query = sql_text("assess/segment/combinations.sql").format(
        names=", ".join(names),
        sets=", ".join(sets),
        rare=" or ".join(f"coalesce(rare_{name}, false)" for name in names),
    )
    return [_count(names, *row) for row in db.rows(query, {"least": least})]


def _count(names: tuple[str, ...], free: int, *row: Any) -> dict[str, Any]:
    *values, found, others = row
    last = len(names) - 1
    predicate = {
        name: plain(value)
        for place, (name, value) in enumerate(zip(names, values, strict=True))
        if not free >> (last - place) & 1
    }
    return {"predicate": predicate, "found": int(found), "others": int(others)}
