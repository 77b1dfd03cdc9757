"""trendkit: SQL detectors, trends and investigation reports over event tables.

Names load when they are used, so `import trendkit` is fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from trendkit.assess.backtest import backtest as backtest
    from trendkit.assess.calibrate import calibrate as calibrate
    from trendkit.assess.classifier import classifier as classifier
    from trendkit.assess.clusters import clusters as clusters
    from trendkit.assess.contrast import contrast as contrast
    from trendkit.assess.estimate import Estimate as Estimate
    from trendkit.assess.features import features as features
    from trendkit.assess.followup import Followup as Followup
    from trendkit.assess.followup import followup as followup
    from trendkit.assess.linkage import Linkage as Linkage
    from trendkit.assess.linkage import link_accounts as link_accounts
    from trendkit.assess.network import Coordination as Coordination
    from trendkit.assess.network import co_actions as co_actions
    from trendkit.assess.network import coordination as coordination
    from trendkit.assess.periods import period_growth as period_growth
    from trendkit.assess.prevalence import prevalence as prevalence
    from trendkit.assess.profile import Profile as Profile
    from trendkit.assess.profile import profile as profile
    from trendkit.assess.resolution import time_to_resolution as time_to_resolution
    from trendkit.assess.rule import rule as rule
    from trendkit.assess.sampling import draw as draw
    from trendkit.assess.segment import Segments as Segments
    from trendkit.assess.segment import segments as segments
    from trendkit.assess.skill import skill as skill
    from trendkit.assess.skill import skill_by_reviewer as skill_by_reviewer
    from trendkit.assess.trend import Trends as Trends
    from trendkit.assess.trend import trends as trends
    from trendkit.casework.hypothesis import Hypothesis as Hypothesis
    from trendkit.casework.hypothesis import docket as docket
    from trendkit.casework.hypothesis import hypothesis as hypothesis
    from trendkit.detect.findings import Findings as Findings
    from trendkit.tables.database import Database as Database
    from trendkit.tables.database import connect as connect

_HOMES: Final = {
    "time_to_resolution": "trendkit.assess.resolution",
    "skill_by_reviewer": "trendkit.assess.skill",
    "skill": "trendkit.assess.skill",
    "period_growth": "trendkit.assess.periods",
    "prevalence": "trendkit.assess.prevalence",
    "draw": "trendkit.assess.sampling",
    "backtest": "trendkit.assess.backtest",
    "classifier": "trendkit.assess.classifier",
    "clusters": "trendkit.assess.clusters",
    "rule": "trendkit.assess.rule",
    "calibrate": "trendkit.assess.calibrate",
    "Estimate": "trendkit.assess.estimate",
    "Linkage": "trendkit.assess.linkage",
    "link_accounts": "trendkit.assess.linkage",
    "Coordination": "trendkit.assess.network",
    "co_actions": "trendkit.assess.network",
    "coordination": "trendkit.assess.network",
    "Database": "trendkit.tables.database",
    "Findings": "trendkit.detect.findings",
    "Followup": "trendkit.assess.followup",
    "followup": "trendkit.assess.followup",
    "Hypothesis": "trendkit.casework.hypothesis",
    "Profile": "trendkit.assess.profile",
    "Segments": "trendkit.assess.segment",
    "Trends": "trendkit.assess.trend",
    "contrast": "trendkit.assess.contrast",
    "connect": "trendkit.tables.database",
    "docket": "trendkit.casework.hypothesis",
    "features": "trendkit.assess.features",
    "hypothesis": "trendkit.casework.hypothesis",
    "profile": "trendkit.assess.profile",
    "segments": "trendkit.assess.segment",
    "trends": "trendkit.assess.trend",
}

__all__ = [
    "Coordination",
    "Database",
    "Estimate",
    "Findings",
    "Followup",
    "Hypothesis",
    "Linkage",
    "Profile",
    "Segments",
    "Trends",
    "backtest",
    "calibrate",
    "classifier",
    "clusters",
    "co_actions",
    "connect",
    "contrast",
    "coordination",
    "draw",
    "features",
    "followup",
    "link_accounts",
    "period_growth",
    "prevalence",
    "profile",
    "rule",
    "segments",
    "skill",
    "skill_by_reviewer",
    "time_to_resolution",
    "trends",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'trendkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
