"""A flow's life from outside: draft, publishing, going back, copies, and the way to another deployment."""

import json

import pytest
import yaml

from browser import sign_in
from main_job import MainJob
from weir_server import Weir, free_folder

SOURCE = """
name: Tide
description: Says what the tide does.
steps:
  - {{id: say, action: weir/noop, input: {{word: {word}}}}}
  - {{id: ask, action: httpConnector-v1.0/request, connection: Harbour, input: {{url: /x, headers: {{Authorization: Bearer s3cr3t-word}}}}}}
"""


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    server = Weir(free_folder(tmp_path_factory.mktemp("versions"))).start()
    job = MainJob(server, server.folder)
    job.administrator = job.member = sign_in(server)
    for name in ("Harbour", "Lighthouse"):
        connect(job, name)
    yield job
    assert server.stop() == 0


def connect(job, name: str, **team) -> None:
    job.call(job.member, "POST", "/rest/v1/connections", 201, json=team | {
        "name": name, "connector": "httpConnector-v1.0", "endpoint": "https://harbour.example", "authentication": "none"})


def call(job, method: str, path: str, status: int = 200, **options):
    return job.call(job.member, method, f"/rest/v1/flows{path}", status, **options)


def test_a_draft_is_kept_compared_published_and_taken_back(job):
    flow = job.add_flow(SOURCE.format(word="ebb"))
    path = f"/{flow['id']}"
    wrong = call(job, "PUT", path + "/draft", json={"source": "name: Tide\nsteps: [{id: say, action: weir/nop}]\n"})
    assert wrong["problems"] == [{"step": "say", "field": "action", "message": 'There is no action "weir/nop".',
                                  "advice": 'Did you mean "weir/noop"?'}]
    refused = call(job, "POST", path + "/publish", 400, json={})
    assert refused["code"] == "flow_invalid" and refused["problems"] == wrong["problems"]
    draft = call(job, "PUT", path + "/draft", json={"source": SOURCE.format(word="flood"), "revision": wrong["revision"]})
    assert not draft["problems"]
    call(job, "PUT", path + "/draft", 409, json={"source": "name: Mine", "revision": wrong["revision"]})
    assert call(job, "GET", path)["version"] == 1

    [step] = call(job, "GET", path + "/diff")["steps"]
    assert step["id"] == "say" and [field["field"] for field in step["fields"]] == ["input.word"]
    assert call(job, "POST", path + "/publish", json={"revision": draft["revision"], "note": "Other way"})["version"] == 2
    call(job, "GET", path + "/draft", 404)
    assert call(job, "POST", path + "/rollback", json={"version": 1})["version"] == 3
    assert call(job, "GET", path + "/diff?from=1&to=3")["steps"] == []
    versions = call(job, "GET", path + "/versions")
    assert [version["number"] for version in versions.get("items", versions)] == [3, 2, 1]


def test_a_clone_is_a_flow_of_its_own_that_nothing_starts_yet(job):
    flow = job.add_flow(SOURCE.format(word="ebb").replace("Tide", "Spring tide") + "trigger: webhook\n")
    call(job, "PUT", f"/{flow['id']}/active", json={"active": True})
    copy = call(job, "POST", f"/{flow['id']}/clone", 201, json={"name": "Neap tide"})
    copy = copy.get("flow", copy)
    assert copy["id"] != flow["id"] and copy["name"] == "Neap tide" and not copy["active"]
    ways = [call(job, "GET", f"/{one['id']}/webhook")["path"] for one in (flow, copy)]
    assert ways[0] != ways[1]


def test_an_export_holds_no_secret_and_is_mapped_where_it_arrives(job):
    flow = job.add_flow(SOURCE.format(word="ebb").replace("Tide", "Sent"))
    answer = job.member.get(f"{job.weir.url}/rest/v1/flows/{flow['id']}/export")
    assert answer.status_code == 200 and "s3cr3t-word" not in answer.text
    text = answer.text if answer.text.lstrip().startswith("weir:") else json.loads(answer.text)["source"]
    head = yaml.safe_load(text)["weir"]
    assert head["flow"] == flow["id"] and "Harbour" in json.dumps(head["connections"]) and head["withheld"]

    text = text.replace(flow["id"], "00000000-0000-4000-8000-000000000001").replace("Harbour", "Elsewhere")
    unmapped = call(job, "POST", "/import", 201, json={"source": text})
    assert unmapped["problems"] and "Elsewhere" in json.dumps(unmapped["unmapped"])
    assert unmapped["flow"]["version"] == 0, "it lacks something, so it is a draft"
    mapped = call(job, "POST", "/import", 201, json={"source": text, "connections": {"Elsewhere": "Lighthouse"}})
    assert mapped["flow"]["version"] == 1 and not mapped["problems"] and not mapped["unmapped"]
    assert "Lighthouse" in json.dumps(call(job, "GET", f"/{mapped['flow']['id']}"))
