"""The vault's keys from outside: changed while a server works, killed in the middle, and refused when they are wrong."""

import base64
import os

import pytest
from conftest import STORES, settings_for
from rotation_trial import RotationTrial
from weir_server import free_folder


@pytest.mark.parametrize("store", STORES)
def test_a_change_of_the_key_survives_its_own_death_and_disturbs_nobody(tmp_path, store):
    trial = RotationTrial(free_folder(tmp_path), settings_for(store))
    try:
        found = trial.run(8000)
        assert found["good"], found
        assert found["secrets"] >= 8000
        keys = trial.keys()
        old = next(key for key, count in keys.items() if count == 0)
        trial.server.run("keys", "retire", old)
        assert trial.server.stop() == 0
        # The old key is gone from the file, and nothing misses it.
        assert len((trial.server.folder / "vault.key").read_text().split()) == 1
        trial.server.start()
        assert trial.trial.call(0)
    finally:
        trial.stop()


def test_a_start_with_another_key_is_refused_with_the_id_of_the_missing_one(fresh):
    server = fresh().start()
    assert server.stop() == 0
    listed = server.run_json("keys", "list")
    path = server.folder / "vault.key"
    right = path.read_text()
    path.write_text(base64.b64encode(os.urandom(32)).decode() + "\n")
    refused = server.run("serve", check=False)
    assert refused.returncode == 70
    assert listed["id"] in refused.stderr
    path.write_text(right)
    server.start()


def test_keys_come_from_a_command_that_gets_no_settings_and_no_shell(fresh, tmp_path):
    server = fresh().start()
    assert server.stop() == 0
    script = tmp_path / "give keys"
    script.write_text(f'#!/bin/sh\ntest -z "$WEIR_DATA_FOLDER" && test "$1" = "*" && cat "{server.folder}/vault.key"\n')
    script.chmod(0o700)
    settings = tmp_path / "settings.yaml"
    settings.write_text(f'vault:\n  key:\n    command: ["{script}", "*"]\n')
    given = server.run("keys", "list", "--settings", str(settings))
    assert "seals" in given.stdout
    script.write_text("#!/bin/sh\necho planted-output; echo planted-error >&2; exit 1\n")
    failed = server.run("keys", "list", "--settings", str(settings), check=False)
    assert failed.returncode == 70 and "planted" not in failed.stdout + failed.stderr
