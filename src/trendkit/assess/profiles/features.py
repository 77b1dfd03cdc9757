"""How accounts behave, as one row of numbers each: the frame that profiles, rules and clusters stand on.

The measures and their units are columns of `sql/profiles/account.sql` and `account_day.sql`.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.assess.segments.counted import accounts, span
from trendkit.content import sql_text
from trendkit.detect.detector import database

if TYPE_CHECKING:
    from trendkit.engine.duckdb import Connection
    from trendkit.tables.database import Database

ACCOUNT: Final = "profiles/account.sql"
ACCOUNT_DAY: Final = "profiles/account_day.sql"
_MEANING: Final = re.compile(r" as (\w+),? *-- (.+)$")


def features(
    db: "Database | Connection",
    since: object = None,
    until: object = None,
    of: Iterable[str] | pd.DataFrame | None = None,
    *,
    daily: bool = False,
) -> pd.DataFrame:
    """Return behaviour of every account that acted in [since, until), by account_id; all columns are floats.

    `of` narrows to the accounts of findings (a frame with entity_id) or to ids. With `daily` there is one row
    per account and day, by (account_id, day). NaN is unknown, never 0. `meanings()` says what each column is.
    """
    base = database(db)
    begin, end = span(base, since, until)
    values: dict[str, Any] = {"since": begin, "until": end}
    query = sql_text(ACCOUNT_DAY if daily else ACCOUNT)
    if of is not None:
        key = "entity_id, day" if daily else "entity_id"
        query = sql_text("assess/profile/of.sql").format(query=query, key=key)
        values |= {"accounts": accounts(of)}
    frame = base.frame(query, values).rename(columns={"entity_id": "account_id"})
    return frame.set_index(["account_id", "day"] if daily else "account_id")


@cache
def meanings(*, daily: bool = False) -> dict[str, str]:
    """Return what each feature measures, with its unit, by name."""
    final = sql_text(ACCOUNT_DAY if daily else ACCOUNT).rsplit("\nselect\n", 1)[1]
    found = (_MEANING.search(line) for line in final.splitlines())
    return {match[1]: match[2].strip() for match in found if match}
