"""A crowd that reposts what goes viral, and campaigns inside it: the hard case for co-action, by seed.

Six thousand accounts of four languages. Three of ten things go viral, their reposts crowd into a quarter of
an
hour, so that busy people meet by chance again and again. A campaign's accounts repost its orders within a
minute
or so, each order by about six of ten members, and live an ordinary life besides.
"""

from typing import Final

import numpy as np
import pandas as pd

ACCOUNTS: Final = 6_000
THINGS: Final = 4_000
ACTS: Final = 54_000
LANGUAGES: Final = np.array(["en", "es", "id", "vi"])
WEIGHTS: Final = np.array([0.4, 0.3, 0.2, 0.1])
CAMPAIGNS: Final = 12
START: Final = pd.Timestamp("2026-11-14")

_SPAN_S: Final = 7 * 86_400
_VIRAL: Final = 0.3
_VIRAL_S: Final = 900
_USUAL_S: Final = 86_400
_TAKES_PART: Final = 0.6
_DELAY_S: Final = 25


def crowd(seed: int, campaigns: int = CAMPAIGNS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events of one drawing, and account and campaign of everybody who takes part in one."""
    draw = np.random.default_rng(seed)
    tongue = draw.choice(len(LANGUAGES), ACCOUNTS, p=WEIGHTS)
    ordinary = _ordinary(draw, tongue)
    truth = _members(draw, tongue, campaigns)
    acts = pd.concat([ordinary, _orders(draw, truth)], ignore_index=True)
    acts["language"] = LANGUAGES[tongue[acts["account"].to_numpy(int)]]
    acts["event_time"] = START + pd.to_timedelta(acts["second"].clip(0, _SPAN_S - 1).round(), unit="s")
    acts["actor_id"] = "account_" + acts["account"].astype(str)
    acts["event_id"] = [f"event_{number}" for number in range(len(acts))]
    truth["actor_id"] = "account_" + truth["account"].astype(str)
    columns = ["event_id", "event_time", "actor_id", "target_id", "language"]
    return acts[columns].assign(action="repost"), truth


def _ordinary(draw: np.random.Generator, tongue: np.ndarray) -> pd.DataFrame:
    """Everybody reposts, mostly in their own language; popularity and zeal have heavy tails."""
    zeal = draw.lognormal(0, 1, ACCOUNTS)
    account = draw.choice(ACCOUNTS, ACTS, p=zeal / zeal.sum())
    home = draw.choice(len(LANGUAGES), THINGS, p=WEIGHTS)
    fame = draw.pareto(1.3, THINGS) + 0.05
    abroad = draw.random(ACTS) < 0.1
    spoken = np.where(abroad, draw.choice(len(LANGUAGES), ACTS, p=WEIGHTS), tongue[account])
    thing = np.empty(ACTS, int)
    for each in range(len(LANGUAGES)):
        here, shelf = np.flatnonzero(spoken == each), np.flatnonzero(home == each)
        thing[here] = draw.choice(shelf, len(here), p=fame[shelf] / fame[shelf].sum())
    born = draw.random(THINGS) * _SPAN_S
    pace = np.where(draw.random(THINGS) < _VIRAL, _VIRAL_S, _USUAL_S)
    second = born[thing] + draw.exponential(pace[thing])
    return pd.DataFrame({"account": account, "target_id": [f"thing_{t}" for t in thing], "second": second})


def _members(draw: np.random.Generator, tongue: np.ndarray, campaigns: int) -> pd.DataFrame:
    sizes = draw.integers(20, 30, campaigns)
    hired = draw.permutation(ACCOUNTS)
    rows = []
    for campaign, size in enumerate(sizes):
        speaks = draw.choice(len(LANGUAGES), p=WEIGHTS)
        fit = hired[tongue[hired] == speaks][:size]
        hired = np.setdiff1d(hired, fit, assume_unique=True)
        rows += [(int(account), campaign) for account in fit]
    return pd.DataFrame(rows, columns=["account", "campaign"])


def _orders(draw: np.random.Generator, truth: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for campaign, members in truth.groupby("campaign")["account"]:
        for order in range(draw.integers(15, 26)):
            acting = members.to_numpy()[draw.random(len(members)) < _TAKES_PART]
            moments = draw.random() * _SPAN_S + draw.exponential(_DELAY_S, len(acting))
            rows += [
                (account, f"order_{campaign}_{order}", s) for account, s in zip(acting, moments, strict=True)
            ]
    return pd.DataFrame(rows, columns=["account", "target_id", "second"]).astype({"second": float})
