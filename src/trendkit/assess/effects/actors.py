"""Who was behind the acts a measure was aimed at, and whether they went on elsewhere."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.assess.effects.mitigation import Mitigation
from trendkit.assess.effects.survival import survival
from trendkit.assess.estimate import LEVEL, Estimate, insufficient, share
from trendkit.content import sql_text
from trendkit.detect import library
from trendkit.errors import NoDataError

if TYPE_CHECKING:
    from datetime import datetime

    from trendkit.detect.detector import Detector
    from trendkit.tables.database import Database

DAYS: Final = 14
"""Days after the launch within which an actor who goes on elsewhere counts."""

BEFORE: Final = 28
"""Days before the launch whose actors are followed."""

LEAST: Final = 10
_COLUMNS: Final = ["account_id", "moment", "action", "market", "surface"]
_ACCOUNTS: Final = ("actor_id", "author_id", "reporter_id", "account_id")
_TIMES: Final = ("event_time", "reported_at", "created_at", "enforced_at")


def offences(
    db: "Database", detectors: Iterable[str], since: "datetime", until: "datetime"
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the acts behind what detectors find in [since, until), and who of them could not look.

    One row per act: account_id, moment, action, market, surface. Each detector runs over one lookback after
    the other; of an act by nobody in particular there is no row.
    """
    acts: list[pd.DataFrame] = []
    blind: list[Any] = []
    for detector in map(library.get, detectors):
        looked = [_looked(db, detector, *span) for span in _spans(detector, since, until)]
        acts += [part for part in looked if not isinstance(part, str)]
        blind += looked[-1:] if all(isinstance(part, str) for part in looked) else []
    held = [part for part in acts if len(part)]
    found = pd.concat(held, ignore_index=True) if held else pd.DataFrame(columns=_COLUMNS)
    return found.drop_duplicates(ignore_index=True), tuple(map(str, blind))


def _spans(detector: "Detector", since: "datetime", until: "datetime") -> list[tuple["datetime", "datetime"]]:
    """Return lookbacks that end where the next begins, the last at `until`; the first may reach before."""
    ends = [until]
    while ends[-1] - detector.lookback > since:
        ends.append(ends[-1] - detector.lookback)
    return [(end - detector.lookback, end) for end in reversed(ends)]


def _looked(db: "Database", detector: "Detector", since: "datetime", until: "datetime") -> pd.DataFrame | str:
    """Return the acts of one lookback, or why it could not be looked at."""
    try:
        return _acts(db, detector, since, until)
    except NoDataError as error:
        return str(error)


def _acts(db: "Database", detector: "Detector", since: "datetime", until: "datetime") -> pd.DataFrame:
    found = detector(db, since=since, until=until)
    if found.empty:
        return pd.DataFrame(columns=_COLUMNS)
    rows = found.events()
    of_account = detector.header["entity"].split()[0] == "account"
    who = rows["entity_id"] if of_account else _first(rows, _ACCOUNTS)
    told = {"account_id": who, "moment": _first(rows, _TIMES)}
    places = {name: rows.get(name, pd.Series(None, rows.index, dtype=object)) for name in _COLUMNS[2:]}
    return pd.DataFrame(told | places).dropna(subset=["account_id", "moment"])


def _first(rows: pd.DataFrame, names: tuple[str, ...]) -> "pd.Series[Any]":
    """Return the first of these columns that the rows have."""
    name = next((name for name in names if name in rows.columns), None)
    return rows[name] if name else pd.Series(None, rows.index, dtype=object)


def elsewhere(
    db: "Database", mitigation: Mitigation, until: "datetime", *, level: float = LEVEL
) -> tuple[Estimate, Estimate]:
    """Return the share of actors active elsewhere within 14 days after the launch, and of 14 days before.

    Actors are the accounts behind what was found in the treated places in the 28 days before the launch;
    active means an act of a kind they were found for. Who was banned or deleted counts as gone.
    """
    launched = mitigation.launched.to_pydatetime()
    of = f"actors active elsewhere within {DAYS} days"
    if not mitigation.markets and not mitigation.surfaces:
        return _neither(of, "the measure is everywhere")
    known, blind = offences(db, mitigation.detectors, launched - timedelta(days=BEFORE), launched)
    treated = known[mitigation.here(known) & (known["moment"] < mitigation.launched)]
    actors = sorted(treated["account_id"].astype(str).unique())
    if len(actors) < LEAST:
        return _neither(of, "; ".join((f"{len(actors)} of {LEAST} actors before the launch", *blind)))
    found = db.frame(sql_text("assess/followup/elsewhere.sql"), _asked(treated, actors, mitigation, until))
    return _since(of, found, launched, until, level), _until(of, found, level)


def _neither(of: str, why: str) -> tuple[Estimate, Estimate]:
    return insufficient(f"{of}, since the launch", why), insufficient(f"{of}, before it", why)


def _asked(
    treated: pd.DataFrame, actors: list[str], mitigation: Mitigation, until: "datetime"
) -> dict[str, Any]:
    launched = mitigation.launched.to_pydatetime()
    return {
        "actors": actors,
        "actions": sorted(treated["action"].dropna().astype(str).unique()),
        "markets": list(mitigation.markets),
        "surfaces": list(mitigation.surfaces),
        "launched": launched,
        "since": launched - timedelta(days=DAYS),
        "until": until,
    }


def _since(of: str, found: pd.DataFrame, launched: "datetime", until: "datetime", level: float) -> Estimate:
    """Return one minus Kaplan and Meier's curve at 14 days, the clock started at the launch."""
    waited = (found["after_at"].fillna(pd.Timestamp(until)) - pd.Timestamp(launched)) / pd.Timedelta(days=1)
    left = survival(waited, found["after_at"].notna(), of="actors", level=level).at(DAYS)
    gone = int(found["gone_at"].notna().sum())
    doubt = f"{gone:,} of {len(found):,} actors were banned or deleted and count as gone" if gone else ""
    if left.estimate is None or left.low is None or left.high is None:
        return insufficient(f"{of}, since the launch", f"fewer than {DAYS} days since it").warn(doubt)
    ends = (1 - left.estimate, 1 - left.high, 1 - left.low)
    n = float(len(found))
    answer = Estimate(f"{of}, since the launch", *ends, level, len(found), n, "Kaplan-Meier")
    return answer.warn(doubt)


def _until(of: str, found: pd.DataFrame, level: float) -> Estimate:
    return share(f"{of}, before the launch", int(found["before_at"].notna().sum()), len(found), level=level)
