"""Fills a library with many assets in seconds, for looking at pages and for measuring them.

    python3 seed_library.py DATA_FOLDER [COUNT]

The server of the data folder must be stopped, and the library must hold at least one finished asset: every new one is a
copy of one of those that are there, bytes, renditions and search words included, with a name and a day of its own. Only
for SQLite.
"""

import sqlite3
import sys
import uuid
from pathlib import Path

MINUTE = 60_000


def columns(database, table: str) -> list[str]:
    return [row[1] for row in database.execute(f"pragma table_info({table})")]


def copy_rows(database, table: str, source: str, target: str) -> None:
    names = [name for name in columns(database, table) if name != "asset"]
    listed = ", ".join(names)
    database.execute(
        f"insert into {table} (asset, {listed}) select ?, {listed} from {table} where asset = ?", (target, source))


def seed(folder: Path, count: int) -> int:
    """Adds assets until there are `count`; tells how many were added."""
    database = sqlite3.connect(folder / "weir.sqlite")
    database.execute("pragma foreign_keys = on")
    there = database.execute("select count(*) from library_asset where deleted_at is null").fetchone()[0]
    samples = database.execute(
        "select id, title, created_at from library_asset where deleted_at is null and ingest_state = 'done'").fetchall()
    assert samples, "the library needs a finished asset to copy"
    own = [name for name in columns(database, "library_asset") if name not in ("id", "title", "title_key", "created_at")]
    for number in range(there, count):
        sample, title, created = samples[number % len(samples)]
        asset = str(uuid.uuid4())
        name = f"{title} {number}"
        database.execute(
            f"insert into library_asset (id, title, title_key, created_at, {', '.join(own)}) "
            f"select ?, ?, ?, ?, {', '.join(own)} from library_asset where id = ?",
            (asset, name, name.lower(), created - number * MINUTE, sample))
        for table in ("library_asset_category", "library_asset_keyword", "library_rendition"):
            copy_rows(database, table, sample, asset)
        words = [name for name in columns(database, "library_search") if name not in ("number", "asset")]
        database.execute(
            f"insert into library_search (asset, {', '.join(words)}) "
            f"select ?, {', '.join(words)} from library_search where asset = ?", (asset, sample))
        row = database.execute("select last_insert_rowid()").fetchone()[0]
        database.execute(
            "insert into library_search_index (rowid, document) select ?, i.document from library_search_index i "
            "join library_search s on s.number = i.rowid where s.asset = ?", (row, sample))
    database.commit()
    database.close()
    return max(0, count - there)


if __name__ == "__main__":
    added = seed(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
    print(f"{added} assets added")
