"""Progress of long work: shown to a person at a terminal or a notebook, silent for the schedule."""

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol, TypeVar

from trendkit.inert import display_text

T = TypeVar("T")

HEADLESS: Final = ("TRENDKIT_HEADLESS", "PAPERMILL_OUTPUT_PATH", "CI")
"""Environment variables that say nobody is watching."""


class Progress(Protocol):
    """Told what is being done and how far it is; any callable of this shape will do."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say that `done` of `total` steps are finished and `what` is next."""


def silent(what: str, done: int, total: int) -> None:
    """Say nothing."""


def steps(items: Sequence[T], what: str, progress: Progress) -> Iterator[T]:
    """Yield the items, telling `progress` before each and once at the end."""
    for done, item in enumerate(items):
        progress(f"{what} {item}", done, len(items))
        yield item
    progress(what, len(items), len(items))


def watched() -> Progress:
    """Return progress fit for whoever watches: a terminal line, a notebook line, or nothing."""
    if any(name in os.environ for name in HEADLESS):
        return silent
    if _in_kernel():
        return _notebook()
    return _terminal() if sys.stderr.isatty() else silent


def _in_kernel() -> bool:
    # whoever runs in a kernel has loaded IPython; loading it to find out would be slow
    python = sys.modules.get("IPython")
    return hasattr(python and python.get_ipython(), "kernel")


def _terminal() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches
    from rich.status import Status  # noqa: PLC0415

    status = Status("", console=Console(stderr=True))

    def tell(what: str, done: int, total: int) -> None:
        status.update(f"{display_text(what)} ({done}/{total})")
        status.start() if done < total else status.stop()

    return tell


def _notebook() -> Progress:
    from IPython.display import display  # noqa: PLC0415 - only in a kernel

    line: Any = display({"text/plain": ""}, raw=True, display_id=True)  # type: ignore[no-untyped-call]  # IPython has no types here

    def tell(what: str, done: int, total: int) -> None:
        shown = f"{display_text(what)} ({done}/{total})" if done < total else ""
        line.update({"text/plain": shown}, raw=True)

    return tell
