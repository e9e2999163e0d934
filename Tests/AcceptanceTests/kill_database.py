"""Looks into a deployment's tables and its unfinished uploads, as nobody but a test would."""

import json
import re
import sqlite3
import subprocess
from pathlib import Path

import requests


class Database:
    def __init__(self, folder: Path, settings: dict[str, str]):
        self.folder = folder
        self.settings = settings

    def rows(self, query: str) -> list[dict]:
        if url := self.settings.get("WEIR_DATABASE_URL"):
            done = subprocess.run(
                ["psql", url, "-qAtc", f"select coalesce(json_agg(q), '[]') from ({query}) q"], check=True,
                capture_output=True, text=True)
            return json.loads(done.stdout)
        with sqlite3.connect(self.folder / "weir.sqlite", timeout=30) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]

    def count(self, table: str, where: str = "1 = 1") -> int:
        return self.rows(f"select count(*) as n from {table} where {where}")[0]["n"]

    def stages(self) -> set[str]:
        """The uploads of which there are still blocks in the blob store."""
        if url := self.settings.get("WEIR_BLOBS_URL"):
            bucket, query = url.removeprefix("s3://").split("?", 1)
            endpoint = dict(pair.split("=", 1) for pair in query.split("&"))["endpoint"]
            answer = requests.get(f"{endpoint}/{bucket}?list-type=2&prefix=stages/")
            answer.raise_for_status()
            return set(re.findall(r"<Key>stages/([^/]+)/", answer.text))
        folder = self.folder / "blobs" / "stages"
        return {path.name for path in folder.iterdir()} if folder.exists() else set()
