"""What a team tells its reports, in `trendkit.toml`: a title, questions beside the usual ones, severities."""

import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trendkit.detect import library
from trendkit.errors import ParameterError
from trendkit.inert import display_text

NAME: Final = "trendkit.toml"


class Question(BaseModel):
    """One detector asked over the whole period, with knobs other than its defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    detector: str
    title: str | None = None
    params: dict[str, str | int | float | bool] = Field(default_factory=dict)


class Config(BaseModel):
    """The settings of a workspace; every key may be left out.

    `severities` replace the word in a detector's header by another (low, medium, high, severe, critical) or
    by a weight.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    questions: tuple[Question, ...] = ()
    severities: dict[str, str | float] = Field(default_factory=dict)


def read(file: Path) -> Config:
    """Read one configuration file, or raise ParameterError naming the key that is wrong."""
    try:
        config = Config.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ParameterError(f"{file}: {error}.") from None
    except ValidationError as error:
        raise ParameterError(f"{file}: {_said(error)}") from None
    for name in [*(question.detector for question in config.questions), *config.severities]:
        library.get(name)
    return config


def near(*places: Path | None) -> Config:
    """Read the first of `places` that exists; without any, everything is as usual."""
    found = next((place for place in places if place is not None and place.is_file()), None)
    return read(found) if found else Config()


def _said(error: ValidationError) -> str:
    first: Any = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{display_text(where, 60)}: {display_text(first['msg'], 200)}."
