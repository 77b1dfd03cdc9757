"""The words a detector may use: what DuckDB and Spark both have, answer alike, and answer again alike.

A function that is not listed is refused; `INSTEAD` says what to write for those people reach for.
"""

from typing import Final

from trendkit.content import statistics

OPERATORS: Final = frozenset({"+", "-", "*", "/", "//", "%", "**", "||", "~~", "!~~", "~~*", "!~~*", "^@"})

TEXT: Final = frozenset(
    {
        *("lower", "upper", "trim", "ltrim", "rtrim", "length", "substring", "substr", "left", "right"),
        *("replace", "reverse", "position", "strpos", "instr", "starts_with", "ends_with", "contains"),
        *("concat_ws", "md5", "like_escape", "not_like_escape", "ilike_escape", "not_ilike_escape"),
        *("regexp_matches", "regexp_replace", "regexp_extract", "translate"),
        "levenshtein",  # DuckDB counts bytes, Spark characters: compare plain ASCII only
    }
)

NUMBERS: Final = frozenset(
    {
        *("abs", "sign", "floor", "ceil", "ceiling", "round", "trunc", "mod", "power", "pow", "sqrt", "exp"),
        *(
            "ln",
            "log10",
            "log2",
            "sin",
            "cos",
            "atan2",
            "pi",
            "greatest",
            "least",
            "nullif",
            "isnan",
            "isinf",
        ),
        *("isfinite", "if"),
    }
)

TIMES: Final = frozenset(
    {
        *("date_trunc", "date_part", "date_diff", "datediff", "epoch_us", "make_timestamp", "make_date"),
        *("year", "quarter", "month", "day", "hour", "minute", "last_day"),
        *("to_days", "to_hours", "to_minutes", "to_seconds"),
    }
)

LISTS: Final = frozenset(
    {
        *("list_value", "list_transform", "list_filter", "list_contains", "array_contains", "list_distinct"),
        *("list_sort", "cardinality", "unnest", "row", "array_to_string"),
        "generate_series",  # with the end before the start DuckDB gives nothing, Spark counts down
    }
)

AGGREGATES: Final = frozenset(
    {
        *("count", "count_star", "count_if", "sum", "avg", "min", "max", "bool_and", "bool_or"),
        *("stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop", "corr", "median"),
        *("list", "array_agg", "string_agg"),
    }
)

STATISTICS: Final = frozenset(statistics())
"""Macros of `sql/stats`, in portable arithmetic: a file there is all it takes."""

FUNCTIONS: Final = OPERATORS | TEXT | NUMBERS | TIMES | LISTS | AGGREGATES | STATISTICS

WINDOWS: Final = frozenset(
    {
        *("row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile"),
        *("lag", "lead", "first_value", "last_value"),
    }
)

TABLE_FUNCTIONS: Final = frozenset({"range", "generate_series", "unnest"})

