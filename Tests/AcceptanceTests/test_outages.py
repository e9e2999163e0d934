"""What a server does when it is stopped in the middle of work, and when its database or its disk is away for a while."""

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from browser import sign_in
from conftest import STORES, settings_for
from kill_database import Database
from kill_hub import Hub
from main_job import MainJob
from waiting import wait_until
from weir_server import Weir, free_folder

ROOT = Path(__file__).resolve().parents[2]
RUNS, ITEMS = 8, 12
STEADY = """
name: Steady
steps:
  - id: each
    forEach: "{{ [range(ITEMS)] }}"
    concurrency: 2
    steps:
      - id: once
        action: httpConnector-v1.0/request
        input: {method: POST, url: "HUB/once", headers: {X-Key: "{{ .run.id }} {{ .item }}"}}
      - {id: count, state: {increment: items}}
"""


@pytest.fixture
def hub():
    hub = Hub(1)
    yield hub
    hub.close()


class Load:
    """Runs that call the hub once for each of their items, and count them."""

    def __init__(self, weir: Weir, hub: Hub):
        self.hub = hub
        self.job = MainJob(weir, weir.folder)
        self.job.member = sign_in(weir)
        self.flow = self.job.add_flow(STEADY.replace("HUB", f"http://{hub.address}").replace("ITEMS", str(ITEMS)))
        self.runs = [self.job.run(self.flow) for _ in range(RUNS)]

    def wait_for(self, part: float) -> None:
        """Until so much of it is done."""
        assert wait_until(lambda: len(self.hub.calls) >= part * RUNS * ITEMS)

    def finish(self) -> int:
        """Lets all of it end.
        - Returns: how many attempts were interrupted. Each may have cost one call more, and nothing else."""
        interrupted = 0
        for run in self.runs:
            self.job.finish(run)
            for entry in self.job.log(run):
                interrupted += len(entry["attempts"])
                if entry["step"] == "once":
                    calls = self.hub.calls[entry["input"]["headers"]["X-Key"]]
                    assert 1 <= calls <= 1 + len(entry["attempts"]), entry
        assert len(self.hub.calls) == len(self.runs) * ITEMS
        [row] = Database(self.job.weir.folder, self.job.weir.settings).rows("select key, value from flow_state")
        assert (row["key"], int(row["value"])) == ("items", len(self.runs) * ITEMS)
        return interrupted


@pytest.mark.parametrize("store", STORES)
def test_a_server_that_is_asked_to_stop_finishes_what_is_in_flight(store, tmp_path, hub):
    settings = settings_for(store)
    allowed = [settings.get("WEIR_EGRESS_ALLOW"), hub.address]
    weir = Weir(free_folder(tmp_path), settings | {"WEIR_EGRESS_ALLOW": ",".join(filter(None, allowed))}).start()
    load = Load(weir, hub)
    for part in (0.2, 0.5):
        load.wait_for(part)
        began = time.monotonic()
        assert weir.stop() == 0
        assert time.monotonic() - began < 20
        weir.start()
    assert load.finish() == 0, "nothing was interrupted"
    assert set(hub.calls.values()) == {1}
    assert weir.stop() == 0


class Postgres:
    """A server of its own, since it is restarted."""

    def __init__(self):
        self.process = subprocess.Popen(
            [ROOT / "scripts" / "with-postgres", "sh", "-c", "echo $WEIR_TEST_POSTGRES; cat"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        folder = subprocess.run(["psql", self.url, "-qAtc", "show data_directory"], check=True, capture_output=True,
                                text=True).stdout.strip()
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
        program = shutil.which("pg_ctl") or str(programs[-1])
        user = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.getuid() == 0 else []
        self.command = [*user, program, "-D", folder, "-s", "-w", "-l", f"{folder}/server.log"]
        self.options = shlex.join(shlex.split(Path(folder, "postmaster.opts").read_text())[3:])

    def restart(self, mode: str, pause: float) -> None:
        subprocess.run([*self.command, "stop", "-m", mode], check=True, cwd="/", stdout=subprocess.DEVNULL)
        time.sleep(pause)
        subprocess.run([*self.command, "start", "-o", self.options], check=True, cwd="/", stdout=subprocess.DEVNULL)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)


def test_a_database_that_is_restarted_costs_nothing(tmp_path, hub):
    postgres = Postgres()
    try:
        weir = Weir(free_folder(tmp_path), {
            "WEIR_DATABASE_URL": postgres.url, "WEIR_EGRESS_ALLOW": hub.address}).start()
        load = Load(weir, hub)
        for part, mode, pause in ((0.2, "immediate", 0), (0.6, "fast", 3)):
            load.wait_for(part)
            postgres.restart(mode, pause)
        load.finish()
        assert weir.stop() == 0
    finally:
        postgres.close()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", folder], capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip("only root may make a small disk: " + mounted.stderr)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_sat_out(small_disk, hub):
    weir = Weir(small_disk / "data", {"WEIR_EGRESS_ALLOW": hub.address, "WEIR_BLOBS_RESERVE": "1MB"}).start()
    weir.log = weir.folder.parent.parent / "weir.log"
    load = Load(weir, hub)
    load.wait_for(0.2)
    filler = small_disk / "filler"
    with pytest.raises(OSError), open(filler, "wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    refused = wait_until(lambda: refusal(load))
    assert refused and refused["code"] == "storage_full" and "space" in refused["advice"], refused
    assert [load.job.read_run(run)["state"] for run in load.runs].count("failed") == 0
    filler.unlink()
    load.finish()
    assert weir.stop() == 0


def refusal(load: Load):
    """What a new run is refused with. One that is accepted, since there was room in what the database has already, counts."""
    job = load.job
    answer = job.member.post(f"{job.weir.url}/rest/v1/flows/{load.flow['id']}/runs", json={"input": {}},
                             headers={"Origin": job.weir.url})
    if answer.status_code == 202:
        load.runs.append(answer.json()["id"])
        return None
    assert answer.status_code == 507, answer.text
    return answer.json()
