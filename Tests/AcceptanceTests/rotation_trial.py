"""Very many secrets, and a change of the master key while a server renews tokens and the rotation is killed once."""

import base64
import json
import os
import random
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

from refresh_trial import RefreshTrial
from rotating_provider import RotatingProvider
from seal import Seal
from weir_server import PROGRAM


class RotationTrial:
    """Used by the tests with small numbers and by `Benchmarks/rotation` with large ones. One data folder, so that the key
    file is the server's own."""

    def __init__(self, folder: Path, settings: dict[str, str]):
        self.provider = RotatingProvider().__enter__()
        self.trial = RefreshTrial(folder, settings, self.provider)
        self.server = self.trial.servers[0]
        self.trial.servers = [self.server]
        del self.server.settings["WEIR_VAULT_KEY"]
        self.database = settings.get("WEIR_DATABASE_URL")

    def run(self, count: int) -> dict:
        self.trial.servers = [self.server]
        self.start()
        self.sow(count)
        before = self.secrets()
        made = self.server.run_json("keys", "new")
        began = time.monotonic()  # the part before the kill counts as well
        killed_after = self.kill_a_rotation(count)
        stop, renewals = threading.Event(), []
        worker = threading.Thread(target=self.renew, args=(stop, renewals))
        worker.start()
        done = subprocess.run([PROGRAM, "keys", "rotate", "--json"], env=self.server.environment(), capture_output=True,
                              text=True, timeout=600)
        took = time.monotonic() - began
        stop.set()
        worker.join(300)
        assert done.returncode == 0, done.stderr
        keys = self.keys()
        opened = self.open_some(made["id"], count)
        return {
            "secrets": before, "seconds": round(took, 1), "killedAfter": killed_after,
            "rotatedAfterTheKill": json.loads(done.stdout)["secrets"], "renewals": len(renewals),
            "failedRenewals": renewals.count(False), "opened": opened,
            "good": keys[made["id"]] >= count and sum(keys.values()) == keys[made["id"]] and opened
            and bool(renewals) and all(renewals) and self.provider.reused == 0}

    def start(self) -> None:
        from browser import sign_in
        self.server.start()
        self.trial.sessions = [sign_in(self.server)] * 2
        self.trial.servers = [self.server] * 2
        self.trial.connection = self.trial.connect()

    def stop(self) -> None:
        self.trial.servers = [self.server]
        self.trial.stop()
        self.provider.__exit__()

    # -- Secrets

    def sow(self, count: int) -> None:
        """Rows such as Weir writes, with values of 40 bytes; tokens of connections are about as long or longer."""
        keys = [base64.b64decode(line) for line in (self.server.folder / "vault.key").read_text().split()]
        seal, now = Seal(keys[0]), int(time.time() * 1000)
        rows = []
        for number in range(count):
            owner = f"integration/bench-{number:07}"
            sealed = seal.seal(f"secret-{number:033}".encode(), f"connection_secret/{owner}/token")
            rows.append((owner, "token", sealed, now))
        if self.database:
            lines = "".join(f"{owner}\t{name}\t\\\\x{sealed.hex()}\t{at}\n" for owner, name, sealed, at in rows)
            subprocess.run(["psql", self.database, "-qc", "copy connection_secret (owner, name, sealed, changed_at) from stdin"],
                           input=lines, text=True, check=True)
        else:
            with sqlite3.connect(self.server.folder / "weir.sqlite", timeout=60) as database:
                database.executemany("insert into connection_secret values (?, ?, ?, ?)", rows)

    def open_some(self, key: str, count: int) -> bool:
        """Whether secrets taken at random open with the new key alone, by another's hand than Weir's."""
        keys = [base64.b64decode(line) for line in (self.server.folder / "vault.key").read_text().split()]
        seal = next(seal for seal in map(Seal, keys) if seal.key_id == key)
        for number in random.sample(range(count), min(count, 50)):
            owner = f"integration/bench-{number:07}"
            opened = seal.open(self.read(owner), f"connection_secret/{owner}/token")
            if opened != f"secret-{number:033}".encode():
                return False
        return True

    def read(self, owner: str) -> bytes:
        if self.database:
            found = subprocess.run(
                ["psql", self.database, "-qtAc", f"select encode(sealed, 'hex') from connection_secret where owner = '{owner}'"],
                capture_output=True, text=True, check=True).stdout
            return bytes.fromhex(found.strip())
        with sqlite3.connect(self.server.folder / "weir.sqlite", timeout=60) as database:
            return database.execute("select sealed from connection_secret where owner = ?", (owner,)).fetchone()[0]

    def keys(self) -> dict[str, int]:
        lines = self.server.run("keys", "list", "--json").stdout.splitlines()
        return {key["id"]: key["secrets"] for key in map(json.loads, lines)}

    def secrets(self) -> int:
        return sum(self.keys().values())

    # -- What goes on meanwhile

    def kill_a_rotation(self, count: int) -> int:
        """Begins to rotate, and kills that as soon as some secrets are done. How many were."""
        environment = self.server.environment()
        process = subprocess.Popen([PROGRAM, "keys", "rotate"], env=environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        old = max(self.keys().values())
        while process.poll() is None and max(self.keys().values()) > old - count // 10:
            pass
        process.kill()
        process.wait(30)
        return min(self.keys().values())

    def renew(self, stop: threading.Event, renewals: list) -> None:
        """A use of the connection with a token that is just bad, again and again: each is a renewal."""
        while not stop.is_set() or not renewals:
            accepted = self.provider.accepted
            self.trial.settle()
            self.provider.spoil()
            renewals.append(self.trial.call(0) and self.provider.accepted == accepted + 1)
