"""Sources that are told by their service, from outside: the simulated service really calls the address it was given."""

import socket
from types import SimpleNamespace

import pytest

from browser import sign_in
from main_job import MainJob
from test_catalogue_drives import simulator
from waiting import wait_until
from weir_server import Weir, free_folder

HOST = "weir.test"  # Nobody's (RFC 6761); here it leads to this machine.


@pytest.fixture(scope="module", autouse=True)
def names():
    real = socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda host, *rest, **more: real(
            "127.0.0.1" if host == HOST else host, *rest, **more))
        yield


@pytest.fixture(scope="module")
def job(tmp_path_factory, names):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = Weir(free_folder(tmp_path_factory.mktemp("push")), {
        "WEIR_HTTP_PUBLIC_URL": f"https://{HOST}:{port}", "WEIR_EGRESS_ALLOW": "127.0.0.0/8"})
    server.port = port
    server.start()
    made = MainJob(server, tmp_path_factory.mktemp("files"))
    made.administrator = sign_in(server)
    made.member = sign_in(server, made.add_person("robin", "write"))
    outside = server.session()

    def deliver(address, body, headers):
        method = "GET" if body is None else "POST"
        answer = outside.request(method, address, data=body, headers=headers)
        return answer.status_code, answer.text

    made.deliver = deliver
    yield made
    assert server.stop() == 0


@pytest.fixture(params=["googledrive", "onedrive"])
def told(job, request):
    """A source that is synced by hand, or as soon as its service says so."""
    with simulator(job, request.param) as service:
        service.deliver = job.deliver
        made = job.call(job.member, "POST", "/rest/v1/sources", 201, json={
            "name": request.param, "connection": service.connection,
            "rules": {"folders": [{"id": "root", "path": ""}], "schedule": "manual", "push": True}})
        source = SimpleNamespace(job=job, service=service, id=made["id"])
        yield source


def status(told) -> dict:
    return told.job.call(told.job.member, "GET", f"/rest/v1/sources/{told.id}/status")


def until_held(told, count: int):
    def held():
        now = status(told)
        done = now.get("sync", {}).get("state") == "done" and now["files"]["held"] == count
        return now if done else None

    found = wait_until(held, 180)
    assert found, repr(status(told))[:3000]
    return found


def test_a_change_is_told_and_synced(told):
    told_state = until_held(told, 3)["push"]
    assert [one["state"] for one in told_state] == ["told"] and "problem" not in told_state[0], told_state
    assert told_state[0]["endsAt"] > "2026"
    page = told.job.member.get(f"{told.job.weir.url}/app/sources/{told.id}")
    assert "Told by the service" in page.text

    told.service.add("later.jpg", told.service.pictures[0] + b"later")
    before = told.job.call(told.job.member, "GET", f"/rest/v1/sources/{told.id}/syncs")["items"]
    for _ in range(5):
        assert all(code == 200 for code, _ in told.service.tell(told.job.deliver))
    until_held(told, 4)
    after = told.job.call(told.job.member, "GET", f"/rest/v1/sources/{told.id}/syncs")["items"]
    assert len(after) <= len(before) + 2
    assert status(told)["push"][0]["heardAt"]

    told.job.call(told.job.member, "DELETE", f"/rest/v1/sources/{told.id}", 204)
    assert all(code == 404 for code, _ in told.service.tell(told.job.deliver))
    if told.service.kind == "onedrive":
        assert wait_until(lambda: not told.service.subscriptions, 120)


def test_forged_news_are_refused(told):
    until_held(told, 3)
    forged = {"X-Goog-Channel-Token": "guessed"} if told.service.kind == "googledrive" else {"clientState": "guessed"}
    assert [code for code, _ in told.service.tell(told.job.deliver, **forged)] == [401]
    address = f"{told.job.weir.url}/hooks/sources/guessed"
    assert told.job.deliver(address, b"{}", {})[0] == 404
    assert told.job.deliver(address, b"x" * (300 << 10), {})[0] in (404, 413)
    assert "dueAt" not in told.job.call(told.job.member, "GET", f"/rest/v1/sources/{told.id}")
