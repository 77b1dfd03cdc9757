"""Progress of long work: shown to a person at a terminal or a notebook, silent for the schedule."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


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
