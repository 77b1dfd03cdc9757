"""The parameters of a notebook: what its `parameters` cell declares, and values checked against it.

papermill runs parameter names and some values as code, so nothing reaches it that did not pass here.
"""

import ast
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import nbformat
from pydantic import ConfigDict, TypeAdapter, ValidationError

from trendkit.errors import ParameterError, TrendkitError, nearest
from trendkit.inert import display_text

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_TYPES: Final[dict[str, Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "list": list,
    "dict": dict,
}
_DEEPEST: Final = 20
LONGEST_MESSAGE: Final = 1200


class NotebookError(TrendkitError):
    """Say which cell of which notebook stopped a run, and why."""


def declared(notebook: Path) -> dict[str, Any]:
    """Return the type of each parameter in the notebook's cell tagged `parameters`."""
    cells = read(notebook).cells
    source = next((cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])), "")
    return dict(_declarations(ast.parse(source)))


def checked(notebook: Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters as plain JSON values; a name or value that does not fit raises ParameterError."""
    types = declared(notebook)
    return {name: _checked(notebook, name, value, types) for name, value in parameters.items()}


def read(notebook: Path) -> Any:
    """Return a notebook as nbformat's node, or raise NotebookError."""
    try:
        return nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    except FileNotFoundError:
        raise NotebookError(f"There is no notebook {notebook.name}.") from None
    except Exception as error:
        raise NotebookError(
            display_text(f"{notebook.name} is not a notebook: {error}", LONGEST_MESSAGE)
        ) from error


def _declarations(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for line in tree.body:
        match line:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                yield name, _type_of(annotation)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, _type_like(ast.literal_eval(value))


def _type_of(annotation: ast.expr) -> Any:
    match annotation:
        case ast.Name(id=name) if name in _TYPES:
            return _TYPES[name]
        case ast.Constant(value=None):
            return None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _type_of(left) | _type_of(right)
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            return list[_type_of(item)]  # type: ignore[misc]  # read from the notebook
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[key, item])):
            return dict[_type_of(key), _type_of(item)]  # type: ignore[misc]  # read from the notebook
    raise NotebookError(
        f"A parameter cannot be a {ast.unparse(annotation)}: use {', '.join(_TYPES)} and None."
    )


def _type_like(default: Any) -> Any:
    return Any if default is None else type(default)


def _checked(notebook: Path, name: str, value: Any, types: dict[str, Any]) -> Any:
    if name not in types or not _NAME.fullmatch(name):
        raise ParameterError(
            f"{notebook.name} has no parameter named {display_text(name, 60)!r}.{nearest(name, types)}"
        )
    try:
        adapter = TypeAdapter(types[name], config=ConfigDict(strict=True))
        adapter.validate_python(json_value(value, name))
    except ValidationError as error:
        why = error.errors(include_url=False)[0]["msg"]
        raise ParameterError(
            display_text(f"Parameter {name!r} of {notebook.name}: {why}, not {value!r:.80}.", LONGEST_MESSAGE)
        ) from None
    return value


def json_value(value: Any, name: str, depth: int = 0) -> Any:
    """Return the value if it is exactly a JSON value; `name` is what an error calls it.

    papermill turns other types into code (tuples) or fails after the whole run (dates, numpy).
    """
    if depth > _DEEPEST:
        raise ParameterError(f"Parameter {name!r} is nested more than {_DEEPEST} deep.")
    if type(value) is list:
        return [json_value(item, name, depth + 1) for item in value]
    if type(value) is dict and all(type(key) is str for key in value):
        return {_text(key, name): json_value(item, name, depth + 1) for key, item in value.items()}
    if type(value) is str:
        return _text(value, name)
    if value is None or type(value) in (bool, int) or (type(value) is float and math.isfinite(value)):
        return value
    raise ParameterError(
        f"{name!r} must be text, a finite number, true, false, none, a list or a dict of these, "
        f"not {type(value).__name__} {display_text(value, 80)}."
    )


def _text(value: str, name: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ParameterError(
                f"{name!r} holds text that is not Unicode: {display_text(value, 80)}"
            ) from None
    return value
