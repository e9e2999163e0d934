"""A token of a provider that rotates refresh tokens and revokes everything at the first reuse: however many want it at
once, in however many processes, and whoever dies, it is renewed once and never lost."""

import pytest
from conftest import settings_for
from refresh_trial import RefreshTrial
from rotating_provider import RotatingProvider
from weir_server import free_folder


@pytest.fixture
def trial(tmp_path):
    with RotatingProvider() as provider:
        trial = RefreshTrial(free_folder(tmp_path), settings_for("postgres+s3"), provider)
        try:
            yield trial.start()
        finally:
            trial.stop()


def test_sixty_callers_of_two_servers_cause_one_refresh_whoever_is_killed(trial):
    provider = trial.provider
    provider.delay = 2
    rounds = []
    for kill in (False, True, True, True):
        rounds.append(trial.round(60, kill))
    for one, kill in zip(rounds, (False, True, True, True)):
        assert one["accepted"] == 1, rounds
        assert one["served"][1] == 30, rounds
        assert kill or one["served"][0] == 30, rounds
    assert provider.reused == 0 and provider.refused == 0
    assert provider.most_in_flight == 1
    kinds = trial.events()
    assert "dead" not in kinds
    assert kinds.count("refreshed") == 4
    used = [line for line in trial.audit() if line["action"] == "connection.used"]
    assert used and all(line["details"]["by"] == "test" for line in used)
    assert "planted" not in str(used)
