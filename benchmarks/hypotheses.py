"""How far a verdict on a hypothesis can be believed: planted causes, ambiguous traces, the real queries.

Run `python benchmarks/hypotheses.py [cases]`. Nothing here is real traffic. A video draws some hundred likes
in a day because of a ring (abuse), a crowd (organic) or a fault of the log (artefact), drawn with the stated
priors. Traces overlap on purpose: rings hide in a crowd and some use clean devices, crowds bring new
accounts and families, a faulty client sends one device id for everybody. A hidden care of the operator ties
traces of different groups to each other, which the method takes as independent. Likelihoods are counted on
other worlds; the queries, in `sql/hypotheses`, and the cases run through the package.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

import trendkit as tk
from trendkit.casework.hypothesis import Hypothesis
from trendkit.casework.verdict import on
from trendkit.casework.writing import RIVALS

CASES: Final = 200
LEARNT: Final = 100  # worlds of each kind that likelihoods are counted on
SEED: Final = 20_261_114
DAY: Final = pd.Timestamp("2026-11-14")
WINDOW: Final = {"since": "2026-11-14", "until": "2026-11-15"}
KINDS: Final = tuple(RIVALS)
QUERIES: Final = Path(__file__).parent / "sql" / "hypotheses"
PREDICTIONS: Final = {  # query: rule, group (what it is measured with: one fault touches all of a group)
    "shared_devices": ("value >= 0.3", "client"),
    "new_accounts": ("value >= 0.3", "account"),
    "quick_succession": ("value >= 0.3", "when"),
    "repeated_rows": ("value >= 0.05", "log"),
    "one_client": ("value >= 0.5", "client"),
    "home_market": ("value >= 0.5", "where"),
}
FURTHER: Final = {"quick_succession": {"within_s": 10}}
LEAST_SLOPE, MOST_SLOPE, MOST_BRIER, MOST_WRONG = 0.8, 1.2, 0.10, 0.05
"""The bars."""
HEADINGS: Final = (
    *("seed", "Brier of the claim", "Brier, summed over three rivals", "slope of the claim"),
    *("slope over all rivals", "supported", "of these wrong", "traceable"),
)


def crowd(rng: np.random.Generator, number: int, kind: str) -> pd.DataFrame:
    """Return the likes of one video, with the market and the age of whoever likes it."""
    n = int(rng.integers(80, 240))
    care = rng.beta(2, 2)
    bots = int(n * rng.uniform(0.4, 0.9)) if kind == "abuse" else 0
    bot = np.arange(n) < bots
    who = np.array([f"account_{number}_{place}" for place in range(n)])
    device = np.where(_with(rng, n, rng.beta(1, 8)), "family", "own")
    device = np.where(bot & _with(rng, n, 1 - care), "farm", device)
    client = np.where(_with(rng, n, rng.uniform(0.2, 0.6)), "newest", rng.choice(["a", "b", "c"], n))
    client = np.where(bot & _with(rng, n, 0.8 * (1 - care)), "script", client)
    share_new = np.where(bot, 0.9 - 0.6 * care, rng.beta(1, 6))
    home = np.where(bot, rng.uniform(0.1, 0.6), rng.beta(6, 3))
    second = np.sort(rng.beta(1, rng.uniform(1, 6), n) * 86_400)
    second = np.where(bot & _with(rng, n, 1 - care), _burst(rng, n), second)
    if kind == "artefact":
        broken = _with(rng, n, rng.uniform(0.1, 0.9))
        device = np.where(broken & (rng.random() < 0.6), "zero", device)
        client = np.where(broken, "faulty", client)
    rows = pd.DataFrame(
        {
            "event_time": DAY + pd.to_timedelta(np.minimum(second, 86_399).round(3), unit="s"),
            "actor_id": who,
            "device_id_hash": [_device(rng, word, number, place) for place, word in enumerate(device)],
            "client_hash": client,
            "market": np.where(rng.random(n) < home, "XA", rng.choice(["XB", "XC", "XD", "XE"], n)),
            "created_at": DAY - pd.to_timedelta(np.where(rng.random(n) < share_new, 3, 400), unit="D"),
            "target_id": f"video_{number}",
        }
    )
    again = rng.uniform(0.02, 0.5) if kind == "artefact" else rng.beta(1, 40)
    return pd.concat([rows, rows[_with(rng, n, again)]], ignore_index=True)


def _with(rng: np.random.Generator, n: int, chance: float) -> np.ndarray:
    return rng.random(n) < chance


def _burst(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return moments inside one hour, as a script would order them."""
    return rng.uniform(0, 22 * 3_600) + np.sort(rng.random(n)) * rng.uniform(120, 3_600)


def _device(rng: np.random.Generator, word: str, number: int, place: int) -> str:
    shelves = {"own": place, "family": f"f{place // 3}", "farm": f"b{rng.integers(8)}", "zero": "0"}
    return f"device_{number}_{shelves[word]}"


