"""Weir's own network from outside: whatever address somebody enters, nothing inside hears of it, and nothing that is sent to
one host reaches another."""

import gzip
import threading
import time

import pytest

from browser import sign_in
from main_job import MainJob
from peer import Peer
from waiting import wait_until
from weir_server import Weir, free_folder


@pytest.fixture(scope="module")
def inside():
    """What nobody may reach: as a cloud's metadata service, it trusts whoever asks."""
    with Peer(lambda call: (200, {"secret": "planted-inside"})) as peer:
        yield peer


@pytest.fixture(scope="module")
def outside():
    """A service that the administrator lists by address and port."""
    with Peer() as peer:
        yield peer


@pytest.fixture(scope="module")
def job(tmp_path_factory, outside):
    server = Weir(free_folder(tmp_path_factory.mktemp("attacks")), {"WEIR_EGRESS_ALLOW": outside.authority}).start()
    job = MainJob(server, tmp_path_factory.mktemp("files"))
    job.administrator = sign_in(server)
    job.member = sign_in(server, job.add_person("robin", "write"))
    yield job
    assert "planted" not in server.log.read_text()
    assert server.stop() == 0


@pytest.fixture(autouse=True)
def fresh(inside, outside):
    inside.calls.clear()
    outside.calls.clear()
    outside.answer = lambda call: (200, {"ok": True})
    yield
    assert inside.calls == [], "something inside was reached"


def port(peer) -> str:
    return peer.authority.partition(":")[2]


def hosts(inside) -> list[str]:
    names = ["127.0.0.1", "localhost", "localhost.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "[::1]", "[::]",
             "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "127.0.0.1.", "①②⑦.0.0.1"]
    return [f"http://{name}:{port(inside)}" for name in names]


def ask(job, method, path, **options):
    person = options.pop("person", job.member)
    return person.request(method, job.weir.url + path, headers={"Origin": job.weir.url}, **options)


def ran(job, step) -> dict:
    flow = job.add_flow("{name: Attack, steps: [%s]}" % step)
    return job.ended(job.run(flow, x=1))


def test_no_connection_leads_inside(job, inside):
    for number, address in enumerate(hosts(inside)):
        made = ask(job, "POST", "/rest/v1/connections", json={
            "name": f"Inside {number}", "connector": "webdavConnector-v1.0", "endpoint": address, "authentication": "basic",
            "userName": "ada", "password": "planted-password"})
        if made.status_code != 201:
            continue
        tried = ask(job, "POST", f"/rest/v1/connections/{made.json()['id']}/test").json()
        assert not tried["working"], (address, tried)
        browsed = ask(job, "GET", "/rest/v1/sources/folders", params={"connection": made.json()["id"], "folder": ""})
        assert browsed.status_code >= 400 and "planted" not in browsed.text, address


def test_no_step_leads_inside(job, inside):
    steps = [f"{{id: s{number}, action: httpConnector-v1.0/request, onError: continue, retry: {{maxAttempts: 1}}, input: {{url: '{address}/latest/meta-data'}}}}"
             for number, address in enumerate(hosts(inside))]
    told = str(ran(job, ", ".join(steps)))
    assert "planted" not in told


def test_no_notice_leads_inside(job, inside):
    for address in hosts(inside):
        for path, more in [("/rest/v1/connection-notices", {"events": ["dead"]}), ("/rest/v1/notices", {})]:
            made = ask(job, "POST", path, json={"kind": "webhook", "address": address + "/hook"} | more)
            if made.status_code == 201:
                tried = ask(job, "POST", f"{path}/{made.json()['id']}/test")
                assert tried.status_code >= 400 and "planted" not in tried.text, (address, tried.text)
                assert ask(job, "DELETE", f"{path}/{made.json()['id']}").status_code == 204


def test_no_integration_leads_inside(job, inside):
    for address in hosts(inside):
        changed = ask(job, "PATCH", "/rest/v1/integrations/dropbox", person=job.administrator, json={
            "clientId": "client", "clientSecret": "planted-secret", "authorizationUrl": address + "/authorize",
            "tokenUrl": address + "/token"})
        if changed.status_code == 200:
            checked = ask(job, "POST", "/rest/v1/integrations/dropbox/check", person=job.administrator)
            assert "planted" not in checked.text


@pytest.mark.parametrize("status", [302, 307])
def test_a_redirect_leads_nowhere_inside(job, inside, outside, status):
    chosen = [hosts(inside)[place] for place in (0, 4, 10)]
    targets = [address + "/latest" for address in chosen] + [f"//127.0.0.1:{port(inside)}/latest", "file:///etc/passwd"]
    outside.answer = lambda call: (status, "", {"Location": targets[int(call.query["n"])]})
    steps = [f"{{id: s{number}, action: httpConnector-v1.0/request, onError: continue, retry: {{maxAttempts: 1}}, "
             f"input: {{url: '{outside.url}/?n={number}', response: file}}}}" for number in range(len(targets))]
    assert "root:" not in str(ran(job, ", ".join(steps)))
    assert len(outside.calls) >= len(targets)


def test_credentials_stay_with_their_host(job, outside):
    made = ask(job, "POST", "/rest/v1/connections", json={
        "name": "Own host", "connector": "httpConnector-v1.0", "endpoint": outside.url, "authentication": "bearer",
        "token": "planted-token"})
    assert made.status_code == 201, made.text
    # The same server by another name is another host.
    outside.answer = lambda call: (302, "", {"Location": f"http://localhost:{port(outside)}/elsewhere"})
    assert ran(job, "{id: a, action: httpConnector-v1.0/request, connection: Own host, input: {url: /begin}}")["state"] == "failed"
    sent = [(call.path, call.headers.get("authorization")) for call in outside.calls]
    assert sent[0] == ("/begin", "Bearer planted-token") and len(sent) > 1
    assert {proof for _, proof in sent[1:]} == {None}, sent


def test_a_packed_answer_stays_packed(job, outside):
    bomb = gzip.compress(b"\0" * (200 << 20), 9)
    outside.answer = lambda call: (200, bomb, {"Content-Type": "application/json", "Content-Encoding": "gzip"})
    ended = ran(job, f"{{id: a, action: httpConnector-v1.0/request, input: {{url: '{outside.url}/bomb'}}}}")
    assert ended["state"] == "failed" and "JSON" in str(ended), ended


def test_an_answer_without_end_is_left(job, outside):
    """A body that drips for ever, and one that never stops: the step's time and size bound both."""
    began = time.monotonic()
    stop = threading.Event()

    def drip(call):
        stop.wait(30)
        return 200, {"late": True}

    outside.answer = drip
    ended = ran(job, f"{{id: a, action: httpConnector-v1.0/request, input: {{url: '{outside.url}/slow', timeout: 2, mayRepeat: false}}}}")
    stop.set()
    assert ended["state"] == "failed" and time.monotonic() - began < 25, ended
    outside.answer = lambda call: (200, b'"' + b"x" * (20 << 20), {"Content-Type": "application/json"})
    ended = ran(job, f"{{id: a, action: httpConnector-v1.0/request, input: {{url: '{outside.url}/large'}}}}")
    assert ended["state"] == "failed" and wait_until(lambda: ask(job, "GET", "/healthz").status_code == 200, 30)
