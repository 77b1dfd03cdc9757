"""The usual rivals of a finding: what abuse, an organic crowd and a fault of the measurement each expect.

The chances are judgements, the same for every detector and written here before any data are seen; an analyst
who knows better writes better ones. What a detector itself rests on is no independent sign and is left out.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trendkit.assess.trends.subject import Subject
from trendkit.casework.hypothesis import Hypothesis, hypothesis
from trendkit.casework.writing import RIVALS
from trendkit.content import sql_text
from trendkit.detect.detector import named


@dataclass(frozen=True)
class Sign:
    """One question of `sql/casework/rivals`: its rule, its chance under each rival, what it leans on.

    `uses` are columns: a detector that requires one of them has asked this already.
    """

    name: str
    says: str
    rule: str
    abuse: float
    organic: float
    artefact: float
    group: str
    least: int = 10
    uses: tuple[str, ...] = ()


SIGNS: Final = (
    Sign(*("narrow", "these accounts do little else", "value >= 0.5", 0.45, 0.1, 0.2, "conduct")),
    Sign(
        *("sleepless", "it goes on while others sleep", "value >= 0.15", 0.35, 0.08, 0.3, "conduct"), least=50
    ),
    Sign(
        *("young", "most of these accounts are new", "value >= 0.5", 0.3, 0.05, 0.05, "farm"),
        uses=("accounts.created_at",),
    ),
    Sign(
        *("shared_device", "these accounts share devices", "value >= 0.3", 0.25, 0.02, 0.05, "farm"),
        uses=("events.device_id_hash", "accounts.signup_device_hash"),
    ),
    Sign(
        *("left_alone", "hardly anybody else acts on them", "value >= 0.5", 0.3, 0.08, 0.2, "audience"),
    ),
    Sign(
        *("one_minute", "half of it bears one minute", "value >= 0.5", 0.05, 0.03, 0.5, "records"), least=20
    ),
    Sign(
        *("repeated", "the same act stands more than once", "value >= 0.1", 0.03, 0.02, 0.5, "records"),
        least=20,
    ),
    Sign(
        *("whole_platform", "the whole platform was busy that day", "value >= 1.5", 0.15, 0.2, 0.5, "volume"),
        least=5,
    ),
)
"""No kind of abuse shows all of these, so that one is absent says little; what hangs together is a group."""


def rivals(subject: Subject, path: str | Path | None = None) -> Hypothesis:
    """Open a case on a subject with every usual sign written down and none asked; `run()` asks them.

    The SQL of each is frozen with the detector's own text and knobs. With `path` the case is kept there.
    """
    claim = f"{subject.detector.title} ({subject.place}): abuse, rather than a crowd or a fault of the data"
    case = hypothesis(claim, subject.db, since=subject.since, until=subject.until, path=path)
    for sign in asked(subject):
        _predict(case, subject, sign)
    return case


def asked(subject: Subject) -> list[Sign]:
    """Return the signs that are independent of what the detector requires and can be told from its rows."""
    required = {str(need) for need in subject.detector.file.requires}
    events = subject.detector.evidence.table == "events"
    return [
        sign
        for sign in SIGNS
        if not required & set(sign.uses) and (events or sign.name not in ("narrow", "left_alone"))
    ]


def _predict(case: Hypothesis, subject: Subject, sign: Sign) -> None:
    query = f"{subject.scope}\n{sql_text(f'casework/rivals/{sign.name}.sql')}"
    wanted = named(query, subject.values).keys() - {"since", "until"}
    case.predict(
        sign.says,
        sql=query,
        params={name: subject.values[name] for name in sorted(wanted)},
        rule=sign.rule,
        likelihood={rival: getattr(sign, rival) for rival in RIVALS},
        group=sign.group,
        least=sign.least,
    )
