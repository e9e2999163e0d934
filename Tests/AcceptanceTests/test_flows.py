"""Flows from outside: what starts them, what is refused, how they end, and how one watches them."""

import base64
import hashlib
import hmac
import json
import time

import pytest

from main_job import MainJob


@pytest.fixture(scope="module")
def job(weir, tmp_path_factory):
    """A signed-in person with Write; no connection is needed here."""
    from browser import sign_in

    job = MainJob(weir, tmp_path_factory.mktemp("none"))
    job.administrator = sign_in(weir)
    job.member = sign_in(weir, job.add_person("kim", "write"))
    return job


def problems(job, source: str) -> list[dict]:
    answer = job.member.post(job.weir.url + "/rest/v1/flows", json={"source": source}, headers={"Origin": job.weir.url})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    body = answer.json()
    assert body["code"] == "flow_invalid" and body["title"], body
    return body["problems"]


def hook(job, flow) -> str:
    return job.weir.url + job.call(job.member, "GET", f"/rest/v1/flows/{flow['id']}/webhook")["path"]


def activate(job, flow) -> None:
    job.call(job.member, "PUT", f"/rest/v1/flows/{flow['id']}/active", json={"active": True})


def test_a_flow_runs_and_gives_every_step_s_result(job):
    flow = job.add_flow("""
name: Sums
steps:
  - {id: numbers, set: {all: "{{ [range(.trigger.count)] }}"}}
  - id: each
    forEach: "{{ .vars.all }}"
    concurrency: 3
    steps: [{id: double, action: weir/noop, input: {value: "{{ .item * 2 }}"}}]
    output: "{{ .steps.double.value }}"
  - {id: sum, action: weir/noop, input: {sum: "{{ .steps.each | add }}"}}
""")
    run = job.finish(job.run(flow, count=5))
    outputs = {entry["path"]: entry.get("output") for entry in job.log(run["id"])}
    assert "20" in json.dumps(outputs["sum"]), outputs


def test_events_tell_the_whole_story_in_order_and_end_by_themselves(job):
    flow = job.add_flow("{name: Told, steps: [{id: a, action: weir/noop}, {id: b, action: weir/noop}]}")
    seen = list(job.events(job.run(flow, x=1)))
    assert seen[-1]["run"]["state"] == "succeeded"
    revisions = [entry["revision"] for event in seen for entry in event["entries"]]
    assert revisions and revisions == sorted(revisions)
    assert {entry["path"] for event in seen for entry in event["entries"] if entry["state"] == "succeeded"} == {"a", "b"}


def test_a_webhook_is_answered_with_202_once_its_run_is_kept(fresh):
    from browser import sign_in

    weir = fresh().start()
    job = MainJob(weir, weir.folder)
    job.member = sign_in(weir)
    flow = job.add_flow("""
name: Hooked
trigger: {webhook: {eventId: {header: X-Event}}}
steps: [{id: a, action: weir/noop, input: {said: "{{ .trigger.body.word }}"}}]
""")
    activate(job, flow)
    answer = weir.session().post(hook(job, flow), json={"word": "dam"}, headers={"X-Event": "1"})
    weir.kill()
    assert answer.status_code == 202, answer.text
    weir.start()
    run = job.finish(answer.json()["run"])
    assert run["trigger"] == "webhook"
    assert "dam" in json.dumps(job.log(run["id"])[0]["output"])
    again = weir.session().post(hook(job, flow), json={"word": "dam"}, headers={"X-Event": "1"})
    assert again.status_code == 202 and again.json() == {"run": run["id"], "repeat": True}


def test_an_unknown_or_inactive_webhook_starts_nothing(job):
    flow = job.add_flow("{name: Off, trigger: webhook, steps: [{id: a, action: weir/noop}]}")
    address = hook(job, flow)
    session = job.weir.session()
    assert session.post(address, json={}).status_code in (404, 409)
    assert session.post(address + "x", json={}).status_code == 404
    assert job.call(job.member, "GET", f"/rest/v1/runs?flow={flow['id']}")["items"] == []


