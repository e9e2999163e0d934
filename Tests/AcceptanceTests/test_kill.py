"""Killed at any moment and started again, runs end as if nothing had happened."""

import os
import random

import pytest

from conftest import STORES, settings_for
from kill_trial import KillTrial

# How many servers share the store, and how often one is killed or stopped. The long trial is Benchmarks/kills.
TRIALS = {"sqlite+disk": (1, 36), "postgres+s3": (2, 14)}


@pytest.mark.parametrize("store", STORES)
def test_runs_survive_kills_at_random_moments(store, tmp_path):
    seed = int(os.environ.get("WEIR_TEST_SEED") or random.SystemRandom().randrange(2**32))
    print(f"seed {seed}: set WEIR_TEST_SEED to have the same moments again")
    nodes, kills = TRIALS[store]
    with KillTrial(tmp_path, settings_for(store), seed, nodes) as trial:
        trial.run(kills)
        print(trial.summary())
        assert trial.interrupted > 0, f"seed {seed}: no kill hit anything"
