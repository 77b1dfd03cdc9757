"""Who and how: what found accounts do otherwise than accounts like them.

What looks different on one half of the accounts is tested on the other; only that is said to stand out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from trendkit.assess.profiles import profile_card
from trendkit.assess.profiles.cohort import Cohort, cohort
from trendkit.assess.profiles.differences import differences
from trendkit.assess.profiles.features import meanings
from trendkit.assess.profiles.matching import Likeness
from trendkit.assess.profiles.together import PER_FEATURE, correlations, regression, together
from trendkit.assess.profiles.tokens import overused
from trendkit.assess.segments.counted import accounts, span
from trendkit.content import sql_text
from trendkit.detect.detector import database

if TYPE_CHECKING:
    from trendkit.assess.profiles.rule import Rule
    from trendkit.engine.duckdb import Connection
    from trendkit.tables.database import Database

SCREEN: Final = 0.05
"""The p on the first half up to which something is tested on the second."""

Q: Final = 0.05
"""Share of false differences accepted among those that are said to stand out."""

STANDS_OUT: Final = "stands out"
NOT_CONFIRMED: Final = "not confirmed"
NO_DIFFERENCE: Final = "no difference seen"
INSUFFICIENT: Final = "insufficient data"
_STATUS: Final = (STANDS_OUT, NOT_CONFIRMED, NO_DIFFERENCE, INSUFFICIENT)


@dataclass(frozen=True)
class Profile:
    """How found accounts behave, beside matched controls.

    `table`: one row per feature, those that stand out first: estimate (Cliff's delta) with low and high, smd
    (Hedges' g), medians and means, psi and js with p under permuted accounts, p, q, status, n, warnings.
    `tokens`: the same for what they use (actions, surfaces, tags, link domains …): log odds, risk ratios
    crude and adjusted. `together`: MANOVA, PERMANOVA and PERMDISP. All three are of the half that confirms.
    `balance` says how alike the groups are in what they were matched on; `rhythm` counts acts by market,
    day and hour, for plots; `cohort.frame` has every account's features.
    """

    table: pd.DataFrame
    tokens: pd.DataFrame
    together: pd.DataFrame
    rhythm: pd.DataFrame
    cohort: Cohort
    since: datetime
    until: datetime
    n_tests: int

    @property
    def balance(self) -> pd.DataFrame:
        """How far apart the groups were before matching and are now, per covariate."""
        return self.cohort.balance

    @property
    def warnings(self) -> tuple[str, ...]:
        """What weakens the whole comparison."""
        return self.cohort.warnings

    @property
    def features(self) -> list[str]:
        """Names of the features that stand out, the strongest first."""
        return list(self.table.loc[self.table["status"] == STANDS_OUT, "feature"])

    @property
    def verdict(self) -> str:
        """What was found, in one sentence."""
        return profile_card.verdict(self)

    def correlations(self, among: str = "found") -> pd.DataFrame:
        """Return how the features that stand out go together, among the `found` accounts or the `controls`.

        See `together.correlations`.
        """
        mine = self.cohort.frame[self.cohort.frame["found"] == (among == "found")]
        return correlations(mine[self.features])

    def regression(self, features: Sequence[str] | None = None) -> pd.DataFrame:
        """Return what each feature says beside the others, the confirming half; see `together.regression`.

        By default as many of the strongest as there are ten found accounts for.
        """
        held = self.cohort.half(1)
        found = held["found"].to_numpy(bool)
        names = self.features[: max(1, found.sum() // PER_FEATURE)] if features is None else features
        return regression(held[list(names)], found, held["set"].to_numpy())

    def rule(self, **asked: Any) -> "Rule":
        """Return the shortest condition that tells the found accounts from their controls; see `rule.rule`.

        Its precision is that among one found account to so many controls: `Rule.implied` says it elsewhere.
        """
        from trendkit.assess.profiles.rule import rule  # noqa: PLC0415 - only when asked for

        frame = self.cohort.frame
        return rule(frame[list(self.table["feature"])], list(frame.index[frame["found"]]), **asked)

    def __repr__(self) -> str:
        return "\n".join(profile_card.lines(self))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython's protocol
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        return profile_card.html(self)


def profile(
    db: "Database | Connection",
    findings: Iterable[str] | pd.DataFrame,
    *,
    since: object = None,
    until: object = None,
    controls: int | Iterable[str] | pd.DataFrame = 3,
    like: Likeness | None = None,
    seed: int = 0,
) -> Profile:
    """Say how the accounts of findings behave in [since, until), beside accounts like them.

    `findings` is a frame with entity_id, or ids of accounts. `controls` is how many others each is compared
    with, equal in market and language and near in age, acts and followers (`like` says otherwise), or ids of
    accounts to compare with as they are. Half of the accounts, dealt by `seed`, is looked at; what differs
    there is tested on the other half, Benjamini-Hochberg over all that is tested.

    Raises ParameterError, and NoDataError where no found account acted in the window.
    """
    base = database(db)
    window = span(base, since, until)
    like, given = _likeness(controls, like)
    compared = cohort(base, accounts(findings), window, like, seed, given)
    uses = _of_compared(base, "tokens", compared, window)
    draws = np.random.default_rng(seed).spawn(3)
    matched_on = compared.covariates if compared.each else ()
    numbers = [n for n in meanings() if n not in matched_on and compared.frame[n].nunique() > 1]
    table, words = judged(
        [differences(_half(compared, h)[numbers], _found(compared, h), draws[h]) for h in (0, 1)],
        [overused(uses, _half(compared, h), draws[h]) for h in (0, 1)],
    )
    return Profile(
        table=table.assign(meaning=table["feature"].map(meanings())),
        tokens=words,
        together=together(_half(compared, 1)[numbers], _found(compared, 1), draws[2]),
        rhythm=_of_compared(base, "rhythm", compared, window),
        cohort=compared,
        since=window[0],
        until=window[1],
        n_tests=int(table["q"].notna().sum() + words["q"].notna().sum()),
    )


def _likeness(
    controls: int | Iterable[str] | pd.DataFrame, like: Likeness | None
) -> tuple[Likeness, list[str] | None]:
    like = (like or Likeness()).checked()
    if isinstance(controls, int):
        return replace(like, each=controls).checked(), None
    return like, accounts(controls)


def _half(compared: Cohort, number: int) -> pd.DataFrame:
    return compared.half(number)


def _found(compared: Cohort, number: int) -> np.ndarray:
    return compared.half(number)["found"].to_numpy(bool)


def _of_compared(
    db: "Database", name: str, compared: Cohort, window: tuple[datetime, datetime]
) -> pd.DataFrame:
    everybody = list(compared.frame.index)
    values = {"since": window[0], "until": window[1], "accounts": everybody}
    if name == "rhythm":
        values["found"] = list(compared.frame.index[compared.frame["found"]])
    return db.frame(sql_text(f"assess/profile/{name}.sql"), values)


def judged(
    features: Sequence[pd.DataFrame], words: Sequence[pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep the second of two halves, and test there what differed on the first.

    Benjamini-Hochberg over all features and words tested together.
    """
    table, used = _screened(features, ["feature"]), _screened(words, ["kind", "token"])
    p = np.concatenate([held.loc[held["tested"], "p"].to_numpy(float) for held in (table, used)])
    q = stats.false_discovery_control(p) if len(p) else p
    first = int(table["tested"].sum())
    return _ranked(table, q[:first], len(p)), _ranked(used, q[first:], len(p))


def _screened(halves: Sequence[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    first = halves[0][[*keys, "estimate", "p"]].rename(columns={"estimate": "first", "p": "first_p"})
    table = halves[1].merge(first, on=keys, how="left")
    return table.assign(tested=(table["first_p"] <= SCREEN) & table["p"].notna())


def _ranked(table: pd.DataFrame, q: np.ndarray, tests: int) -> pd.DataFrame:
    """Put first what stands out, what is surest to differ much on top."""
    table = table.assign(q=np.nan, n_tests=tests)
    table.loc[table["tested"], "q"] = q
    same = np.sign(table["first"]) == np.sign(table["estimate"])
    unknown, sure = table["estimate"].isna(), same & (table["q"] <= Q)
    status = np.select(
        [unknown, sure, table["tested"]], [INSUFFICIENT, STANDS_OUT, NOT_CONFIRMED], NO_DIFFERENCE
    )
    least = np.where(table["estimate"] > 0, table["low"], -table["high"])
    table = table.assign(status=status, place=pd.Series(status).map(_STATUS.index), least=least)
    by = [name for name in ("place", "least", "kind", "feature", "token") if name in table]
    table = table.sort_values(by, ascending=[name != "least" for name in by], ignore_index=True)
    return table.drop(columns=["tested", "place", "least", "first"])
