"""What starts flows: webhooks signed as their senders sign them, clocks, files, the library, other flows."""

import base64
import hashlib
import hmac
import json
import os
import time
from datetime import datetime, timedelta, timezone

import pytest

from browser import sign_in
from conftest import STORES, settings_for
from main_job import MainJob
from waiting import wait_until
from weir_server import Weir, free_folder, root_category, upload

SECRET = "a secret of the sender"
BODY = json.dumps({"id": "evt_1", "type": "made", "data": {"name": "quay"}}).encode()
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module", params=STORES)
def job(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    settings = settings_for(request.param) | MainJob.settings(folder) | {"WEIR_IDENTITY_PASSWORD_GRANT": "true"}
    server = Weir(free_folder(tmp_path_factory.mktemp("triggers")), settings).start()
    job = MainJob(server, folder)
    job.administrator = job.member = sign_in(server)
    yield job
    assert server.stop() == 0


class Hook:
    """A flow that a webhook starts, and its address."""

    def __init__(self, job, trigger: str, steps="[{id: a, action: weir/noop, input: {got: '{{ .trigger }}'}}]", **secrets):
        self.job = job
        self.flow = job.add_flow(f"name: Hooked\ntrigger: {trigger}\nsteps: {steps}\n")
        path = f"/rest/v1/flows/{self.flow['id']}"
        job.call(job.member, "PUT", path + "/active", json={"active": True})
        for name, secret in secrets.items():
            job.call(job.member, "PUT", path + "/webhook/secret", 204, json={"secret": secret, "name": name})
        self.url = job.weir.url + job.call(job.member, "GET", path + "/webhook")["path"]
        self.session = job.weir.session()

    def post(self, body: bytes, headers: dict) -> int:
        self.answer = self.session.post(self.url, data=body, headers=JSON | headers)
        return self.answer.status_code

    def runs(self) -> list[dict]:
        return self.job.call(self.job.member, "GET", f"/rest/v1/runs?flow={self.flow['id']}")["items"]


def code(message: bytes, encoding="hex") -> str:
    made = hmac.new(SECRET.encode(), message, hashlib.sha256)
    return made.hexdigest() if encoding == "hex" else base64.b64encode(made.digest()).decode()


def github(body, age=0):
    return {"X-GitHub-Event": "push", "X-GitHub-Delivery": "d-1", "X-Hub-Signature-256": "sha256=" + code(body)}


def stripe(body, age=0):
    at = str(int(time.time()) - age)
    return {"Stripe-Signature": f"t={at},v1={'0' * 64},v1={code(at.encode() + b'.' + body)},v0=old"}


def slack(body, age=0):
    at = str(int(time.time()) - age)
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": "v0=" + code(f"v0:{at}:".encode() + body)}


def shopify(body, age=0):
    return {"X-Shopify-Topic": "orders/create", "X-Shopify-Event-Id": "e-1",
            "X-Shopify-Hmac-Sha256": code(body, "base64")}


def box(body, age=0):
    at = (datetime.now(timezone(timedelta(hours=-7))) - timedelta(seconds=age)).isoformat(timespec="seconds")
    return {"BOX-DELIVERY-ID": "b-1", "BOX-DELIVERY-TIMESTAMP": at, "BOX-SIGNATURE-VERSION": "1",
            "BOX-SIGNATURE-ALGORITHM": "HmacSHA256", "BOX-SIGNATURE-PRIMARY": "bm90IHRoaXMgb25l",
            "BOX-SIGNATURE-SECONDARY": code(body + at.encode(), "base64")}


def dropbox(body, age=0):
    return {"X-Dropbox-Signature": code(body)}


def meta(body, age=0):
    return {"X-Hub-Signature-256": "sha256=" + code(body)}


@pytest.mark.parametrize("signed", [github, stripe, slack, shopify, box, dropbox, meta])
def test_a_sender_s_own_signature_counts_and_no_other(job, signed):
    hook = Hook(job, "{webhook: {preset: %s}}" % signed.__name__, primary=SECRET)
    assert hook.post(BODY, signed(BODY)) == 202, hook.answer.text
    run = job.finish(hook.answer.json()["run"])
    assert "quay" in json.dumps(job.log(run["id"])[0]["output"]) and SECRET not in json.dumps(job.log(run["id"]))
    assert hook.post(BODY + b" ", signed(BODY)) == 401
    assert hook.post(BODY, {}) == 401
    if signed in (stripe, slack, box):
        assert hook.post(BODY, signed(BODY, age=700)) == 401, "an old call may be somebody's copy"
    if signed in (github, stripe, shopify, box):
        assert hook.post(BODY, signed(BODY)) == 202 and hook.answer.json() == {"run": run["id"], "repeat": True}
        assert len(hook.runs()) == 1


def test_set_up_questions_are_answered_and_start_nothing(job):
    asked = Hook(job, "{webhook: {preset: github}}", primary=SECRET)
    assert asked.post(b"{}", github(b"{}") | {"X-GitHub-Event": "ping"}) == 200 and not asked.runs()
    asked = Hook(job, "{webhook: {preset: slack}}", primary=SECRET)
    question = json.dumps({"type": "url_verification", "challenge": "c4a1"}).encode()
    assert asked.post(question, slack(question)) == 200 and asked.answer.text == "c4a1" and not asked.runs()
    asked = Hook(job, "{webhook: {preset: dropbox}}", primary=SECRET)
    answer = asked.session.get(asked.url, params={"challenge": "<b>c4a1</b>"})
    assert answer.text == "<b>c4a1</b>" and answer.headers["content-type"].startswith("text/plain")
    asked = Hook(job, "{webhook: {preset: meta}}", primary=SECRET, verify="word")
    for word, status in [("word", 200), ("other", 401)]:
        query = {"hub.mode": "subscribe", "hub.challenge": "77", "hub.verify_token": word}
        assert asked.session.get(asked.url, params=query).status_code == status


def test_a_large_body_becomes_a_file_while_it_comes_in(job):
    hook = Hook(job, "webhook", "[{id: hash, action: weir/hash, input: {file: '{{ .trigger.file }}'}}]")
    body = os.urandom(5_000_000)
    answer = hook.session.post(hook.url, data=(body[at:at + 100_000] for at in range(0, len(body), 100_000)))
    assert answer.status_code == 202, answer.text
    run = job.finish(answer.json()["run"])
    assert job.log(run["id"])[0]["output"]["sha256"] == hashlib.sha256(body).hexdigest()


def test_a_caller_may_wait_for_the_flow_s_answer(job):
    hook = Hook(job, "{webhook: {reply: response}}",
                "[{id: r, respond: {status: 201, headers: {X-Said: dam, Set-Cookie: no}, body: {w: '{{ .trigger.body.w }}'}}}]")
    assert hook.post(b'{"w": "weir"}', {}) == 201
    assert hook.answer.json() == {"w": "weir"} and hook.answer.headers["X-Said"] == "dam"
    assert "Set-Cookie" not in hook.answer.headers


def test_skyhook_shakes_hands_and_every_event_starts_one_run(job):
    hook = Hook(job, "{skyhook: {events: [Asset.MediaFileAdded]}}")
    hands = hook.session.options(hook.url, headers={"WebHook-Request-Origin": "eventgrid.azure.net"})
    assert hands.status_code == 200 and hands.headers["WebHook-Allowed-Origin"] == "eventgrid.azure.net"
    event = {"specversion": "1.0", "source": "/library", "type": "Asset.MediaFileAdded", "data": {"AssetId": "a"}}
    one = json.dumps(event | {"id": "1"}).encode()
    for _ in range(2):
        assert hook.post(one, {"Content-Type": "application/cloudevents+json"}) == 200
    batch = json.dumps([event | {"id": "2"}, event | {"id": "3", "type": "Asset.Other"}]).encode()
    assert hook.post(batch, {"Content-Type": "application/cloudevents-batch+json"}) == 200
    binary = {f"ce-{name}": event[name] for name in ("specversion", "source", "type")} | {"ce-id": "4"}
    assert hook.post(b'{"AssetId": "z"}', binary) == 200
    assert hook.post(b'{"a": 1}', {}) == 400
    assert len(hook.runs()) == 3


def test_any_kept_call_can_be_played_again(job):
    hook = Hook(job, "webhook")
    for number in range(2):
        assert hook.post(json.dumps({"number": number}).encode(), {}) == 202
    calls = job.call(job.member, "GET", f"/rest/v1/webhook-calls?flow={hook.flow['id']}")["items"]
    again = job.call(job.member, "POST", f"/rest/v1/webhook-calls/{calls[-1]['id']}/replay", 202)
    [started] = again["runs"]
    run = job.finish(started)
    assert job.log(run["id"])[0]["output"]["got"]["body"] == {"number": 0}


def test_what_a_person_enters_is_checked_field_by_field(job):
    flow = job.add_flow("""
name: Form
input:
  properties: {folder: {type: string, minLength: 2}, size: {type: integer, maximum: 10, default: 3}, due: {type: string, format: date}}
  required: [folder]
  additionalProperties: false
steps: [{id: a, action: weir/noop, input: {got: "{{ .trigger }}"}}]
""")
    run = job.finish(job.run(flow, folder="in"))
    assert job.log(run["id"])[0]["output"]["got"] == {"folder": "in", "size": 3}
    answer = job.member.post(
        f"{job.weir.url}/rest/v1/flows/{flow['id']}/runs", headers={"Origin": job.weir.url},
        json={"input": {"folder": "x", "size": 11, "due": "soon", "other": 1}})
    assert answer.status_code == 400
    for field in ("folder", "size", "due", "other"):
        assert field in answer.text, answer.text
    assert len(job.call(job.member, "GET", f"/rest/v1/runs?flow={flow['id']}")["items"]) == 1


def last_sunday(month: int) -> datetime:
    """Of the next such month that hasn't begun; there Berlin changes its clocks in March and October."""
    now = datetime.now()
    last = datetime(now.year + (now.month >= month), month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def test_the_next_times_are_shown_with_what_the_clocks_do_to_them(job):
    def first(schedule, status=200):
        answer = job.call(job.member, "POST", "/rest/v1/flows/schedule-preview", status, json={"schedule": schedule})
        return answer["items"][0] if status == 200 else answer["problems"][0]

    berlin = {"timeZone": "Europe/Berlin"}
    skipped = first({"cron": f"30 2 {last_sunday(3).day} 3 *"} | berlin)
    assert skipped["local"].endswith("T03:00:00+02:00") and skipped["note"], skipped
    twice = first({"cron": f"30 2 {last_sunday(10).day} 10 *"} | berlin)
    assert twice["local"].endswith("T02:30:00+02:00") and twice["note"], twice
    assert "note" not in first({"cron": "0 12 * * *"} | berlin)
    assert first({"cron": "61 2 * * *"}, 400)["field"] == "trigger.schedule.cron"
    assert first({"cron": "1 2 * * *", "timeZone": "Nowhere/X"}, 400)["field"] == "trigger.schedule.timeZone"
    assert first({"at": "2026-12-01T09:00:00"}, 400)["field"] == "trigger.schedule.at"


def test_a_new_file_in_a_folder_starts_one_run(job):
    folder = job.folder / "incoming"
    folder.mkdir(exist_ok=True)
    (folder / "old.txt").write_text("was there before")
    flow = job.add_flow(f"""
name: New files
trigger: {{poll: {{action: folderConnector-v1.0/changes, input: {{folder: {job.folder.name}/incoming, settleSeconds: 0}}, every: 5s}}}}
steps: [{{id: a, action: weir/noop, input: {{names: "{{{{ [.trigger.items[].name] }}}}"}}}}]
""")
    job.call(job.member, "PUT", f"/rest/v1/flows/{flow['id']}/active", json={"active": True})

    def polled():
        return job.call(job.member, "GET", f"/rest/v1/flows/{flow['id']}/triggers")

    assert wait_until(lambda: "polledAt" in json.dumps(polled()) or "lastAt" in json.dumps(polled()), 20), polled()
    time_of_first = json.dumps(polled())
    (folder / "new.txt").write_text("fresh")
    runs = wait_until(lambda: job.call(job.member, "GET", f"/rest/v1/runs?flow={flow['id']}")["items"], 30)
    assert len(runs) == 1, time_of_first
    job.finish(runs[0]["id"])
    assert job.log(runs[0]["id"])[0]["output"]["names"] == ["new.txt"]
    job.call(job.member, "PUT", f"/rest/v1/flows/{flow['id']}/active", json={"active": False})


def test_an_asset_in_the_library_and_the_end_of_that_flow_start_flows(job):
    first = job.add_flow("""
name: On asset
trigger: {library: {events: [asset.created], where: "{{ .trigger.data.Filename != null or true }}"}}
steps: [{id: a, action: weir/noop, input: {event: "{{ .trigger.event }}"}}]
""")
    second = job.add_flow("""
name: After
trigger: {flow: {flow: On asset, on: [succeeded]}}
steps: [{id: a, action: weir/noop, input: {run: "{{ .trigger.run }}"}}]
""")
    for flow in (first, second):
        job.call(job.member, "PUT", f"/rest/v1/flows/{flow['id']}/active", json={"active": True})
    application = job.weir.add_application("Triggers", grants=["password"], scopes="openid api")
    api = job.weir.api(job.weir.password_token(application, scope="openid api")["access_token"])
    upload(job.weir, api, "quay.txt", b"a quay", root_category(job.weir, api))

    def runs(flow):
        return job.call(job.member, "GET", f"/rest/v1/runs?flow={flow['id']}")["items"]

    assert wait_until(lambda: runs(first), 20) and wait_until(lambda: runs(second), 20)
    job.finish(runs(second)[0]["id"])
    assert len(runs(first)) == len(runs(second)) == 1
    assert runs(first)[0]["id"] in json.dumps(job.log(runs(second)[0]["id"])[0]["output"])
    for flow in (first, second):
        job.call(job.member, "PUT", f"/rest/v1/flows/{flow['id']}/active", json={"active": False})