def platform(kinds: list[str], seed: int) -> tk.Database:
    """Return one database that holds the likes of a video per kind given."""
    rng = np.random.default_rng(seed)
    likes = pd.concat([crowd(rng, number, kind) for number, kind in enumerate(kinds)], ignore_index=True)
    accounts = likes.drop_duplicates("actor_id")[["actor_id", "created_at"]]
    likes = likes.drop(columns="created_at").assign(
        action="like", event_id=[f"event_{place}" for place in range(len(likes))]
    )
    return tk.connect(events=likes, accounts=accounts.rename(columns={"actor_id": "account_id"}), threads=1)


@cache
def query(name: str) -> str:
    """Return one of the questions."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def asked(db: tk.Database, number: int, likelihoods: dict[str, dict[str, float]]) -> Hypothesis:
    """Return the case of one video, predicted and run."""
    case = tk.hypothesis(f"The likes of video {number} are sold", db, **WINDOW)
    for name, (rule, group) in PREDICTIONS.items():
        case.predict(
            name, sql=query(name), rule=rule, group=group, likelihood=likelihoods[name],
            params=_params(name, number),
        )  # fmt: skip
    return case.run()


def learnt(each: int = LEARNT, seed: int = SEED) -> dict[str, dict[str, float]]:
    """Return how often each rule comes true in worlds of each kind, one added to both outcomes."""
    kinds = [kind for kind in KINDS for _ in range(each)]
    db = platform(kinds, seed)
    return {name: _frequency(db, name, kinds) for name in PREDICTIONS}


def _frequency(db: tk.Database, name: str, kinds: list[str]) -> dict[str, float]:
    bound = {key: pd.Timestamp(moment).to_pydatetime() for key, moment in WINDOW.items()}
    values = [db.rows(query(name), bound | _params(name, number))[0][0] for number in range(len(kinds))]
    least = float(PREDICTIONS[name][0].rpartition(" ")[2])
    true = pd.Series(values).ge(least).groupby(kinds).agg(["sum", "size"])
    return {kind: float((true.loc[kind, "sum"] + 1) / (true.loc[kind, "size"] + 2)) for kind in KINDS}


def _params(name: str, number: int) -> dict[str, object]:
    return {"target": f"video_{number}"} | FURTHER.get(name, {})


def judged(cases: int = CASES, each: int = LEARNT, seed: int = SEED) -> pd.DataFrame:
    """Return one row per case and rival: posterior, word, whether it is the truth, traceable."""
    likelihoods = learnt(each, seed)
    kinds = list(np.random.default_rng(seed + 1).choice(KINDS, cases, p=list(RIVALS.values())))
    db = platform(kinds, seed + 2)
    return pd.DataFrame(
        {"case": number, "rival": rival, "true": rival == kind} | on(case.state, rival).row()
        | {"traceable": bool(case.evidence[["query", "data", "as_of"]].ne("").all(axis=None))}
        for number, kind in enumerate(kinds)
        for case in [asked(db, number, likelihoods)]
        for rival in KINDS
    )  # fmt: skip


def slope(table: pd.DataFrame) -> float:
    """Return the slope of the truth on the posterior's log odds (Cox 1958): below 1 it is too sure."""
    from scipy.optimize import minimize  # noqa: PLC0415 - slow to import

    x = np.log(table["posterior"] / (1 - table["posterior"])).to_numpy()
    y = table["true"].to_numpy(float)
    loss = minimize(
        lambda b: np.logaddexp(0, b[0] + b[1] * x).sum() - (y * (b[0] + b[1] * x)).sum(), [0.0, 1.0]
    )
    return float(loss.x[1])


def summary(table: pd.DataFrame) -> dict[str, float]:
    """Return the figures of the scoreboard."""
    error = (table["posterior"] - table["true"]) ** 2
    claim, supported = table["rival"].eq("abuse"), table["word"].eq("supported")
    return {
        "brier_claim": float(error[claim].mean()),
        "brier_error": float(error[claim].sem()),
        "brier_all": float(error.groupby(table["case"]).sum().mean()),
        "slope_claim": slope(table[claim]),
        "slope_all": slope(table),
        "supported": float(supported.sum()),
        "wrong": float((~table["true"])[supported].sum()),
        "traceable": float(table["traceable"].mean()),
    }


def lines(cases: int = CASES, seeds: tuple[int, ...] = (SEED,)) -> Iterator[str]:
    """Yield the section of the scoreboard."""
    yield "\n## Hypotheses: can a verdict be believed\n"
    yield (
        f"{cases} simulated cases per seed with a planted cause; `benchmarks/hypotheses.py` says which. No "
        f"figure is about real traffic. Bars: Brier ≤ {MOST_BRIER:.2f}, slope {LEAST_SLOPE} to {MOST_SLOPE}, "
        f"wrong among supported ≤ {MOST_WRONG:.0%}, all traceable to query and data.\n"
    )
    yield f"| {' | '.join(HEADINGS)} |"
    yield "|--:" * len(HEADINGS) + "|"
    for seed in seeds:
        found = summary(judged(cases, seed=seed))
        yield (
            f"| {seed} | {found['brier_claim']:.3f} | {found['brier_all']:.3f} | {found['slope_claim']:.2f} "
            f"| {found['slope_all']:.2f} | {found['supported']:.0f} | {found['wrong']:.0f} "
            f"| {found['traceable']:.0%} |"
        )


if __name__ == "__main__":
    print("\n".join(lines(*(int(word) for word in sys.argv[1:]))))
