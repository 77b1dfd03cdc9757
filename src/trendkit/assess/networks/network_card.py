"""The card that a network shows of itself: what was looked at, what hangs together, what was not seen."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from trendkit.assess.networks.groups import LEAST
from trendkit.inert import display_text
from trendkit.pages import template

if TYPE_CHECKING:
    from trendkit.assess.networks.network import Coordination

SHOWN: Final = 10
_NAMES: Final = 5
_NAME: Final = 40
_PLAIN: Final = 10  # expectations from here on need no decimals


def html(network: "Coordination") -> str:
    """Return the largest groups, what was tested and what was not, as escaped HTML."""
    return template("trendkit.assess", "network.html").render(lines=_said(network), rows=_rows(network))


def lines(network: "Coordination") -> Iterable[str]:
    """Yield the same as text."""
    yield from _said(network)
    for row in _rows(network):
        yield (
            f"{row['group_id']:>3}. {row['size']} accounts ({row['names']}) met {row['meetings']} times on "
            f"{row['objects']} things, {row['expected']} expected; median lag {row['lag']} s; "
            f"{row['layers']}; {row['first']} to {row['last']}"
        )


def _said(network: "Coordination") -> list[str]:
    question, looked = network.question, network.looked
    if not looked.acts:
        missing = _listed(question.acts)
        return [f"could not look: no {missing} in the window.{_window(network)}"]
    tested = (
        f"among {looked.accounts:,} accounts, {looked.acts:,} acts, {looked.possible:,} possible pairs tested"
    )
    found = _found(network)
    said = [f"{found} {tested} ({_by_act(network)}).{_window(network)}"]
    if network.not_looked:
        said.append(f"could not look at {_listed(network.not_looked)}: no rows in the window.")
    if looked.left_out_meetings:
        said.append(
            f"left out: bursts that hold {looked.left_out_meetings:.1%} of the possible meetings "
            f"({looked.left_out_acts:.1%} of the acts), over windows where they were too many to be paired."
        )
    return [*said, _promise(network)]


def _found(network: "Coordination") -> str:
    if not len(network.ties):
        return "nothing beyond chance"
    return (
        f"{len(network.ties):,} ties beyond chance, {len(network.groups):,} groups of "
        f"{LEAST} or more with {len(network.members):,} accounts,"
    )


def _promise(network: "Coordination") -> str:
    question = network.question
    strata = _listed(question.strata) if question.strata else "the whole"
    windows = ", ".join(f"{seconds:g}" for seconds in question.windows_s)
    return (
        f"At most {question.error_rate:g} of the ties are expected to be chance, if within {strata} "
        f"anybody could have acted at any of those moments; windows {windows} s. This shows acting together, "
        "not why. "
        f"Groups: {network.method}."
    )


def _window(network: "Coordination") -> str:
    question = network.question
    return f" {question.since:%Y-%m-%d %H:%M} to {question.until:%Y-%m-%d %H:%M} UTC."


def _by_act(network: "Coordination") -> str:
    return ", ".join(f"{act} {count:,}" for act, count in network.looked.by_act.items())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(display_text(name, _NAME) for name in names)


def _rows(network: "Coordination") -> list[dict[str, Any]]:
    return [_row(row) for row in network.groups.head(SHOWN).to_dict("records")]


def _row(row: dict[Any, Any]) -> dict[str, Any]:
    more = "" if row["size"] <= _NAMES else f" and {row['size'] - _NAMES} more"
    return {
        "group_id": row["group_id"],
        "size": f"{row['size']:,}",
        "names": _listed(row["members"][:_NAMES]) + more,
        "meetings": f"{row['meetings']:,}",
        "expected": f"{row['expected']:,.{0 if row['expected'] >= _PLAIN else 2}f}",
        "objects": f"{row['objects']:,}",
        "lag": f"{row['median_lag_s']:,.1f}",
        "layers": display_text(row["layers"], 200),
        "first": f"{row['first_seen']:%Y-%m-%d %H:%M}",
        "last": f"{row['last_seen']:%Y-%m-%d %H:%M}",
    }
