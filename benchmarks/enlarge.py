"""Make a lake many times larger: copies of it side by side in time, every identity renamed in each copy.

The copies share days, not accounts, targets or texts, so a detector finds as many times more as there are
copies: what a hundred million planted events cost is measured without planting them one by one.
"""

import json
import shutil
from pathlib import Path
from typing import Final

from trendkit.engine.duckdb import memory, rows
from trendkit.tables import contract, lake

# what says who or what something is; words, places, kinds and amounts stay as they are
IDENTITIES: Final = frozenset(
    {
        *("event_id", "actor_id", "target_id", "target_account_id", "content_id", "parent_id", "root_id"),
        *("session_id", "device_id_hash", "ip_prefix", "account_id", "bio_hash", "avatar_hash", "email_hash"),
        *("phone_hash", "signup_ip_prefix", "signup_device_hash", "inviter_id", "author_id", "text_key"),
        *(
            "media_hash",
            "audio_id",
            "url_norm",
            "domain",
            "tag",
            "report_id",
            "reporter_id",
            "enforcement_id",
        ),
        *("label_id", "entity_id", "ticket_id", "mitigation_id", "handle", "app_id"),
    }
)


def enlarged(small: Path, folder: Path, times: int) -> Path:
    """Write a lake of `times` copies of the lake `small` into `folder`, or return the one that is there."""
    if lake.is_lake(folder) and lake.read(folder).fingerprint == _fingerprint(small, times):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with memory(memory_limit="4GB", spill=folder / "spill") as con:
        con.execute("set preserve_insertion_order = true")
        for table in lake.read(small).coverage:
            (folder / table).mkdir()
            for copy in range(times):
                path = folder / table / f"part-{copy:02}.parquet"
                query = f"from read_parquet($files) select {_renamed(table, copy)}"
                written = f"copy ({query}) to $path (format parquet, compression zstd, row_group_size 122880)"
                rows(con, written, {"files": lake.files(small, table), "path": str(path)})
    shutil.rmtree(folder / "spill", ignore_errors=True)
    (folder / lake.MANIFEST).write_text(_manifest(small, times), encoding="utf-8")
    return folder


def _renamed(table: str, copy: int) -> str:
    names = (column.name for column in contract.table(table).columns)
    return ", ".join(f"{name} || '_{copy}' as {name}" if name in IDENTITIES else name for name in names)


def _manifest(small: Path, times: int) -> str:
    told = json.loads((small / lake.MANIFEST).read_text(encoding="utf-8"))
    for held in told["coverage"]:
        held["rows"] *= times
    told["source"] += f", {times} renamed copies"
    told["fingerprint"] = _fingerprint(small, times)
    return json.dumps(told)


def _fingerprint(small: Path, times: int) -> str:
    return f"{lake.read(small).fingerprint}x{times}"