@pytest.mark.parametrize("encoding", ["hex", "base64"])
def test_a_signed_webhook(job, encoding):
    flow = job.add_flow(
        "{name: Signed, trigger: {webhook: {signature: {header: X-Signature, prefix: 'sha256=', encoding: %s}}},"
        " steps: [{id: a, action: weir/noop}]}" % encoding)
    activate(job, flow)
    address, session, body = hook(job, flow), job.weir.session(), b'{"a": 1}'
    code = hmac.new(b"a shared secret", body, hashlib.sha256).digest()
    good = "sha256=" + (code.hex() if encoding == "hex" else base64.b64encode(code).decode())
    json_type = {"Content-Type": "application/json"}
    unset = session.post(address, data=body, headers=json_type | {"X-Signature": good})
    assert unset.status_code == 409, "nothing can be checked before the secret is entered"
    job.call(job.member, "PUT", f"/rest/v1/flows/{flow['id']}/webhook/secret", 204, json={"secret": "a shared secret"})
    assert session.post(address, data=body, headers=json_type | {"X-Signature": good}).status_code == 202
    for bad in (None, "", good[:-2], good[len("sha256="):], "sha256=" + "0" * 64):
        headers = json_type | ({"X-Signature": bad} if bad is not None else {})
        assert session.post(address, data=body, headers=headers).status_code == 401, bad
    assert session.post(address, data=body + b" ", headers=json_type | {"X-Signature": good}).status_code == 401
    assert len(job.call(job.member, "GET", f"/rest/v1/runs?flow={flow['id']}")["items"]) == 1


@pytest.mark.parametrize("source, step, field", [
    ("{name: A, steps: [{id: a, action: nowhere/nothing}]}", "a", "action"),
    ("{name: A, steps: [{id: a, jump: there}]}", "a", "jump"),
    ("{name: A, steps: [{id: a, action: weir/noop, inputs: {}}]}", "a", "inputs"),
    ("{name: A, steps: [{id: a, action: weir/noop}, {id: a, action: weir/noop}]}", "a", "id"),
    ("{name: A, steps: [{id: a, action: weir/noop, input: {x: '{{ .trigger | }}'}}]}", "a", "input.x"),
    ("{name: A, steps: [{id: a, action: weir/noop, input: {x: '{{ env }}'}}]}", "a", "input.x"),
    ("{name: A, steps: [{id: a, action: weir/noop, input: {x: '{{ input }}'}}]}", "a", "input.x"),
    ("{name: A, steps: [{id: f, forEach: 5, steps: [{id: a, action: weir/noop}]}]}", "f", "forEach"),
    ("{name: A, steps: [{id: f, forEach: [1], concurrency: 0, steps: [{id: a, action: weir/noop}]}]}", "f", "concurrency"),
    ("{name: A, steps: [{id: a, action: folderConnector-v1.0/readFile, input: {path: 5}}]}", "a", "input.path"),
    ("{name: A, steps: [{id: a, action: mediavaletConnector-v1.0/currentUser}]}", "a", "connection"),
    ("{name: A, steps: [{id: a, action: mediavaletConnector-v1.0/currentUser, connection: Nobody}]}", "a", "connection"),
    ("{name: A, steps: []}", None, "steps"),
    ("{steps: [{id: a, action: weir/noop}]}", None, "name"),
    ("{name: A, trigger: {schedule: {cron: '0 0 30 2 *'}}, steps: [{id: a, action: weir/noop}]}", None,
     "trigger.schedule.cron"),
    ("{name: A, trigger: {schedule: {cron: '61 * * * *'}}, steps: [{id: a, action: weir/noop}]}", None,
     "trigger.schedule.cron"),
    ("{name: A, trigger: {schedule: {cron: '0 6 * * *', timeZone: Mars/Olympus}}, steps: [{id: a, action: weir/noop}]}",
     None, "trigger.schedule.timeZone"),
    ("{name: A, trigger: sometimes, steps: [{id: a, action: weir/noop}]}", None, "trigger"),
])
def test_what_is_wrong_is_named_by_step_and_field(job, source, step, field):
    found = problems(job, source)
    assert (step, field) in [(problem.get("step"), problem["field"]) for problem in found], found
    assert all(problem["message"] and problem["advice"] for problem in found)


