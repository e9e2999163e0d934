"""Killed at any moment and started again, a run ends as if nothing had happened."""

import os
import random
import time

import pytest

from conftest import STORES, settings_for
from main_job import MainJob
from media import jpeg, png, tag
from weir_server import Weir, free_folder

FILES = 20
KILLS = {"sqlite+disk": 50, "postgres+s3": 10}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many") / "many"
    folder.mkdir()
    first = folder / "00.jpg"
    jpeg(first, 200, 150, **{"XMP-dc:Subject": ["kept"]})
    for number in range(1, FILES):
        path = folder / f"{number:02}.{'jpg' if number % 4 else 'png'}"
        path.write_bytes(first.read_bytes() if path.suffix == ".jpg" else png(60 + number, 40))
        tag(path, **{"XMP-dc:Title": f"Picture {number}"})
    return folder


@pytest.fixture(params=STORES)
def store(request):
    return request.param


def test_a_run_survives_kills_at_random_moments(store, folder, tmp_path):
    seed = int(os.environ.get("WEIR_TEST_SEED") or random.SystemRandom().randrange(2**32))
    print(f"seed {seed}: set WEIR_TEST_SEED to have the same moments again")
    chance = random.Random(seed)
    weir = Weir(free_folder(tmp_path), settings_for(store) | MainJob.settings(folder)).start()
    job = MainJob(weir, folder).prepare()
    # One full run tells how long there is something to be killed.
    began = time.monotonic()
    job.finish(job.run())
    whole = time.monotonic() - began
    before = {asset["id"] for asset in job.assets()}
    assert len(before) == FILES

    finished, kills, runs = {}, 0, []
    while kills < KILLS[store]:
        run = job.run()
        runs.append(run)
        while kills < KILLS[store] and not has_ended(job, run, finished):
            time.sleep(chance.uniform(0, whole / 4))
            weir.kill()
            kills += 1
            weir.start()
    for run in runs:
        job.finish(run, timeout=120)
        has_ended(job, run, finished)

    made = [asset for asset in job.assets(count=1000) if asset["id"] not in before]
    names = sorted(asset["file"]["fileName"] for asset in made)
    assert names == sorted([path.name for path in folder.iterdir()] * len(runs)), f"seed {seed}"
    for asset in made:
        assert asset["file"]["sizeInBytes"] == (folder / asset["file"]["fileName"]).stat().st_size, f"seed {seed}"
    collections = job.call(job.member, "GET", "/lightboxes?count=200")["payload"]
    assert len(collections) == 1 + len(runs), f"seed {seed}: a collection for each run, and no other"
    interrupted = sum(len(entry["attempts"]) for run in runs for entry in job.log(run))
    print(f"{kills} kills over {len(runs)} runs interrupted {interrupted} attempts")
    assert interrupted > 0, f"seed {seed}: no kill hit anything"
    assert weir.stop() == 0


def has_ended(job, run, finished) -> bool:
    """Whether the run has ended. Checks that what was once finished is as it was: same attempt, same output, same time."""
    for entry in job.log(run):
        key = (run, entry["path"])
        now = {name: entry.get(name) for name in ("attempt", "state", "output", "startedAt", "endedAt")}
        assert finished.get(key, now) == now, f"{entry['path']} was finished, and is done again"
        if entry["state"] == "succeeded":
            finished[key] = now
    return job.read_run(run)["state"] in ("succeeded", "failed", "cancelled")
