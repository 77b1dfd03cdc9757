"""Plots for reports: small, labelled, the same bytes each time, readable on light and dark paper.

matplotlib is imported only here, when something is drawn. Every label passes `inert.display_text`; math in
labels is off, so a `$` in a name stays a `$`.
"""

import re
import warnings
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from trendkit.inert import display_text, html_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL: Final = 60
"""Most characters of one label."""

_INK: Final = "#1d1f21"
_QUIET: Final = "#8a8f94"
_BLUE: Final = "#0072b2"  # Okabe and Ito 2008: told apart by readers with any colour vision
_SKY: Final = "#56b4e9"
_VERMILLION: Final = "#d55e00"
_FONTS: Final = ("DejaVu Sans", "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans Thai")
_SPARK_INCHES: Final = (160 / 72, 36 / 72)
_GROUPS: Final = {True: ("found accounts", _VERMILLION), False: ("controls", _QUIET)}
_ABREAST: Final = 3
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Picture:
    """A plot as one HTML figure: `src` is a data URI, `alt` says what it shows to who cannot see it."""

    src: str
    alt: str
    caption: str = ""

    def _repr_html_(self) -> str:
        caption = f"<figcaption>{html_text(self.caption, 600)}</figcaption>" if self.caption else ""
        return f'<figure><img src="{self.src}" alt="{html_text(self.alt, 600)}">{caption}</figure>'


def label(value: object) -> str:
    """Return text fit for a tick, title or legend; a leading "_" would hide it from a legend."""
    text = display_text(value, LABEL)
    return f"\u2009{text}" if text.startswith("_") else text


def sparkline(series: Sequence[float] | pd.Series, ax: "Axes | None" = None) -> "Axes":
    """Draw a run of numbers as a word-sized line, the last one marked; missing days leave gaps.

    Meant for 160 × 36 pixels, the size `picture` gives it when no axes are given.
    """
    values = pd.Series(series, dtype=float).reset_index(drop=True)
    place = values.index.to_numpy()
    with _look():
        axes = ax or _axes(_SPARK_INCHES, bare=True)
        axes.plot(place, values.to_numpy(), color=_BLUE, linewidth=1.4, solid_capstyle="round")
        axes.fill_between(place, values.fillna(0), color=_BLUE, alpha=0.18, linewidth=0)
        known = values.dropna()
        if len(known):
            axes.plot(
                known.index[-1:].to_numpy(),
                known.iloc[-1:].to_numpy(),
                "o",
                color=_VERMILLION,
                markersize=4.5,
                clip_on=False,
            )
        axes.set_ylim(0, max(1.0, _top(values) * 1.12))
        axes.set_xlim(-0.5, max(1, len(values)) + 0.5)
        axes.set_axis_off()
    return axes


def daily_series(
    frame: pd.DataFrame, ax: "Axes | None" = None, *, mitigations: pd.DataFrame | None = None
) -> "Axes":
    """Draw observed acts per day against what is expected and its 95 % band; the last day is the tested one.

    `frame` has day, observed, expected, lo, hi (see `Trends.series`); `mitigations` has launched_at and kind.
    """
    with _look():
        axes = ax or _axes((7.6, 2.7))
        day = pd.to_datetime(frame["day"])
        axes.fill_between(
            day, frame["lo"], frame["hi"], color=_QUIET, alpha=0.28, linewidth=0, label="95 % of chance"
        )
        axes.plot(
            day, frame["expected"], color=_QUIET, linewidth=1.2, linestyle=(0, (4, 2)), label="expected"
        )
        axes.plot(day, frame["observed"], color=_BLUE, linewidth=1.5, label="observed")
        _mark_tested(axes, day, frame["observed"])
        _mark_mitigations(axes, mitigations, day)
        axes.set_ylim(bottom=0)
        axes.set_ylabel("acts per day")
        _days_below(axes)
        _legend(axes)
    return axes


