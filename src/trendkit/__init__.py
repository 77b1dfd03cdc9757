"""trendkit: SQL detectors, trends and investigation reports over event tables.

Names load when they are used, so `import trendkit` is fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from trendkit.assess.classifiers.backtest import backtest as backtest
    from trendkit.assess.classifiers.classifier import classifier as classifier
    from trendkit.assess.effects.followup import Followup as Followup
    from trendkit.assess.effects.followup import followup as followup
    from trendkit.assess.effects.periods import period_growth as period_growth
    from trendkit.assess.effects.resolution import time_to_resolution as time_to_resolution
    from trendkit.assess.estimate import Estimate as Estimate
    from trendkit.assess.labels.calibrate import calibrate as calibrate
    from trendkit.assess.labels.prevalence import prevalence as prevalence
    from trendkit.assess.labels.sampling import draw as draw
    from trendkit.assess.labels.skill import skill as skill
    from trendkit.assess.labels.skill import skill_by_reviewer as skill_by_reviewer
    from trendkit.assess.networks.linkage import Linkage as Linkage
    from trendkit.assess.networks.linkage import link_accounts as link_accounts
    from trendkit.assess.networks.network import Coordination as Coordination
    from trendkit.assess.networks.network import co_actions as co_actions
    from trendkit.assess.networks.network import coordination as coordination
    from trendkit.assess.profiles.clusters import clusters as clusters
    from trendkit.assess.profiles.features import features as features
    from trendkit.assess.profiles.profile import Profile as Profile
    from trendkit.assess.profiles.profile import profile as profile
    from trendkit.assess.profiles.rule import rule as rule
    from trendkit.assess.segments.contrast import contrast as contrast
    from trendkit.assess.segments.segment import Segments as Segments
    from trendkit.assess.segments.segment import segments as segments
    from trendkit.assess.trends.trend import Trends as Trends
    from trendkit.assess.trends.trend import trends as trends
    from trendkit.casework.hypothesis import Hypothesis as Hypothesis
    from trendkit.casework.hypothesis import docket as docket
    from trendkit.casework.hypothesis import hypothesis as hypothesis
    from trendkit.detect.findings import Findings as Findings
    from trendkit.tables.database import Database as Database
    from trendkit.tables.database import connect as connect

_HOMES: Final = {
    "time_to_resolution": "trendkit.assess.effects.resolution",
    "skill_by_reviewer": "trendkit.assess.labels.skill",
    "skill": "trendkit.assess.labels.skill",
    "period_growth": "trendkit.assess.effects.periods",
    "prevalence": "trendkit.assess.labels.prevalence",
    "draw": "trendkit.assess.labels.sampling",
    "backtest": "trendkit.assess.classifiers.backtest",
    "classifier": "trendkit.assess.classifiers.classifier",
    "clusters": "trendkit.assess.profiles.clusters",
    "rule": "trendkit.assess.profiles.rule",
    "calibrate": "trendkit.assess.labels.calibrate",
    "Estimate": "trendkit.assess.estimate",
    "Linkage": "trendkit.assess.networks.linkage",
    "link_accounts": "trendkit.assess.networks.linkage",
    "Coordination": "trendkit.assess.networks.network",
    "co_actions": "trendkit.assess.networks.network",
    "coordination": "trendkit.assess.networks.network",
    "Database": "trendkit.tables.database",
    "Findings": "trendkit.detect.findings",
    "Followup": "trendkit.assess.effects.followup",
    "followup": "trendkit.assess.effects.followup",
    "Hypothesis": "trendkit.casework.hypothesis",
    "Profile": "trendkit.assess.profiles.profile",
    "Segments": "trendkit.assess.segments.segment",
    "Trends": "trendkit.assess.trends.trend",
    "contrast": "trendkit.assess.segments.contrast",
    "connect": "trendkit.tables.database",
    "docket": "trendkit.casework.hypothesis",
    "features": "trendkit.assess.profiles.features",
    "hypothesis": "trendkit.casework.hypothesis",
    "profile": "trendkit.assess.profiles.profile",
    "segments": "trendkit.assess.segments.segment",
    "trends": "trendkit.assess.trends.trend",
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
