"""TikTok's quarterly enforcement by market: rates with what they are out of, growth with its interval.

The figures are whole counts, not samples: an interval of a growth says how far such quarters stray by
themselves, and one of a share is Wilson's on the removals it is out of. Published rates are rounded to a
tenth of a percent, so what they imply is known within the rounding only. Thirteen quarters for the world,
five for its markets: the daily baseline has no say here, `period_growth` has. Policies were redefined in the
second quarter of 2023; no series is drawn across that.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

import pandas as pd

from figures import Figure, Share, estimate_of
from public import DATA, HERE
from trendkit.assess.effects.periods import period_growth
from trendkit.engine.duckdb import frame, memory

QUERY: Final = (HERE / "sql" / "transparency.sql").read_text(encoding="utf-8")
LAST: Final = pd.Timestamp("2023-07-01")
REMOVED: Final = "Total videos removed"
RATE: Final = "Video: Removal rate of published"
RESTORED: Final = "Videos restored"
ROUNDING: Final = 0.0005
LABELS: Final = "the platform's own figures, not truth"
FAKES: Final = ("Fake accounts prevented", "Fake likes removed", "Fake followers removed")


def enforcement() -> pd.DataFrame:
    """Return period, market, name, abuse_type, policy, measure, value."""
    with closing(memory()) as con:
        return frame(con, QUERY, {"file": str(DATA / "transparency" / "enforcement.parquet")})


def measured(held: pd.DataFrame, measure: str, policy: str | None = None) -> pd.DataFrame:
    """Return one measure, of one policy or of all together, by period and market."""
    return held[(held["measure"] == measure) & (held["policy"] == (policy or measure))]


def by_market(held: pd.DataFrame) -> pd.DataFrame:
    """Return the growth of removals in every market and quarter."""
    counts = measured(held, REMOVED)
    counts = counts[counts["market"] != "all"]
    return period_growth(counts.rename(columns={"market": "segment", "value": "count"}))


def figures() -> Iterator[Figure]:
    """Yield the totals beside the published ones, then rates, then growth."""
    held = enforcement()
    yield from _totals(held)
    yield from _rates(held)
    yield from _growth(held)
    yield from _harassment(held)


def _totals(held: pd.DataFrame) -> Iterator[Figure]:
    removed = measured(held, REMOVED)
    now = removed[removed["period"] == LAST].set_index("market")["value"]
    markets = Share(int(now.drop("all").sum()), int(now["all"]))
    yield _figure(
        "share", "removals in the fifty markets listed, 2023Q3", markets, "approximately 90 % (TikTok)"
    )
    machines = measured(held, f"{REMOVED}, by machines", REMOVED)
    before = pd.Timestamp("2023-04-01")
    every = removed[(removed["period"] == before) & (removed["market"] == "all")]["value"]
    by_machine = machines[(machines["period"] == before) & (machines["market"] == "all")]["value"]
    share = Share(int(by_machine.iloc[0]), int(every.iloc[0]))
    yield _figure("share", "removals by machines, 2023Q2", share, "66,440,775 of 106,476,032 (TikTok)")


def _rates(held: pd.DataFrame) -> Iterator[Figure]:
    now = held[(held["period"] == LAST) & (held["policy"] == held["measure"])]
    table = now.pivot_table(index="market", columns="measure", values="value")
    world, rates = table.loc["all"], table.drop("all").dropna(subset=[RATE, REMOVED, RESTORED])
    yield _figure("share", "removed of published, world, 2023Q3", published(world), "0.8 % (TikTok)")
    top = rates.sort_values(RATE, ascending=False).iloc[0]
    yield _figure(
        "share", f"removed of published, highest: {top.name}", published(top), f"{top[RATE]:.1%} (TikTok)"
    )
    restored = (rates[RESTORED] / rates[REMOVED]).sort_values()
    for name, market in (("fewest", restored.index[0]), ("most", restored.index[-1])):
        share = Share(int(rates.loc[market, RESTORED]), int(rates.loc[market, REMOVED]))
        yield _figure("share", f"restored of removed, {name}: {market}, 2023Q3", share, "counts by TikTok")


def published(row: "pd.Series[float]") -> str:
    """Return the removals beside what the rounded rate says they are out of, in millions."""
    low, high = (row[REMOVED] / (row[RATE] + slack) / 1e6 for slack in (ROUNDING, -ROUNDING))
    return f"{row[REMOVED] / 1e6:,.1f} of {low:,.0f} to {high:,.0f} million"


def _growth(held: pd.DataFrame) -> Iterator[Figure]:
    removed = measured(held, REMOVED)
    world = removed[removed["market"] == "all"].rename(columns={"value": "count"})
    last = period_growth(world).iloc[-1]
    yield _figure(
        "period_growth", f"removals, world, 2023Q3: {last['status']}", estimate_of(last), "106 to 136 million"
    )
    markets = by_market(held)
    now = markets[markets["period"] == LAST]
    grown = now[now["status"] == "grew"].sort_values("estimate", ascending=False)
    share = Share(len(grown), int(now["estimate"].notna().sum()))
    yield _figure(
        "period_growth", "markets whose removals grew beyond chance, 2023Q3", share, "none published"
    )
    for row in grown.to_dict("records"):
        question = f"{row['segment']}, {row['observed']:,.0f} removals over what is usual"
        yield _figure("period_growth", question, estimate_of(row), "none published")
    for name in FAKES:
        last = period_growth(measured(held, name).rename(columns={"value": "count"})).iloc[-1]
        yield _figure(
            "period_growth", f"{name}, 2023Q3: {last['status']}", estimate_of(last), "none published"
        )


def _harassment(held: pd.DataFrame) -> Iterator[Figure]:
    every = measured(held, REMOVED)
    every = every[every["market"] == "all"].set_index("period")["value"]
    share = held[(held["abuse_type"] == "harassment") & (held["measure"] == "share of all")]
    share = share[share["market"] == "all"].set_index("period")["value"]
    counts = pd.DataFrame({"count": share * every, "exposure": every}).dropna().reset_index()
    last = period_growth(counts).iloc[-1]
    question = f"harassment's share of removals, {last['period']:%Y-%m}: {last['status']}, then redefined"
    yield _figure("period_growth", question, estimate_of(last), f"{share.iloc[-1]:.1%} (TikTok)")


def _figure(method: str, question: str, found: Any, published: str) -> Figure:
    return Figure("transparency", method, question, found, published, LABELS)