TYPES: Final = frozenset(
    {
        *("BOOLEAN", "BOOL", "TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "DOUBLE", "FLOAT", "DECIMAL"),
        *("NUMERIC", "VARCHAR", "TEXT", "STRING", "DATE", "TIMESTAMP", "INTERVAL", "LIST"),
    }
)

WHOLE: Final = frozenset({"TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT"})

SESSION: Final = frozenset(
    {
        *("current_catalog", "current_database", "current_date", "current_role", "current_schema"),
        *("current_time", "current_timestamp", "current_user", "localtime", "localtimestamp"),
        *("session_user", "user"),
    }
)
"""Words that look like columns and read the clock or the session."""

HIDDEN: Final = frozenset({"rowid", "filename", "file_row_number", "file_index", "file_last_modified"})
"""Columns that say where a row lies, not what happened."""

DATE_PARTS: Final = frozenset({"year", "quarter", "month", "day", "hour", "minute"})
TRUNCATIONS: Final = DATE_PARTS | {"week"}

_TIME_IS_GIVEN: Final = "time is given: use $since and $until"
_NO_CHANCE: Final = "nothing may differ from run to run: sample by md5() of an id"
_QUANTILE: Final = "engines interpolate differently: use median() or rank rows with row_number()"
_FIRST: Final = (
    "ties make it differ from run to run: use min() or max(), or qualify row_number() over (order by …) = 1"
)
_WEEKDAY: Final = (
    "engines count weekdays differently: use date_diff('day', date '2024-01-01', …) % 7, 0 = Monday"
)
_FILES: Final = "a detector reads the tables of the contract and nothing else"

INSTEAD: Final = {
    **dict.fromkeys(
        ("now", "today", "get_current_timestamp", "transaction_timestamp", "age"), _TIME_IS_GIVEN
    ),
    **dict.fromkeys(
        ("random", "setseed", "uuid", "gen_random_uuid", "uuidv4", "uuidv7", "nextval"), _NO_CHANCE
    ),
    **dict.fromkeys(("hash", "md5_number", "sha256", "sha1"), "engines hash differently: use md5()"),
    **dict.fromkeys(("quantile", "quantile_cont", "quantile_disc", "percentile_cont", "mode"), _QUANTILE),
    **dict.fromkeys(
        ("approx_count_distinct", "approx_quantile", "approx_top_k"), "use the exact count(distinct …)"
    ),
    **dict.fromkeys(
        ("first", "last", "any_value", "arbitrary", "arg_min", "arg_max", "min_by", "max_by"), _FIRST
    ),
    **dict.fromkeys(("dayofweek", "isodow", "weekday", "dow", "dayname"), _WEEKDAY),
    **dict.fromkeys(("epoch", "epoch_ms", "epoch_ns", "to_timestamp", "second"), "use t_us or epoch_us(…)"),
    **dict.fromkeys(("time_bucket", "date_bin"), "use t_us // $width_us"),
    **dict.fromkeys(
        ("timezone", "strftime", "strptime"), "times are UTC timestamps: compare them as they are"
    ),
    **dict.fromkeys(("len", "list_count", "array_length"), "use length() of a text, cardinality() of a list"),
    **dict.fromkeys(
        ("list_reduce", "list_intersect", "list_sum", "list_aggregate", "list_aggr"), "use unnest()"
    ),
    **dict.fromkeys(("list_apply",), "use list_transform(…, lambda x: …)"),
    **dict.fromkeys(
        ("read_csv", "read_csv_auto", "read_parquet", "read_json", "read_text", "read_blob"), _FILES
    ),
    **dict.fromkeys(
        ("glob", "sniff_csv", "query", "query_table", "getvariable", "current_setting", "getenv"), _FILES
    ),
    "concat": "engines treat NULL differently: use || with coalesce(…, '')",
    "log": "engines take different bases: use ln(), log10() or log2()",
    "date_sub": "use date_diff('day', …) or t_us",
    "regexp_full_match": "use regexp_matches(…, '^…$')",
    "to_milliseconds": "use to_seconds()",
    "xor": "use bigint arithmetic",
    "argmax": _FIRST,
    "argmin": _FIRST,
}

NODES: Final = {
    "COPY_QUERY_NODE": "COPY",
    "INSERT_QUERY_NODE": "INSERT",
    "UPDATE_QUERY_NODE": "UPDATE",
    "DELETE_QUERY_NODE": "DELETE",
    "MERGE_QUERY_NODE": "MERGE",
    "RECURSIVE_CTE_NODE": "WITH RECURSIVE",
    "SHOW_REF": "DESCRIBE, SHOW or SUMMARIZE",
    "PIVOT": "PIVOT",
    "COLLATE": "COLLATE",
    "POSITIONAL_REFERENCE": "#1",
    "DEFAULT": "DEFAULT",
    "ARRAY_EXTRACT": "[…] on a list",
    "ARRAY_SLICE": "[… : …] on a list",
    "STRUCT_EXTRACT": "a struct field",
    "OPERATOR_TRY": "try()",
}
"""DuckDB's names of refused constructs, as people write them."""
