"""Fit the weights of ban_return to a platform of one's own, on splink (the extra `link`).

The records are ban_return's own, by its own query; splink estimates how often each field agrees between two
accounts of one person (m) and of two strangers (u), without labels. Loaded only when asked for.
"""

from dataclasses import dataclass
from importlib import import_module
from math import log2
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.content import sql_text
from trendkit.detect import library
from trendkit.detect.detector import database, named
from trendkit.engine.duckdb import Connection, frame, memory
from trendkit.errors import NoDataError, TrendkitError
from trendkit.tables.database import Database

if TYPE_CHECKING:
    from datetime import datetime

FIELDS: Final = ("device", "network", "name", "avatar", "bio", "contact", "target", "text")
"""What is compared, as the parameters of ban_return call it."""

_RULED: Final = ("name", "network")
_BLOCKS: Final = ("device", "network", "avatar", "bio", "contact", "text")
_TRAINED_ON: Final = ("avatar[1]", "device[1]", "skeleton")
_CERTAINLY: Final = (("avatar[1]", "skeleton"), ("avatar[1]", "device[1]"), ("device[1]", "skeleton"))
_RECALL: Final = 0.6
_PAIRS: Final = 1_000_000
_SEED: Final = 1
_CERTAIN: Final = 40.0
_LEAST: Final = 1e-12


@dataclass(frozen=True)
class Linkage:
    """Pairs of a new and a removed account, and the weights they were judged by.

    `pairs`: account_id, removed_id, probability, bits and one column for each field (True where it agrees,
    False where it does not, NA where it is unknown), most probable first. `weights`: parameters of
    ban_return, in bits: `ban_return(db, **linkage.weights)`.
    """

    pairs: pd.DataFrame
    weights: dict[str, float]


def link_accounts(
    db: "Database | Connection",
    since: "datetime | str | None" = None,
    until: "datetime | str | None" = None,
    **knobs: Any,
) -> Linkage:
    """Estimate who of the accounts registered in the window is a removed account come back.

    Fellegi and Sunter's model, fitted without labels by expectation maximisation (splink 5, DuckDB). `knobs`
    are those of ban_return that say what is compared. Fields are taken to be independent, so look at
    households before you trust fitted weights of device and network together. Raises TrendkitError where
    splink is not installed, NoDataError where there is nobody to compare.
    """
    splink = _splink()
    detector = library.get("ban_return")
    base = database(db)
    asked = detector.bind(base, {"since": since, "until": until, **knobs})
    query = detector.file.prelude + sql_text("assess/linkage/record.sql")
    records = base.frame(query, named(query, asked))
    if not records["fresh"].any() or not records["removed"].any():
        raise NoDataError("link_accounts needs new accounts in the window and accounts removed before.")
    with memory() as con:
        linker = _linker(splink, con, records, asked)
        _train(splink, linker)
        return Linkage(_pairs(con, linker), _weights(linker, asked))


def _splink() -> ModuleType:
    try:
        return import_module("splink")  # an extra, and slow to import
    except ModuleNotFoundError as error:
        if error.name != "splink":
            raise
        raise TrendkitError(
            "link_accounts needs splink. Install it with: pip install 'trendkit[link]'"
        ) from None


def _linker(splink: ModuleType, con: Connection, records: pd.DataFrame, asked: dict[str, Any]) -> Any:
    con.register("known", records)
    api = splink.DuckDBAPI(connection=con)
    for side in ("fresh", "removed"):
        con.execute(
            f"create table {side} as {sql_text('assess/linkage/wide.sql')}", {"fresh": side == "fresh"}
        ).fetchall()
    # splink puts the side whose name sorts first on the left: the new account
    sides = [api.register(side, dataset_display_name=side) for side in ("fresh", "removed")]
    return splink.Linker(sides, _settings(splink, asked), log_level="ERROR")


def _settings(splink: ModuleType, asked: dict[str, Any]) -> Any:
    return splink.SettingsCreator(
        link_type="link_only",
        comparisons=[_comparison(field, asked) for field in FIELDS],
        blocking_rules_to_generate_predictions=[
            *(splink.block_on(field, arrays_to_explode=[field]) for field in _BLOCKS),
            splink.block_on("skeleton"),
        ],
        additional_columns_to_retain=["created_us", "removed_us"],
    )


def _comparison(field: str, asked: dict[str, Any]) -> Any:
    level: Any = import_module("splink.comparison_level_library")
    comparisons: Any = import_module("splink.comparison_library")
    unknown = level.NullLevel("handle" if field == "name" else field)
    levels = [unknown, _agreement(level, field, asked), level.ElseLevel()]
    return comparisons.CustomComparison(levels, output_column_name=field)


def _agreement(level: Any, field: str, asked: dict[str, Any]) -> Any:
    if field not in _RULED:
        return level.ArrayIntersectLevel(field, asked["min_targets"] if field == "target" else 1)
    # only whole numbers that ban_return has checked go into the text
    numbers = {name: value for name, value in asked.items() if type(value) is int}
    return level.CustomLevel(sql_text(f"assess/linkage/{field}.sql").format(**numbers))


def _train(splink: ModuleType, linker: Any) -> None:
    linker.training.estimate_probability_two_random_records_match(
        [splink.block_on(*rule) for rule in _CERTAINLY], recall=_RECALL
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=_PAIRS, seed=_SEED)
    for rule in _TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(
            splink.block_on(rule),
            record_sample_proportion=1.0,
        )


def _pairs(con: Connection, linker: Any) -> pd.DataFrame:
    fields = ", ".join(f"nullif(gamma_{field}, -1) = 1 as {field}" for field in FIELDS)
    judged = linker.inference.predict().physical_name
    return frame(con, sql_text("assess/linkage/pairs.sql").format(fields=fields, judged=judged))


def _weights(linker: Any, asked: dict[str, Any]) -> dict[str, float]:
    """Return the fitted model as parameters of ban_return; what could not be fitted stays as asked."""
    model = linker.misc.save_model_to_json()
    prior = model["probability_two_random_records_match"]
    weights = {"prior_bits": _bits(prior, 1 - prior, asked["prior_bits"], sign=-1)}
    for comparison in model["comparisons"]:
        field = comparison["output_column_name"]
        _, same, other = comparison["comparison_levels"]
        for word, level, sign in (("same", same, 1), ("other", other, -1)):
            name = f"{field}_{word}"
            weights[name] = _bits(level.get("m_probability"), level.get("u_probability"), asked[name], sign)
    return weights


def _bits(m: float | None, u: float | None, otherwise: float, sign: int) -> float:
    """Return log2 of m / u within what ban_return accepts: 0 to 40 bits on the side of `sign`."""
    if m is None or u is None:
        return otherwise
    bits = sign * log2(max(m, _LEAST) / max(u, _LEAST))
    return round(sign * min(_CERTAIN, max(0.0, bits)), 2)