@pytest.mark.parametrize("source", ["a: [", "just words", "[1, 2]", "name: !!python/object:os.system x", ""])
def test_a_flow_that_can_t_be_read_is_400(job, source):
    answer = job.member.post(job.weir.url + "/rest/v1/flows", json={"source": source}, headers={"Origin": job.weir.url})
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize("expression", [
    "[recurse(. + 1)] | length",
    "last(repeat(1))",
    "def f: f; f",
    "reduce range(1e9) as $i (\\\"x\\\"; . + .)",
])
def test_an_expression_that_never_ends_ends_its_run_with_an_error(job, expression):
    flow = job.add_flow('{name: Endless, steps: [{id: a, action: weir/noop, input: {x: "{{ 0 | %s }}"}}]}' % expression)
    run = job.ended(job.run(flow, x=1), timeout=60)
    assert run["state"] == "failed" and run["failedPath"] == "a", run
    assert "expression" in run["failure"]["code"] + run["failure"]["message"].lower(), run
    ok = job.add_flow("{name: Fine, steps: [{id: a, action: weir/noop}]}")
    job.finish(job.run(ok, x=1), timeout=30)


def test_a_run_can_be_cancelled(job):
    flow = job.add_flow("""
name: Long
steps:
  - id: each
    forEach: "{{ [range(100000)] }}"
    steps: [{id: a, action: weir/noop}]
""")
    run = job.run(flow, x=1)
    for event in job.events(run):
        if event["entries"]:
            break
    job.call(job.member, "POST", f"/rest/v1/runs/{run}/cancel", 202)
    assert job.ended(run)["state"] == "cancelled"
    refused = job.member.post(f"{job.weir.url}/rest/v1/runs/{run}/cancel", headers={"Origin": job.weir.url})
    assert refused.status_code == 409


def test_a_failing_step_names_itself_and_the_author_s_reason(job):
    flow = job.add_flow("{name: Fails, steps: [{id: a, action: weir/noop}, {id: b, action: weir/fail,"
                        " input: {message: The tide is out.}}, {id: c, action: weir/noop}]}")
    run = job.ended(job.run(flow, x=1))
    assert run["state"] == "failed" and run["failedPath"] == "b" and run["failure"]["message"] == "The tide is out."
    assert "c" not in [entry["path"] for entry in job.log(run["id"])]


def test_an_input_that_the_flow_doesn_t_take_is_400(job):
    flow = job.add_flow("{name: Typed, input: {type: object, required: [n], properties: {n: {type: integer}}},"
                        " steps: [{id: a, action: weir/noop}]}")
    answer = job.member.post(f"{job.weir.url}/rest/v1/flows/{flow['id']}/runs", json={"input": {"n": "five"}},
                             headers={"Origin": job.weir.url})
    assert answer.status_code == 400 and "n" in [problem["field"].split(".")[-1] for problem in answer.json()["problems"]]


def test_a_schedule_fires_by_itself(job):
    flow = job.add_flow("{name: Ticks, trigger: {schedule: {every: 1s}}, steps: [{id: a, action: weir/noop}]}")
    activate(job, flow)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        runs = job.call(job.member, "GET", f"/rest/v1/runs?flow={flow['id']}&state=succeeded")["items"]
        if len(runs) >= 2:
            break
        time.sleep(0.2)
    job.call(job.member, "PUT", f"/rest/v1/flows/{flow['id']}/active", json={"active": False})
    assert len(runs) >= 2 and runs[0]["trigger"] == "schedule"


def test_a_reader_sees_and_doesn_t_touch(job):
    from browser import sign_in

    flow = job.add_flow("{name: Seen, steps: [{id: a, action: weir/noop}]}")
    reader = sign_in(job.weir, job.add_person("noor", "read"))
    origin = {"Origin": job.weir.url}
    assert reader.get(f"{job.weir.url}/rest/v1/flows/{flow['id']}").status_code == 200
    for method, path, body in [
        ("POST", f"/flows/{flow['id']}/runs", {"input": {}}), ("DELETE", f"/flows/{flow['id']}", None),
        ("PUT", f"/flows/{flow['id']}/active", {"active": True}), ("POST", "/flows", {"source": "name: x"}),
    ]:
        answer = reader.request(method, job.weir.url + "/rest/v1" + path, json=body, headers=origin)
        assert answer.status_code == 403, f"{method} {path}: {answer.status_code} {answer.text}"
