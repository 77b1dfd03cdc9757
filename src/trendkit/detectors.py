"""Every detector as a function: `from trendkit.detectors import like_ring`.

The names come from the `.sql` files at hand, read when first asked for.
"""

from trendkit.detect import library
from trendkit.detect.detector import Detector
from trendkit.errors import ParameterError


def __getattr__(name: str) -> Detector:
    if name.startswith("_"):
        raise AttributeError(name)
    try:
        return library.get(name)
    except ParameterError as error:
        raise AttributeError(str(error)) from None


def __dir__() -> list[str]:
    return library.names()