def counterfactual(frame: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw acts per day around a measure against what would have come without it and its 95 % band.

    `frame` has day, observed, expected, lo, hi, after (see `Followup.counterfactual`); what lies between the
    two lines since the launch, at the dotted line, is what was avoided.
    """
    with _look():
        axes = ax or _axes((7.6, 2.7))
        day = pd.to_datetime(frame["day"])
        band: Any = {"color": _QUIET, "alpha": 0.28, "linewidth": 0, "label": "95 % without it"}
        axes.fill_between(day, frame["lo"], frame["hi"], **band)
        line: Any = {"color": _QUIET, "linewidth": 1.2, "linestyle": (0, (4, 2)), "label": "without it"}
        axes.plot(day, frame["expected"], **line)
        axes.plot(day, frame["observed"], color=_BLUE, linewidth=1.5, label="observed")
        _fill_avoided(axes, day, frame)
        axes.set_ylim(bottom=0)
        axes.set_ylabel("acts per day")
        _days_below(axes)
        _legend(axes)
    return axes


def counterfactual_alt(frame: pd.DataFrame) -> str:
    """Say in words what `counterfactual` shows, for those who do not see it."""
    since = frame[frame["after"].astype(bool)]
    if since.empty:
        return "No days since the launch of the measure."
    seen, due = since["observed"].mean(), since["expected"].mean()
    launched = pd.Timestamp(since["day"].iloc[0])
    return (
        f"Acts per day around a measure of {launched:%Y-%m-%d}: {seen:,.3g} observed against {due:,.3g} "
        f"expected without it, over {len(since)} days."
    )


def _fill_avoided(axes: Any, day: "pd.Series[Any]", frame: pd.DataFrame) -> None:
    after = frame["after"].astype(bool)
    if not after.any():
        return
    seen, due = frame.loc[after, "observed"], frame.loc[after, "expected"]
    less = (seen < due).to_numpy(bool)
    axes.fill_between(
        day[after], seen, due, where=less, color=_BLUE, alpha=0.18, linewidth=0, label="avoided"
    )
    axes.axvline(day[after].iloc[0], color=_INK, linewidth=1, linestyle=(0, (1, 2)))


def bars(frame: pd.DataFrame, ax: "Axes | None" = None, *, unit: str = "") -> "Axes":
    """Draw one horizontal bar per row with its interval: columns name, value, lo, hi; first row on top."""
    with _look():
        axes = ax or _axes((7.6, 0.5 + 0.34 * max(1, len(frame))))
        place = range(len(frame))
        axes.barh(place, frame["value"], color=_BLUE, height=0.62)
        reach = [(frame["value"] - frame["lo"]).clip(lower=0), (frame["hi"] - frame["value"]).clip(lower=0)]
        axes.errorbar(frame["value"], place, xerr=reach, fmt="none", ecolor=_INK, elinewidth=1.1, capsize=3)
        axes.set_yticks(place, [label(name) for name in frame["name"]])
        axes.invert_yaxis()
        axes.set_xlabel(label(unit))
        axes.set_xlim(left=0)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
    return axes


def hour_day_heatmap(frame: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw acts by weekday (0 is Monday) and hour, UTC: columns weekday, hour, acts; darker is more."""
    grid = frame.pivot_table(index="weekday", columns="hour", values="acts", aggfunc="sum", fill_value=0)
    grid = grid.reindex(index=range(7), columns=range(24), fill_value=0)
    with _look():
        axes = ax or _axes((7.6, 2.2))
        axes.pcolormesh(grid.to_numpy(float), cmap=_shades(), vmin=0)
        axes.set_yticks([day + 0.5 for day in range(7)], DAYS)
        axes.set_xticks([hour + 0.5 for hour in range(0, 24, 3)], [f"{hour:02d}" for hour in range(0, 24, 3)])
        axes.set_xlabel("hour of day, UTC")
        axes.invert_yaxis()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    return axes


def timeline(frame: pd.DataFrame, ax: "Axes | None" = None) -> "Axes":
    """Draw what share of their acts found accounts and controls did on each day.

    `frame` is `Profile.rhythm`: found, day, acts. Days without an act are 0.
    """
    with _look():
        axes = ax or _axes((7.6, 2.7))
        _draw_days(axes, frame, frame)
        axes.set_ylabel("% of the group's acts")
        _days_below(axes)
        _legend(axes)
    return axes


def activity_heatmap(frame: pd.DataFrame) -> "Figure":
    """Draw the acts of found accounts by weekday and hour, UTC, above those of controls; see `timeline`."""
    figure, panels = _panels(2, 1, (7.6, 4.6))
    for axes, (found, (name, _)) in zip(panels, _GROUPS.items(), strict=True):
        hour_day_heatmap(frame[frame["found"] == found], axes)
        axes.set_title(name, loc="left", fontsize=9)
    panels[0].set_xlabel("")
    return figure


def small_multiples(frame: pd.DataFrame, by: str = "market", most: int = 12) -> "Figure":
    """Draw the timeline of each market (or another column) on one scale, where found accounts act most first.

    Shares are of all acts of the group, so that the panels add up; beyond `most` values none is drawn.
    """
    acts = frame[frame["found"]].groupby(by)["acts"].sum().sort_index()
    names = list(acts.sort_values(ascending=False, kind="stable").index[:most])
    wide = min(_ABREAST, max(1, len(names)))
    lines = -(-max(1, len(names)) // wide)
    figure, panels = _panels(lines, wide, (7.6, 0.6 + 1.4 * lines))
    with _look():
        for axes, name in zip_longest(panels, names):
            axes.set_visible(name is not None)
            axes.set_title(label(name), loc="left", fontsize=8)
            _draw_days(axes, frame[frame[by] == name], frame)
            _days_below(axes, 5)
        panels[0].legend(fontsize=7)
        figure.supylabel("% of the group's acts", fontsize=8)
    return figure


def activity_alt(frame: pd.DataFrame) -> str:
    """Say in words when and where each group of a `Profile.rhythm` acts most, for who sees no plots."""
    groups = {name: frame[frame["found"] == found] for found, (name, _) in _GROUPS.items()}
    said = (
        f"{name}: {mine['acts'].sum():,} acts, most on {_most(mine, 'day'):.10}, "
        f"at {_most(mine, 'hour')} h UTC, in {label(_most(mine, 'market'))}"
        for name, mine in groups.items()
        if len(mine)
    )
    return "; ".join(said) or "no acts"


def picture(drawn: "Axes | Figure", alt: str, caption: str = "") -> Picture:
    """Return axes or a figure as an embedded SVG, and let go of the figure."""
    from matplotlib import pyplot  # noqa: PLC0415  slow to import

    figure: Any = getattr(drawn, "figure", None) or drawn
    with _look():
        svg = BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    encoded = b64encode(_on_any_paper(svg.getvalue().decode()).encode()).decode()
    return Picture(f"data:image/svg+xml;base64,{encoded}", display_text(alt, 600), display_text(caption, 600))


def figure_html(drawn: "Axes | Figure", alt: str, caption: str) -> Picture:
    """Return what a notebook cell shows as a figure with alternative text and caption."""
    return picture(drawn, alt, caption)


def _on_any_paper(svg: str) -> str:
    """Let text and axes take the reader's colour scheme, and its fonts."""
    svg = svg.replace(_INK, "currentColor").replace("'DejaVu Sans'", "system-ui, 'DejaVu Sans'")
    svg = svg.replace(_BLUE, "var(--blue)")
    light, dark = f"color:{_INK};--blue:{_BLUE}", f"color:#e8e8e4;--blue:{_SKY}"
    scheme = f"<style>svg{{{light}}}@media screen and (prefers-color-scheme:dark){{svg{{{dark}}}}}</style>"
    return re.sub(r"(<svg [^>]*>)", lambda found: found[1] + scheme, svg, count=1)


@contextmanager
def _look() -> Iterator[None]:
    import matplotlib as mpl  # noqa: PLC0415  slow to import

    settings: Any = {
        "text.parse_math": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "trendkit",
        "font.family": "sans-serif",
        "font.sans-serif": _fonts(),
        "font.size": 9,
        "text.color": _INK,
        "axes.labelcolor": _INK,
        "axes.edgecolor": _INK,
        "xtick.color": _INK,
        "ytick.color": _INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "legend.frameon": False,
        "timezone": "UTC",
    }
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield


def _fonts() -> list[str]:
    from matplotlib import font_manager  # noqa: PLC0415  slow to import

    present = set(font_manager.get_font_names())
    return [name for name in _FONTS if name in present]


def _axes(inches: tuple[float, float], *, bare: bool = False) -> "Axes":
    from matplotlib import pyplot  # noqa: PLC0415  slow to import

    figure = pyplot.figure(figsize=inches, layout=None if bare else "constrained")
    axes: Axes = figure.add_axes((0, 0, 1, 1)) if bare else figure.add_subplot()
    return axes


def _shades() -> Any:
    """From nothing to blue, so that the paper shows through whatever its colour."""
    from matplotlib.colors import LinearSegmentedColormap, to_rgba  # noqa: PLC0415  slow to import

    return LinearSegmentedColormap.from_list("shades", [to_rgba(_BLUE, 0.05), to_rgba(_BLUE, 1)])


def _top(values: pd.Series) -> float:
    return float(values.max()) if values.notna().any() else 0.0


def _panels(lines: int, wide: int, inches: tuple[float, float]) -> "tuple[Figure, list[Axes]]":
    from matplotlib import pyplot  # noqa: PLC0415  slow to import

    with _look():
        figure = pyplot.figure(figsize=inches, layout="constrained")
        panels = figure.subplots(lines, wide, sharex=True, sharey=True, squeeze=False)
    return figure, list(panels.flat)


def _draw_days(axes: "Axes", part: pd.DataFrame, whole: pd.DataFrame) -> None:
    day = pd.to_datetime(whole["day"])
    days = pd.date_range(day.min(), day.max()) if len(day) else pd.DatetimeIndex([])
    for found, (name, colour) in reversed(_GROUPS.items()):
        mine = part[part["found"] == found]
        daily = mine.groupby(pd.to_datetime(mine["day"]))["acts"].sum().reindex(days, fill_value=0)
        everything = max(1, whole.loc[whole["found"] == found, "acts"].sum())
        axes.plot(days, (100 * daily / everything).to_numpy(), color=colour, linewidth=1.3, label=name)
    axes.set_ylim(bottom=0)


def _most(frame: pd.DataFrame, column: str) -> str:
    return str(frame.groupby(column, dropna=False)["acts"].sum().sort_index().idxmax())


def _mark_tested(axes: Any, day: pd.Series, observed: pd.Series) -> None:
    if len(day) and pd.notna(observed.iloc[-1]):
        axes.plot(
            [day.iloc[-1]], [observed.iloc[-1]], "o", color=_VERMILLION, markersize=6, label="day tested"
        )


def _mark_mitigations(axes: Any, mitigations: pd.DataFrame | None, day: pd.Series) -> None:
    if mitigations is None or mitigations.empty or day.empty:
        return
    for row in mitigations.sort_values(["launched_at", "kind"]).to_dict("records"):
        launched = pd.Timestamp(row["launched_at"])
        if day.min() <= launched <= day.max():
            axes.axvline(launched, color=_INK, linewidth=1, linestyle=(0, (1, 2)))
            place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
            axes.annotate(label(row["kind"]), (launched, 1), (3, -2), fontsize=8, va="top", **place)


def _days_below(axes: "Axes", most: int = 8) -> None:
    import matplotlib.dates  # noqa: PLC0415  slow to import

    dates: Any = matplotlib.dates
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=min(3, most // 2), maxticks=most))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%d %b"))


def _legend(axes: "Axes") -> None:
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.2, handlelength=1.6, fontsize=8
    )
