"""Accounts with habits: a small platform on which some accounts behave otherwise in five known ways.

Also feature frames as heavy-tailed and as correlated as real ones, with effects planted in chosen columns.
"""

from typing import Final

import numpy as np
import pandas as pd

START: Final = pd.Timestamp("2026-11-01")
DAYS: Final = 10
ACTIONS: Final = np.array(["like", "comment", "follow", "message", "view"])
SURFACES: Final = np.array(["feed", "live", "search"])
FEATURES: Final = 40
PLANTED: Final = 5


def platform(seed: int, found: int = 60, others: int = 900) -> dict[str, pd.DataFrame]:
    """Return events and accounts: bot_… like more, act live, at night, on few targets, from shared devices.

    Bots are younger and busier than humans, as far as controls can be found for nearly all of them.
    """
    draw = np.random.default_rng(seed)
    ids = np.array([f"bot_{n}" for n in range(found)] + [f"human_{n}" for n in range(others)])
    bot = np.arange(found + others) < found
    accounts = pd.DataFrame(
        {
            "account_id": ids,
            "created_at": START - pd.to_timedelta(draw.lognormal(5.5 - 0.4 * bot, 0.8).round(), unit="D"),
            "followers": draw.poisson(draw.lognormal(3 - 0.4 * bot, 1)),
            "market": draw.choice(["BR", "ID"], len(ids), p=[0.7, 0.3]),
        }
    )
    acts = np.maximum(5, draw.lognormal(2.8 + 0.2 * bot, 0.5)).astype(int)
    return {
        "events": _events(draw, accounts, np.repeat(np.arange(len(ids)), acts), bot),
        "accounts": accounts,
    }


def _events(
    draw: np.random.Generator, accounts: pd.DataFrame, actor: np.ndarray, bot: np.ndarray
) -> pd.DataFrame:
    mine, n = bot[actor], len(actor)
    target = np.where(mine, draw.integers(8, size=n), draw.integers(500, size=n))
    device = np.where(mine, actor // 10, len(accounts) + actor)
    usual, odd = np.array([0.35, 0.2, 0.15, 0.1, 0.2]), np.array([0.75, 0.05, 0.1, 0.05, 0.05])
    hour = np.where(mine & (draw.random(n) < 0.5), draw.integers(0, 6, n), draw.integers(0, 24, n))
    second = draw.integers(0, DAYS, n) * 86_400 + hour * 3_600 + draw.integers(0, 3_600, n)
    action = np.where(mine, draw.choice(ACTIONS, n, p=odd), draw.choice(ACTIONS, n, p=usual))
    return pd.DataFrame(
        {
            "event_id": [f"event_{number}" for number in range(n)],
            "event_time": START + pd.to_timedelta(second, unit="s"),
            "actor_id": accounts["account_id"].to_numpy()[actor],
            "action": action,
            "target_id": [f"video_{number}" for number in target],
            "surface": np.where(mine & (draw.random(n) < 0.6), "live", draw.choice(SURFACES, n)),
            "device_id_hash": [f"device_{number}" for number in device],
            "market": accounts["market"].to_numpy()[actor],
        }
    )


def frame(
    draw: np.random.Generator, found: int, others: int, effect: float = 0.0
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return 40 features of accounts and who was found; the first five lie `effect` deviations higher.

    A third is normal, a third log-normal, a third 0 for half of the accounts; neighbours are correlated.
    """
    size = found + others
    one = draw.normal(size=(size, FEATURES)) + 0.5 * draw.normal(size=(size, 1))
    values = 0.8 * one + 0.6 * np.roll(one, 1, axis=1)
    values = (values - values.mean(axis=0)) / values.std(axis=0)
    is_found = draw.permutation(size) < found
    values[np.ix_(is_found, range(PLANTED))] += effect
    kind = np.arange(FEATURES) % 3
    values[:, kind == 1] = np.exp(values[:, kind == 1])
    values[:, kind == 2] = np.maximum(0, values[:, kind == 2])
    return pd.DataFrame(values, columns=[f"feature_{n}" for n in range(FEATURES)]), is_found
