"""A frame of features as numbers: what rules, clusters and classifiers learn from, checked once."""

from collections.abc import Iterable
from hashlib import md5
from typing import Final

import numpy as np
import pandas as pd

from trendkit.assess.segments.counted import accounts
from trendkit.errors import ParameterError
from trendkit.inert import display_text

SEED: Final = 1
"""Where every draw starts unless told otherwise."""


def matrix(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame as `numeric` does, without the columns that say the same of everybody."""
    numbers = numeric(frame)
    return numbers.loc[:, (numbers.nunique(dropna=False) > 1).to_numpy()]


def numeric(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame as float64 by account, NaN where unknown.

    Raises ParameterError where an account comes twice, a column is no number, or a value is infinite.
    """
    if frame.index.nlevels > 1 or not frame.index.is_unique:
        raise ParameterError("Features are one row per account: this frame has an account twice.")
    for name, column in frame.items():
        if not pd.api.types.is_numeric_dtype(column):
            raise ParameterError(f"The column {display_text(name, 60)!r} holds no numbers.")
    numbers = frame.astype(float)
    for name in numbers.columns[np.isinf(numbers.to_numpy()).any(axis=0)]:
        raise ParameterError(
            f"The column {display_text(name, 60)!r} holds infinities; write NULL or a bound."
        )
    return numbers.set_axis(frame.index.astype(str), axis=0)


def among(frame: pd.DataFrame, flagged: Iterable[str] | pd.DataFrame) -> np.ndarray:
    """Return for each account of a frame whether it is among the flagged: findings, or ids."""
    return np.asarray(frame.index.isin(accounts(flagged)))


def draws(ids: Iterable[str], seed: int = SEED) -> np.ndarray:
    """Return a number in [0, 1) for each id, the same whenever and wherever it is asked for."""
    held = (md5(f"{seed}:{each}".encode(), usedforsecurity=False).digest()[:8] for each in ids)
    return np.array([int.from_bytes(each, "big") / 2**64 for each in held])
