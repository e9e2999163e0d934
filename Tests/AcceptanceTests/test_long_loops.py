"""Loops over files and over more items than fit into a value, killed in the middle."""

import time

import pytest

from conftest import STORES, settings_for
from main_job import MainJob
from weir_server import Weir, free_folder

ITEMS = 1_500


@pytest.fixture(scope="module", params=STORES)
def job(request, tmp_path_factory):
    """A signed-in person with Write, on a server of its own that may be killed."""
    from browser import sign_in

    weir = Weir(free_folder(tmp_path_factory.mktemp("long")), settings_for(request.param)).start()
    job = MainJob(weir, tmp_path_factory.mktemp("none"))
    job.administrator = sign_in(weir)
    job.member = sign_in(weir, job.add_person("kim", "write"))
    yield job
    if weir.process.poll() is None:
        assert weir.stop() == 0


def start(job, source: str) -> str:
    return job.call(job.member, "POST", f"/rest/v1/flows/{job.add_flow(source)['id']}/runs", status=202, json={})["id"]


def test_a_loop_over_a_file_that_is_killed_goes_on_where_it_was(job):
    run = start(job, f"""
name: Lines
steps:
  - id: rows
    action: weir/writeJSONLines
    input: {{rows: "{{{{ [range({ITEMS}) | {{n: .}}] }}}}", name: rows.jsonl}}
  - id: each
    forEach: "{{{{ .steps.rows.file }}}}"
    concurrency: 8
    steps: [{{id: work, action: weir/noop, input: {{n: "{{{{ .item.n }}}}"}}}}]
""")
    deadline = time.monotonic() + 120
    while len(before := {entry["path"]: entry for entry in job.log(run)}) < ITEMS // 2:
        assert time.monotonic() < deadline, "the loop doesn't get on"
        assert job.read_run(run)["state"] in ("queued", "running"), job.read_run(run)
    job.weir.kill()
    job.weir.start()
    ended = job.finish(run, timeout=300)
    assert [item["n"] for item in ended["output"]] == list(range(ITEMS))
    after = {entry["path"]: entry for entry in job.log(run)}
    assert sum(entry["kind"] == "item" for entry in after.values()) == ITEMS
    for path, entry in before.items():
        if entry["state"] == "succeeded":
            assert (after[path]["attempt"], after[path]["endedAt"]) == (entry["attempt"], entry["endedAt"]), path
    assert sum(entry["kind"] == "action" and entry["attempt"] > 1 for entry in after.values()) <= 8
    assert {entry["state"] for entry in after.values()} == {"succeeded"}


def test_more_results_than_a_value_holds_become_a_file(job):
    run = start(job, """
name: Many
steps:
  - id: each
    forEach: "{{ [range(10001)] }}"
    concurrency: 4
    steps: [{id: n, transform: {n: 1}}]
  - {id: back, action: weir/readJSONLines, input: {file: "{{ .steps.each }}"}}
  - {id: count, transform: {count: "{{ .steps.back.count }}"}}
""")
    assert job.finish(run, timeout=300)["output"] == {"count": 10_001}
