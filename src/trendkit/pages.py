"""Templates of cards and pages: what is put in is escaped, and nothing hostile is shown as it is."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from trendkit.inert import display_text

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def template(package: str, name: str, **filters: Callable[..., Any]) -> "Template":
    """Return the template `name` of a package, with filters of its own beside `shown`.

    Every value is escaped; one the template asks for and is not given is an error, never a blank.
    """
    return _environment(package, tuple(filters.items())).get_template(name)


@cache
def _environment(package: str, filters: tuple[tuple[str, Callable[..., Any]], ...]) -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only when something is shown

    pages = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"shown": display_text, **dict(filters)}
    pages.tests["known"] = _known
    return pages


def _known(value: Any) -> bool:
    from pandas import isna  # noqa: PLC0415 - only when something is shown

    return not isna(value)
