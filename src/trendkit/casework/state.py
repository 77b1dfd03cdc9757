"""What the entries of a case amount to: its question, its predictions, and which evidence counts.

Whether evidence is exploratory follows from the order of the entries alone: a prediction written down after
the case had looked at a window that overlaps its own may have been made to fit. Only the first answer to a
prediction counts; asking until it comes out right changes nothing.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final, Literal

from trendkit.casework.casefile import Entries, Entry
from trendkit.casework.prediction import Prediction
from trendkit.casework.weighing import Weighed
from trendkit.errors import DataError

Standing = Literal["counts", "exploratory", "repeat", "could not look"]

OUTCOMES: Final = {True: "came true", False: "did not come true", None: "could not look"}


@dataclass(frozen=True)
class Evidence:
    """One entry of evidence, the prediction it answers, and how it stands."""

    entry: Entry
    prediction: Prediction
    standing: Standing

    @property
    def weighed(self) -> Weighed:
        """Its weight, as the arithmetic takes it."""
        return Weighed(self.prediction.group, self.entry["log10"])


@dataclass(frozen=True)
class State:
    """A case as its entries tell it."""

    entries: Entries

    @property
    def statement(self) -> str:
        """What is claimed."""
        return str(self.entries[0]["statement"])

    @property
    def priors(self) -> dict[str, float]:
        """Every rival's prior."""
        priors: dict[str, float] = self.entries[0]["rivals"]
        return priors

    @property
    def lead(self) -> str:
        """The rival that is claimed."""
        return str(self.entries[0]["claim"])

    @cached_property
    def predictions(self) -> dict[str, Prediction]:
        """The predictions that stand, by name, in the order first written down."""
        return {entry["name"]: _prediction(entry) for entry in self.entries if entry["kind"] == "prediction"}

    @cached_property
    def late(self) -> frozenset[str]:
        """The hashes of predictions written down after looking."""
        seen: list[tuple[str, str]] = []
        late: dict[str, bool] = {}
        known: dict[str, Prediction] = {}
        for entry in self.entries[1:]:
            if entry["kind"] == "prediction":
                made = known[entry["frozen"]] = _prediction(entry)
                late[entry["frozen"]] = any(_overlap(window, made.window) for window in seen)
            elif entry["outcome"] is not None:
                seen.append(known[entry["frozen"]].window)
        return frozenset(frozen for frozen, is_late in late.items() if is_late)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence, in the order it was recorded."""
        by_hash = {e["frozen"]: _prediction(e) for e in self.entries if e["kind"] == "prediction"}
        answered: set[str] = set()
        found = []
        for entry in self.entries:
            if entry["kind"] == "evidence":
                found.append(Evidence(entry, by_hash[entry["frozen"]], self._standing(entry, answered)))
                answered |= {entry["frozen"]} if entry["outcome"] is not None else set()
        return tuple(found)

    @property
    def counted(self) -> tuple[Evidence, ...]:
        """The evidence that moves the posterior."""
        return tuple(piece for piece in self.evidence if piece.standing == "counts")

    @property
    def weighed(self) -> list[Weighed]:
        """The same, as the arithmetic takes it."""
        return [piece.weighed for piece in self.counted]

    def answered(self, name: str) -> bool:
        """Return whether the data have answered a prediction of this name, whatever they said."""
        return any(e.prediction.name == name and e.entry["outcome"] is not None for e in self.evidence)

    def _standing(self, entry: Entry, answered: set[str]) -> Standing:
        if entry["outcome"] is None:
            return "could not look"
        if entry["frozen"] in self.late:
            return "exploratory"
        return "repeat" if entry["frozen"] in answered else "counts"


def entry_of(prediction: Prediction, at: str) -> Entry:
    """Return the entry that writes a prediction down."""
    return {"kind": "prediction", "at": at, "frozen": prediction.frozen} | asdict(prediction)


def _prediction(entry: Mapping[str, Any]) -> Prediction:
    held = {name: entry[name] for name in Prediction.__dataclass_fields__}
    made = Prediction(**held | {"window": tuple(entry["window"])})
    if made.frozen != entry["frozen"]:
        raise DataError(f"The prediction {entry['name']!r} is not what was frozen: the file was changed.")
    return made


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
