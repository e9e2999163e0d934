"""Kills servers at random moments while runs are on, and holds what comes of them against what was promised.

    with KillTrial(folder, settings, seed=7, nodes=2) as trial:
        trial.run(kills=50)
        print(trial.summary())
"""

import hashlib
import json
import random
import struct
import time
import zlib
from collections import Counter

import requests

from browser import sign_in
from kill_cluster import Cluster
from kill_database import Database
from kill_flows import ASIDE, CALLS, COUNTERS, PART, everything, expected
from kill_hub import Hub
from kill_outsiders import Outsiders
from main_job import ENDED, MainJob
from media import png
from waiting import wait_until

AT_ONCE = 3
LARGE = 5_000_000


class KillTrial:
    def __init__(self, folder, settings: dict[str, str], seed: int, nodes: int):
        self.seed = seed
        self.chance = random.Random(seed)
        self.hub = Hub(seed)
        self.media = folder / "media"
        self.media.mkdir()
        allowed = [settings["WEIR_EGRESS_ALLOW"]] if "WEIR_EGRESS_ALLOW" in settings else []
        settings = settings | MainJob.settings(self.media) | {
            "WEIR_EGRESS_ALLOW": ",".join(allowed + [self.hub.address])}
        self.cluster = Cluster(folder, settings, nodes)
        self.database = Database(self.cluster.nodes[0].folder, settings)
        self.outsiders = None
        self.files = {}
        self.live = {}
        self.seen = {}
        self.done = {}
        self.interrupted = 0
        self.left_over = 0
        self.began = time.monotonic()

    def __enter__(self) -> "KillTrial":
        return self

    def __exit__(self, *error) -> None:
        if self.outsiders:
            self.outsiders.close()
        self.cluster.end()
        self.hub.close()

    def run(self, kills: int, seconds: float = 1e9, say=lambda text: None) -> None:
        """Kills until it was often enough, or the time is over; then lets everything end, and looks at what there is."""
        self.prepare()
        end = time.monotonic() + seconds
        while self.disturbances < kills and time.monotonic() < end:
            while len(self.live) < AT_ONCE:
                self.begin()
            time.sleep(self.chance.uniform(0, 1.2))
            self.cluster.disturb(self.chance)
            self.look()
            if self.disturbances % 25 == 0:
                say(self.summary())
        say("No more kills: " + self.summary())
        self.finish()

    @property
    def disturbances(self) -> int:
        return sum(self.cluster.counts.values())

    def summary(self) -> str:
        kills, freezes = self.cluster.counts["kills"], self.cluster.counts["freezes"]
        return (f"{kills} kills and {freezes} freezes over {len(self.done) + len(self.live)} runs interrupted "
                f"{self.interrupted} attempts in {time.monotonic() - self.began:.0f} s, seed {self.seed}")

    # -- Runs

    def prepare(self) -> None:
        self.job = MainJob(self.cluster.start(), self.media).prepare()
        category = self.job.call(self.job.member, "GET", "/categories")["payload"][0]["id"]
        for source in (PART, ASIDE):
            self.job.add_flow(source)
        self.flow = self.job.add_flow(everything(f"http://{self.hub.address}", category))
        self.job.call(self.job.member, "PUT", f"/rest/v1/flows/{self.flow['id']}/active", json={"active": True})
        path = self.job.call(self.job.member, "GET", f"/rest/v1/flows/{self.flow['id']}/webhook")["path"]
        self.hook = self.cluster.url + path
        self.outsiders = Outsiders(self.hub, self.cluster.url, self.cluster.session(), sign_in(self.cluster))

    def begin(self) -> None:
        """Starts a run by a webhook that is sent again until it is answered, as services do."""
        n = len(self.files)
        folder = self.media / f"run-{n}"
        folder.mkdir()
        self.files[n] = {}
        for number, size in enumerate([2_000, 200_000, LARGE if n % 4 == 0 else 20_000]):
            body = self.picture(size)
            name = f"{n}-{number}.png"
            (folder / name).write_bytes(body)
            self.files[n][name] = hashlib.md5(body).hexdigest()
        answer = self.ask("POST", self.hook, json={"n": n, "folder": f"{self.media.name}/{folder.name}"},
                          headers={"X-Event": f"event-{n}"})
        assert answer.status_code == 202, answer.text
        self.live[answer.json()["run"]] = n

    def picture(self, size: int) -> bytes:
        """Nobody else's bytes, with a chunk that no decoder looks at."""
        plain = png(40 + self.chance.randrange(40), 30)
        data = b"weIr" + self.chance.randbytes(size)
        return plain[:33] + struct.pack(">I", size) + data + struct.pack(">I", zlib.crc32(data)) + plain[33:]

    def ask(self, method: str, url: str, **options) -> requests.Response:
        """Asks again while nobody answers."""
        end = time.monotonic() + 60
        while True:
            try:
                answer = self.job.member.request(method, url, timeout=20, **options)
                if answer.status_code < 500 or time.monotonic() > end:
                    return answer
            except requests.RequestException:
                if time.monotonic() > end:
                    raise
            time.sleep(0.1)

    def read(self, path: str) -> dict:
        answer = self.ask("GET", self.cluster.url + path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    # -- What is promised

    def look(self) -> None:
        """What was finished is as it was: same attempt, same output, same times."""
        self.outsiders.check()
        for run, n in list(self.live.items()):
            log = self.read(f"/rest/v1/runs/{run}/log")
            self.compare(run, log["entries"])
            if log["run"]["state"] in ENDED:
                self.judge(run, n, log)
                del self.live[run]
                self.done[run] = n

    def compare(self, run: str, entries: list[dict]) -> None:
        for entry in entries:
            now = {name: entry.get(name) for name in ("attempt", "state", "output", "failure", "startedAt", "endedAt")}
            key = (run, entry["path"])
            before = self.seen.get(key)
            if before and before["endedAt"]:
                assert before == now, f"{key} was finished and is done again, seed {self.seed}: {before} {now}"
            assert not before or before["attempt"] <= now["attempt"], f"{key} counts backwards, seed {self.seed}"
            self.seen[key] = now
        paths = {entry["path"] for entry in entries}
        lost = [path for (of, path) in self.seen if of == run and path not in paths]
        assert not lost, f"{run} has forgotten {lost}, seed {self.seed}"

    def judge(self, run: str, n: int, log: dict) -> None:
        """A run that has ended: its output, its steps, and what it told the other system."""
        about = f"run {n}, {run}, seed {self.seed}"
        assert log["run"]["state"] == "succeeded", \
            f"{about}: {log['run'].get('failedPath')} {json.dumps(log['run'].get('failure'), indent=1)}"
        output = log["run"]["output"]
        files = output.pop("files")
        assert output == expected(n), f"{about}: {output}"
        assert {file["name"]: file["md5"] for file in files} == self.files[n], f"{about}: {files}"
        going = [entry["path"] for entry in log["entries"] if not entry.get("endedAt")]
        assert not going, f"{about} has ended, and {going} go on"
        steps = Counter(entry["step"] for entry in log["entries"])
        for step, (count, failures) in CALLS.items():
            assert steps[step] == count, f"{about}: {step} stands there {steps[step]} times"
        for entry in log["entries"]:
            outcomes = Counter(attempt["outcome"] for attempt in entry["attempts"])
            self.interrupted += outcomes["interrupted"]
            if entry["step"] in CALLS:
                self.judge_calls(about, entry, outcomes)
        for key in [key for key in self.seen if key[0] == run]:
            del self.seen[key]

    def judge_calls(self, about: str, entry: dict, outcomes: Counter) -> None:
        """A step that isn't safe to repeat is sent once for each attempt, and only an interruption makes another one."""
        calls = self.hub.calls[entry["input"]["headers"]["X-Key"]]
        failures = CALLS[entry["step"]][1]
        assert outcomes["failed"] <= failures, f"{about}: {entry['attempts']}"
        assert 1 + failures <= calls <= 1 + outcomes["failed"] + outcomes["interrupted"], \
            f"{about}: {entry['path']} was sent {calls} times: {entry['attempts']}"

    def finish(self) -> None:
        """Lets everything end, and looks into the tables."""
        end = time.monotonic() + 180
        while self.live and time.monotonic() < end:
            self.look()
            time.sleep(0.2)
        runs = [self.read(f"/rest/v1/runs/{run}") for run in self.live]
        assert not self.live, f"these don't end, seed {self.seed}: {json.dumps(runs, indent=1)}"
        calls = dict(self.hub.calls)
        base = self.database
        about = f"seed {self.seed}"
        wait_until(lambda: not base.count("flow_run", "ended_at is null"), 60)
        assert base.rows("select * from flow_run where ended_at is null") == [], about
        assert base.rows("select run, path from flow_step where ended_at is null") == [], about
        assert base.count("flow_signal") == base.count("flow_checkpoint") == 0, about
        self.judge_counters(base, about)
        self.judge_library(base, about)
        assert dict(self.hub.calls) == calls, f"{about}: something was sent after all runs had ended"
        self.outsiders.close()
        assert self.cluster.stop() == [0] * len(self.cluster.nodes), about

    def judge_counters(self, base: Database, about: str) -> None:
        runs = len(self.done)
        made = base.rows("select f.name, count(*) as n from flow_run r join flow_flow f on f.id = r.flow group by f.name")
        assert {row["name"]: row["n"] for row in made} == {"Everything": runs, "Part": runs, "Aside": runs}, about
        kept = {row["key"]: int(row["value"]) for row in base.rows("select key, value from flow_state")}
        assert kept == {key: by * runs for key, by in (COUNTERS | {"uploads": 3}).items()}, about

    def judge_library(self, base: Database, about: str) -> None:
        files = {name: md5 for run in self.files.values() for name, md5 in run.items()}
        made = base.rows("select file_name, md5 from library_asset")
        assert sorted((row["file_name"], row["md5"]) for row in made) == sorted(files.items()), about
        assert base.count("library_collection") == len(self.done), f"{about}: a collection for each run, and no other"
        assert base.count("library_collection_asset") == len(files), about
        # A file that was interrupted often is looked at after a pause of up to 5 minutes.
        wait_until(lambda: not base.count("library_ingest"), 400)
        waiting = base.rows("select asset, attempts, due_at from library_ingest")
        assert waiting == [], f"{about}: at {time.time() * 1000:.0f} these were never looked at: {waiting}"
        failed = base.rows("select file_name, ingest_problem from library_asset where ingest_state <> 'done'")
        assert failed == [], f"{about}: {failed}"
        assert base.rows("select id from library_upload where finished_at is null") == [], f"{about}: orphans"
        # What a kill left of something that was being stored is thrown away after a week; it can't be more than that.
        known = {row["stage"] for row in base.rows("select stage from library_upload")}
        self.left_over = len(base.stages() - known)
        assert self.left_over <= 10 * self.disturbances, f"{about}: {self.left_over} blobs that were never whole"
