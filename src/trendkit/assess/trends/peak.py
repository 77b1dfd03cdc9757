"""Would it have come down anyway? A trend is acted on because it was high, and what was high often falls.

Two checks on the days before a measure: the peak week, and the day a wave began. Both give a regressor for
`its.interrupted`; neither replaces the answer that was fixed beforehand.
"""

from typing import Any, Final

import numpy as np
import pandas as pd

WEEK: Final = 7
NEAR: Final = 28
"""Days before a measure within which a peak may be why it was chosen."""

HIGH: Final = 1.25
"""How many times the other days a peak week must hold."""

RISE: Final = 1.5
"""How many times the days before a wave must hold."""

_QUIET: Final = 28  # days there must be before a wave
_SURE: Final = 15.0  # twice the log of the likelihood ratio a rise must gain, the search for its day paid


def peak_week(series: pd.DataFrame, launched: pd.Timestamp) -> Any:
    """Return which rows of day, acts are the highest week before `launched`, if that was near it and high."""
    acts, before = series["acts"], series["day"] < launched
    level: Any = acts.where(before).rolling(WEEK, min_periods=WEEK).mean()
    near = before & (series["day"] >= launched - pd.Timedelta(days=NEAR))
    none = np.zeros(len(series), bool)
    if not level[near].notna().any() or level[near].max() < level.max():
        return none
    end = int(np.flatnonzero(near & (level == level[near].max()))[-1])
    week = (np.arange(len(series)) > end - WEEK) & (np.arange(len(series)) <= end)
    others = float(acts[before & ~week].mean())
    return week if acts[week].mean() > HIGH * others else none


def wave(series: pd.DataFrame, launched: pd.Timestamp) -> Any:
    """Return which rows of day, acts lie on or after the day acts rose to stay up until `launched`, if any.

    The day is the one that splits the logs before the launch best; it needs 28 days before it, a week after,
    and half as many acts again.
    """
    known = series[(series["day"] < launched) & series["acts"].notna()]
    logs = np.log1p(known["acts"].to_numpy(float))
    places = range(_QUIET, len(logs) - WEEK + 1)
    none = np.zeros(len(series), bool)
    if len(places) == 0:
        return none
    left = [logs[:place].var() * place + logs[place:].var() * (len(logs) - place) for place in places]
    best = places[int(np.argmin(left))]
    gain = len(logs) * np.log(logs.var() * len(logs) / max(min(left), 1e-9)) if logs.var() else 0
    rise = known["acts"].iloc[best:].mean() / max(known["acts"].iloc[:best].mean(), 0.1)
    began = known["day"].iloc[best]
    return (series["day"] >= began).to_numpy(bool) if gain > _SURE and rise >= RISE else none
