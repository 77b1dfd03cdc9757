"""The closed vocabularies: one place for every word that data, detectors and reports must agree on."""

from typing import Final

# over_enforcement is the harm that moderation itself does: a control that is wrong punishes innocents.
ABUSE_TYPES: Final = (
    "account_farming",
    "account_takeover",
    "ban_evasion",
    "brigading",
    "coordinated_inauthentic",
    "fake_engagement",
    "harassment",
    "over_enforcement",
    "scam",
    "spam",
)

# policy: one rule of moderation in one market
ENTITIES: Final = ("account", "content", "device", "network", "policy", "target")

STATUSES: Final = ("draft", "trial", "trusted", "retired")

# A ratio scale: one severe act weighs as much as thirty low ones.
SEVERITIES: Final = {"low": 1, "medium": 3, "high": 10, "severe": 30, "critical": 100}
