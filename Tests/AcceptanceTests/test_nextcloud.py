"""Nextcloud from outside: a person agrees in their browser, files go both ways, and what didn't change costs nothing. The server
is a simulator made from its developer manual."""

import json

import pytest

from main_job import MainJob
from services.nextcloud import Nextcloud
from test_file_services import Service, everyday, large
from waiting import wait_until
from weir_server import Weir, free_folder


@pytest.fixture
def cloud():
    with Nextcloud() as cloud:
        yield cloud


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}
    server = Weir(free_folder(tmp_path_factory.mktemp("nextcloud")), settings).start()
    yield MainJob(server, folder).prepare()
    assert server.stop() == 0


def connect(job, cloud) -> str:
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": f"Cloud {cloud.peer.authority}", "connector": "nextcloudConnector-v1.0", "endpoint": cloud.url,
        "authentication": "nextcloud"})
    agree(job, cloud, made["id"])
    return made["id"]


def agree(job, cloud, connection: str):
    begun = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/device")
    assert begun["state"] == "pending" and begun["url"].startswith(cloud.url + "/login/v2/flow/")
    cloud.agree(begun["url"])

    def connected():
        return job.call(job.member, "POST", f"/rest/v1/connections/{connection}/device/poll")["state"] == "connected"

    assert wait_until(connected, 60)


def output(job, connection: str, action: str, given: dict):
    """What one action gives in a flow."""
    step = json.dumps({"id": "a", "action": f"nextcloudConnector-v1.0/{action}", "connection": connection, "input": given})
    run = job.run(job.add_flow(f"name: Asks\nsteps: [{step}]\n"), n=1)
    job.finish(run)
    return job.log(run)[-1]["output"]


def test_a_person_agrees_and_takes_it_back(job, cloud):
    connection = connect(job, cloud)
    checked = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")
    assert checked["working"] and checked["state"] == "healthy", checked
    account = output(job, connection, "account", {})
    assert (account["user"], account["name"], account["version"], account["quota"]) == ("ada", "Ada", "32.0.1", -3)
    for path in ("Press/Übung & more.jpg", "Press/pier.jpg", "übungen/lock.jpg"):
        cloud.put(path, b"picture")
    found = output(job, connection, "searchFiles", {"text": "übung"})["items"]
    assert {(item["id"], item["kind"]) for item in found} == {("Press/Übung & more.jpg", "file"), ("übungen", "folder")}
    del cloud.passwords["Weir"]
    checked = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")
    assert not checked["working"] and checked["state"] == "needs_reconnect", checked
    agree(job, cloud, connection)
    assert job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")["working"]


def test_a_server_that_is_no_nextcloud_says_so(job, cloud):
    cloud.peer.answer = lambda call: (200, "<!DOCTYPE html><h1>Welcome</h1>", {"Content-Type": "text/html"})
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "No cloud", "connector": "nextcloudConnector-v1.0", "endpoint": cloud.url, "authentication": "nextcloud"})
    answer = job.member.post(f"{job.weir.url}/rest/v1/connections/{made['id']}/device", headers={"Origin": job.weir.url})
    assert answer.status_code == 502 and answer.json()["code"] == "authorization_failed", answer.text
    assert "was not connected" in answer.json()["detail"] and "Welcome" not in answer.text


def test_a_source_asks_only_for_folders_that_changed(job, cloud):
    for number in range(20):
        cloud.put(f"Photos/{number:02}/Selects/a.jpg", b"picture %d" % number)
    connection = connect(job, cloud)
    made = job.call(job.member, "POST", "/rest/v1/sources", 201, json={
        "name": "Cloud", "connection": connection,
        "rules": {"folders": [{"id": "Photos", "path": "Photos"}], "schedule": "manual", "vanished": "mark"}})
    assert sync(job, made["id"])["added"] == 20
    assert {call.headers["depth"] for call in cloud.asked("PROPFIND")} <= {"0", "1"}
    assert len(cloud.asked("PROPFIND")) >= 41

    cloud.calls.clear()
    again = sync(job, made["id"])
    assert (again["added"], again["changed"], again["gone"]) == (0, 0, 0)
    assert len(cloud.calls) <= 3, [call.path for call in cloud.calls]

    cloud.put("Photos/07/Selects/b.jpg", b"a new one")
    cloud.remove("Photos/09/Selects")
    cloud.calls.clear()
    third = sync(job, made["id"])
    assert (third["added"], third["gone"]) == (1, 1), third
    listed = {call.path.rstrip("/").rpartition("/Photos")[2] for call in cloud.asked("PROPFIND")}
    assert listed <= {"", "/07", "/09", "/07/Selects", "/09/Selects", "/07/Selects/b.jpg"}, listed


def sync(job, source: str) -> dict:
    """What a sync counted, at its end."""
    before = job.call(job.member, "GET", f"/rest/v1/sources/{source}").get("sync", {}).get("number", 0)
    job.call(job.member, "POST", f"/rest/v1/sources/{source}/sync", 202)

    def over():
        last = job.call(job.member, "GET", f"/rest/v1/sources/{source}").get("sync")
        return last if last and last["number"] > before and last["state"] != "running" else None

    done = wait_until(over, 120)
    assert done and done["state"] == "done", done
    return done["counts"]


@pytest.mark.parametrize("place", ["", "/remote.php/dav/files/ada"])
def test_nextcloud_does_what_every_service_must(tmp_path, cloud, place):
    service = Service(tmp_path, "nextcloudConnector-v1.0", cloud.url + place, user=cloud.login, secret=cloud.app_password())
    everyday(service)


def test_nextcloud_takes_a_large_file_in_pieces(tmp_path, cloud):
    service = Service(tmp_path, "nextcloudConnector-v1.0", cloud.url, user=cloud.login, secret=cloud.app_password())
    large(service)
    assert not cloud.pieces and len([call for call in cloud.asked("PUT") if "/uploads/ada/" in call.path]) > 1
