"""What a detector may do: read the contract's tables with one portable SELECT, and nothing else.

The check walks DuckDB's own syntax tree. Everything in it must be known and allowed: a construct this module
has never heard of is refused, so a newer DuckDB can make it too strict, never too lax.
"""

from collections.abc import Iterable
from typing import Any, Final

from trendkit.detect import portable
from trendkit.detect.sqlfile import DetectorFile, refuse, serialised
from trendkit.errors import nearest
from trendkit.inert import display_text
from trendkit.tables import contract

Scope = frozenset[str]

_COMPARISONS: Final = frozenset(
    f"COMPARE_{kind}"
    for kind in (
        *("EQUAL", "NOTEQUAL", "LESSTHAN", "GREATERTHAN", "LESSTHANOREQUALTO", "GREATERTHANOREQUALTO"),
        *("DISTINCT_FROM", "NOT_DISTINCT_FROM"),
    )
)

EXPRESSIONS: Final = {
    "BETWEEN": {"COMPARE_BETWEEN", "COMPARE_NOT_BETWEEN"},
    "CASE": {"CASE_EXPR"},
    "CAST": {"OPERATOR_CAST"},
    "COLUMN_REF": {"COLUMN_REF"},
    "COMPARISON": _COMPARISONS,
    "CONJUNCTION": {"CONJUNCTION_AND", "CONJUNCTION_OR"},
    "CONSTANT": {"VALUE_CONSTANT"},
    "FUNCTION": {"FUNCTION"},
    "LAMBDA": {"LAMBDA"},
    "OPERATOR": {
        *("OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "OPERATOR_COALESCE"),
        *("COMPARE_IN", "COMPARE_NOT_IN", "GROUPING_FUNCTION"),
    },
    "PARAMETER": {"VALUE_PARAMETER"},
    "STAR": {"STAR"},
    "SUBQUERY": {"SUBQUERY"},
    "TYPE": {"TYPE"},
    "WINDOW": {
        *("WINDOW_AGGREGATE", "WINDOW_ROW_NUMBER", "WINDOW_RANK", "WINDOW_RANK_DENSE", "WINDOW_PERCENT_RANK"),
        *("WINDOW_CUME_DIST", "WINDOW_NTILE", "WINDOW_LAG", "WINDOW_LEAD"),
        *("WINDOW_FIRST_VALUE", "WINDOW_LAST_VALUE"),
    },
}

NODES: Final = frozenset(
    {
        *("SELECT_NODE", "SET_OPERATION_NODE", "BASE_TABLE", "EMPTY", "EXPRESSION_LIST", "JOIN", "SUBQUERY"),
        *("TABLE_FUNCTION", "DISTINCT_MODIFIER", "LIMIT_MODIFIER", "ORDER_MODIFIER"),
        *("ORDER_DEFAULT", "ASCENDING", "DESCENDING"),
    }
)

# Every key a tree may hold. Those in _FIXED only with the values given there.
_KEYS: Final = frozenset(
    {
        *("node", "named_param_map", "class", "type", "alias", "query_location", "query_location_length"),
        *("modifiers", "cte_map", "map", "key", "value", "query_node", "select_list", "from_table"),
        *("where_clause", "group_expressions", "group_sets", "aggregate_handling", "having", "qualify"),
        *("left", "right", "children", "setop_all", "condition", "using_columns", "is_implicit"),
        *("orders", "null_order", "expression", "limit", "offset", "subquery", "values", "function"),
        *("column_names", "column_name_alias", "table_name", "qualified_name", "path", "name", "literal"),
        *("kind", "text", "input", "lower", "upper", "case_checks", "when_expr", "then_expr", "else_expr"),
        *("child", "try_cast", "type_expr", "type_name", "arguments", "filter", "order_bys", "distinct"),
        *("is_operator", "function_name", "identifier", "lhs", "expr", "partitions", "start", "end"),
        *("start_expr", "end_expr", "offset_expr", "default_expr", "filter_expr", "arg_orders"),
        *("ignore_nulls", "has_ignore_nulls", "relation_name", "exclude_list", "comparison_type"),
        *("subquery_type", "distinct_on_targets", "nearest_count", "nearest_order_type", "expected_names"),
    }
)

_FIXED: Final[dict[str, tuple[Any, ...]]] = {
    "setop_type": ("UNION", "EXCEPT", "INTERSECT"),
    "join_type": ("INNER", "LEFT", "RIGHT", "FULL", "OUTER", "SEMI", "ANTI"),
    "ref_type": ("REGULAR", "CROSS"),
    "limit_type": ("ROW_COUNT",),
    "exclude_clause": ("NO_OTHER",),
    "materialized": ("CTE_MATERIALIZE_DEFAULT",),
    "with_ordinality": ("WITHOUT_ORDINALITY",),
    "syntax_type": ("LAMBDA_KEYWORD",),
}

_WRITTEN: Final = {
    "PERCENTAGE": "LIMIT in percent",
    "UNION_BY_NAME": "UNION BY NAME",
    "EXCLUDE": "EXCLUDE CURRENT ROW",
    "CTE_MATERIALIZE_ALWAYS": "MATERIALIZED",
    "CTE_MATERIALIZE_NEVER": "NOT MATERIALIZED",
    "sample": "TABLESAMPLE",
    "at_clause": "AT (VERSION …)",
    "replace_list": "* REPLACE",
    "rename_list": "* RENAME",
    "columns": "COLUMNS(…)",
    "key_targets": "USING KEY",
    "payload_aggregates": "USING KEY",
    "schema": "a name with a schema",
    "schema_name": "a name with a schema",
    "catalog": "a name with a catalog",
    "catalog_name": "a name with a catalog",
}


def check(file: DetectorFile) -> DetectorFile:
    """Return `file`, or raise DetectorError for the first construct that is not allowed, in one sentence."""
    _Walk(file).statement()
    return file


def check_question(file: DetectorFile) -> DetectorFile:
    """Return `file` or raise as `check` does; one row answers a question, so it needs no order."""
    _Walk(file).statement(ordered=False)
    return file


class _Walk:
    """One walk over one tree: remembers the line it is at and the parameters it has seen."""

    def __init__(self, file: DetectorFile) -> None:
        self.file = file
        self.line = file.first_line
        self.raw = file.query.encode()
        self.used: set[str] = set()
        self.sorted: list[dict[str, Any]] = []

    def refuse(self, construct: str, instead: str) -> None:
        refuse(self.file.path, self.line, f"{display_text(construct, 80)} is not allowed; {instead}.")

    def statement(self, *, ordered: bool = True) -> None:
        tree = serialised(self.file.query)
        if tree["error"] or len(tree["statements"]) != 1:
            self.refuse("this statement", "write one SELECT")
        root = tree["statements"][0]
        self.visit(root, frozenset(contract.tables()))
        if ordered:
            self.ordered(root["node"])
        self.parameters()

    def ordered(self, root: dict[str, Any]) -> None:
        orders = [order for modifier in root["modifiers"] for order in modifier.get("orders", [])]
        keys = [order["expression"].get("column_names", [""])[-1] for order in orders]
        if "entity_id" not in keys:
            refuse(self.file.path, self.line, "the result must end in `order by score desc, entity_id`.")

    def parameters(self) -> None:
        declared = [parameter.name for parameter in self.file.params]
        unused = [name for name in declared if name not in self.used]
        if unused:
            where = f"parameter {unused[0]!r} of the execute line is used nowhere"
            refuse(self.file.path, self.line, f"{where}; write ${unused[0]} in the query or delete the line.")

    def visit(self, value: Any, scope: Scope, key: str = "") -> None:
        if isinstance(value, list):
            for each in value:
                self.visit(each, scope, key)
        elif isinstance(value, dict):
            self.locate(value)
            self.keys(value)
            self.allowed(value, scope, key)
            inner = self.ctes(value, scope)
            for name, each in value.items():
                if name != "cte_map":
                    self.visit(each, inner, name)

    def locate(self, value: dict[str, Any]) -> None:
        offset = value.get("query_location")
        if isinstance(offset, int) and offset < len(self.raw):
            self.line = self.file.first_line + self.raw[:offset].count(b"\n")

    def keys(self, value: dict[str, Any]) -> None:
        for key, held in value.items():
            if key in _FIXED:
                if held not in _FIXED[key]:
                    self.refuse(_written(str(held)), "write it in plain portable SQL")
            elif key not in _KEYS and held not in (None, "", False, [], {}):
                self.refuse(_written(key), "write it in plain portable SQL")

    def allowed(self, value: dict[str, Any], scope: Scope, key: str) -> None:
        if "class" in value:
            self.expression(value, key)
        elif "type" in value:
            self.node(value, scope)

    def ctes(self, value: dict[str, Any], scope: Scope) -> Scope:
        for entry in value.get("cte_map", {"map": []})["map"]:
            name = entry["key"].lower()
            if name in contract.tables():
                self.refuse(f"a CTE named {name!r}", "choose a name that no table of the contract has")
            self.visit(entry["value"], scope)
            scope = scope | {name}
        return scope

    def node(self, value: dict[str, Any], scope: Scope) -> None:
        kind = value["type"]
        if kind not in NODES:
            self.refuse(_written(kind), "a detector is one plain SELECT over the contract's tables")
        match kind:
            case "BASE_TABLE":
                self.table(value["table_name"], scope)
            case "TABLE_FUNCTION":
                self.table_function(value["function"])
            case "SELECT_NODE" | "SET_OPERATION_NODE":
                self.limited(value)
            case "DISTINCT_MODIFIER" if value["distinct_on_targets"]:
                self.refuse("DISTINCT ON", "write qualify row_number() over (partition by … order by …) = 1")

    def table(self, name: str, scope: Scope) -> None:
        if name.lower() not in scope:
            where = "is no table of the contract and no CTE above"
            refuse(self.file.path, self.line, f"{display_text(name, 80)!r} {where}.{nearest(name, scope)}")

    def table_function(self, function: dict[str, Any]) -> None:
        name = function.get("function_name", "")
        if name not in portable.TABLE_FUNCTIONS:
            self.refuse(f"{name}()", portable.INSTEAD.get(name, portable.INSTEAD["read_csv"]))

    def limited(self, value: dict[str, Any]) -> None:
        kinds = {modifier["type"]: modifier for modifier in value["modifiers"]}
        limit = kinds.get("LIMIT_MODIFIER")
        if limit is None:
            return
        if "ORDER_MODIFIER" not in kinds:
            self.refuse("LIMIT without ORDER BY", "say which rows come first")
        for part in (limit["limit"], limit["offset"]):
            if part and part["class"] not in ("CONSTANT", "PARAMETER"):
                self.refuse("a computed LIMIT", "give a number or a $parameter")

    def expression(self, value: dict[str, Any], key: str) -> None:
        kind, form = value["class"], value["type"]
        if form not in EXPRESSIONS.get(kind, ()):
            construct = _written(form) if form in portable.NODES else _written(kind)
            self.refuse(construct, "write it in plain portable SQL")
        match kind:
            case "COLUMN_REF":
                self.column(value["column_names"])
            case "PARAMETER":
                self.parameter(value["identifier"])
            case "FUNCTION" if key != "function":
                self.function(value)
            case "WINDOW":
                self.window(value)
            case "TYPE":
                self.type(value["type_name"])
            case "CAST":
                self.cast(value)
            case "STAR" if key != "select_list":
                self.refuse("* inside an expression", "name the columns")

    def column(self, names: list[str]) -> None:
        last = names[-1].lower()
        if len(names) == 1 and last in portable.SESSION:
            self.refuse(last, "time and session are given as parameters, use $since and $until")
        if last in portable.HIDDEN:
            self.refuse(last, "use the table's own key")

    def parameter(self, name: str) -> None:
        declared = [parameter.name for parameter in self.file.params]
        if name not in declared:
            shown = f"${display_text(name, 60)} is not declared in the execute line"
            refuse(self.file.path, self.line, f"{shown}.{nearest(name, declared)}")
        self.used.add(name)

    def type(self, name: str) -> None:
        if name.upper() not in portable.TYPES:
            self.refuse(f"the type {name}", f"use one of {', '.join(sorted(portable.TYPES))}")

    def cast(self, value: dict[str, Any]) -> None:
        child = value["child"]
        divided = child["class"] == "FUNCTION" and child["function_name"] == "/"
        fraction = child["class"] == "CONSTANT" and "." in child["literal"].get("text", "")
        whole = str(value["type_expr"].get("type_name", "")).upper() in portable.WHOLE
        if whole and (divided or fraction) and child.get("query_location", 0) < len(self.raw):
            self.refuse("a rounding cast", "engines round differently: use // or floor()")

    def window(self, value: dict[str, Any]) -> None:
        name = value["function_name"].lower()
        if name not in portable.WINDOWS | portable.AGGREGATES:
            self.unknown(name, portable.WINDOWS | portable.AGGREGATES)
        if name in portable.WINDOWS and not value["orders"]:
            self.refuse(f"{name}() over () without order by", "say which row comes first")
        if value["distinct"]:
            self.refuse("distinct inside a window", "count distinct rows in a CTE of its own")
        self.aggregate(name, value["arg_orders"], value["filter_expr"])

    def function(self, value: dict[str, Any]) -> None:
        name = value["function_name"].lower()
        if name not in portable.FUNCTIONS:
            self.unknown(name, portable.FUNCTIONS)
        given = [argument["expression"] for argument in value["arguments"]]
        in_order = value["order_bys"]["orders"] or any(each is value for each in self.sorted)
        self.aggregate(name, in_order, value["filter"])
        match name:
            case "list_sort":
                self.sorted.append(given[0])
            case "/" | "//" | "%" | "mod":
                self.divisor(given[-1])
            case "sum" | "avg" if given and given[0]["class"] in ("COMPARISON", "CONJUNCTION", "BETWEEN"):
                self.refuse(f"{name}() of a condition", "write count(*) filter (where …)")
            case "min" | "max" if len(given) > 1:
                self.refuse(f"{name}() of {len(given)} values", "use row_number() for the first n")
            case "regexp_replace" | "regexp_extract":
                self.pattern(name, given)
            case "date_trunc" | "date_part" | "date_diff" | "datediff":
                self.date(name, given)

    def unknown(self, name: str, known: Iterable[str]) -> None:
        instead = portable.INSTEAD.get(name, f"it is not in the portable list.{nearest(name, known)}")
        self.refuse(f"{name}()", instead.rstrip("."))

    def aggregate(self, name: str, in_order: Any, condition: Any) -> None:
        if name in ("list", "array_agg", "string_agg") and not in_order:
            self.refuse(f"{name}() without order by", f"write {name}(… order by …)")
        if name in ("list", "array_agg") and condition is None:
            self.refuse(f"{name}() that may hold NULL", "add filter (where … is not null)")

    def divisor(self, value: dict[str, Any]) -> None:
        if not self.never_zero(value):
            self.refuse("dividing by what may be 0", "divide by nullif(…, 0)")

    def never_zero(self, value: dict[str, Any]) -> bool:
        match value["class"]:
            case "CONSTANT":
                return not _is_zero(value)
            case "CAST":
                return self.never_zero(value["child"])
            case "PARAMETER":
                found = [p for p in self.file.params if p.name == value["identifier"]]
                return any((p.low or 0) > 0 or (p.high or 0) < 0 for p in found)
            case "FUNCTION":
                given = [argument["expression"] for argument in value["arguments"]]
                return self.never_zero_function(value["function_name"], given)
        return False

    def never_zero_function(self, name: str, given: list[dict[str, Any]]) -> bool:
        if name == "nullif":
            return _is_zero(given[1])
        if name == "greatest":
            return any(each["class"] == "CONSTANT" and self.never_zero(each) for each in given)
        return name in ("*", "sqrt") and all(map(self.never_zero, given))

    def pattern(self, name: str, given: list[dict[str, Any]]) -> None:
        constants = [each.get("literal", {}).get("text", "") for each in given]
        if name == "regexp_extract" and len(given) < 3:  # noqa: PLR2004 - text, pattern, group
            self.refuse(
                "regexp_extract() without a group", "engines count groups differently: give the number"
            )
        if name == "regexp_replace" and constants[3:] != ["g"]:
            self.refuse("regexp_replace() without 'g'", "engines replace differently: add 'g'")
        if name == "regexp_replace" and "\\" in constants[2]:
            self.refuse("a back-reference in regexp_replace()", "use regexp_extract(…, …, group)")

    def date(self, name: str, given: list[dict[str, Any]]) -> None:
        unit = given[0].get("literal", {}).get("text", "").lower()
        allowed = {"date_trunc": portable.TRUNCATIONS, "date_part": portable.DATE_PARTS}.get(name, {"day"})
        if unit not in allowed:
            instead = (
                "use t_us"
                if "diff" in name
                else portable.INSTEAD.get(unit, "use one of " + ", ".join(allowed))
            )
            self.refuse(f"{name}('{display_text(unit, 20)}', …)", instead)
        if name == "date_trunc" and _is_date(given[-1]):
            self.refuse("date_trunc() of a date", "engines return different types: truncate the timestamp")


def _is_zero(value: dict[str, Any]) -> bool:
    text = str(value.get("literal", {}).get("text", "1"))
    return text.strip("0.") == ""


def _is_date(value: dict[str, Any]) -> bool:
    if value["class"] == "CAST":
        return str(value["type_expr"].get("type_name", "")).upper() == "DATE"
    return bool(
        value["class"] == "COLUMN_REF" and value["column_names"][-1].lower() in ("event_date", "date")
    )


def _written(construct: str) -> str:
    plain = construct.lower().replace("_", " ")
    return portable.NODES.get(construct) or _WRITTEN.get(construct) or plain
