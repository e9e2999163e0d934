"""What becomes of connections over the wire: who may see and change what, who is told, and who used them."""

import csv
import io
import json

import pytest

import file_servers
from browser import sign_in
from gate import CONNECTOR, Gate, body, is_signed
from main_job import MainJob
from waiting import wait_until
from weir_server import Weir, free_folder

ROLES = ["read", "commenter", "write", "manager"]


@pytest.fixture(scope="module")
def gate():
    gate = Gate()
    yield gate
    gate.close()


@pytest.fixture(scope="module")
def dav(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dav") / "files"
    with file_servers.webdav(folder) as address:
        (folder / "harbour.jpg").write_bytes(b"the harbour")
        yield address


@pytest.fixture(scope="module")
def job(tmp_path_factory, gate, dav):
    allowed = f"{gate.address},{dav.partition('//')[2].partition('/')[0]}"
    server = Weir(free_folder(tmp_path_factory.mktemp("life")), {"WEIR_EGRESS_ALLOW": allowed}).start()
    job = MainJob(server, tmp_path_factory.mktemp("files"))
    job.administrator = sign_in(server)
    job.call(job.administrator, "POST", "/rest/v1/connectors/import", 201, data=CONNECTOR.encode())
    job.call(job.administrator, "PATCH", "/rest/v1/integrations/gate", json={
        "clientId": gate.client[0], "clientSecret": gate.client[1], "authorizationUrl": gate.url + "/authorize",
        "tokenUrl": gate.url + "/token"})
    job.call(job.administrator, "POST", "/rest/v1/integrations/gate/enable")
    job.people = {role: sign_in(server, job.add_person(f"pat-{role}", role)) for role in ROLES}
    job.member = job.people["write"]
    job.team = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "First", "connector": "gateConnector-v1.0", "endpoint": gate.url})["team"]
    yield job
    assert "planted" not in server.log.read_text()
    assert server.stop() == 0


def status(job, session, method, path, **options):
    return session.request(method, job.weir.url + path, headers={"Origin": job.weir.url}, **options).status_code


def connected(job, gate, name):
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": name, "connector": "gateConnector-v1.0", "endpoint": gate.url})
    begun = job.call(job.member, "POST", f"/rest/v1/connections/{made['id']}/authorize")
    assert job.member.get(begun["url"]).status_code == 200
    return made["id"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_and_changes_of_notices_what_it_may(job, gate, role):
    person, path = job.people[role], "/rest/v1/connection-notices"
    new = {"kind": "webhook", "address": f"{gate.url}/hook", "events": ["dead"]}
    kept = job.call(job.member, "POST", path, 201, json=new)["id"]
    listed = job.call(person, "GET", path)["items"]
    assert kept in [target["id"] for target in listed]
    assert not any(word in json.dumps(listed) for word in ("/hook", "whsec_"))
    may = role in ("write", "manager")
    assert status(job, person, "POST", path, json=new) == (201 if may else 403)
    assert status(job, person, "PATCH", f"{path}/{kept}", json={"windowSeconds": 60}) == (200 if may else 403)
    assert status(job, person, "POST", f"{path}/{kept}/test") == (204 if may else 403)
    assert status(job, person, "DELETE", f"{path}/{kept}") == (204 if may else 403)
    page = person.get(job.weir.url + "/app/connection-notices")
    assert page.status_code == 200 and ("Tell somebody" in page.text) == may
    for wrong in [{"kind": "webhook", "address": "nonsense"}, {"kind": "email", "address": "a@b", "events": []},
                  {"kind": "pigeon", "address": "a@b"}, {"kind": "email", "address": "a@b", "nam": 1}]:
        assert status(job, person, "POST", path, json=wrong) in ((400,) if may else (400, 403))


@pytest.mark.parametrize("role", ROLES + ["administrator", "stranger"])
def test_each_role_reads_of_the_audit_log_what_it_may(job, role):
    known = {"administrator": job.administrator, "stranger": job.weir.session()} | job.people
    person, whole = known[role], f"?team={job.team}"
    may = role in ("manager", "administrator")
    refused = 401 if role == "stranger" else 403
    for path in ["/rest/v1/audit", "/rest/v1/audit/export"]:
        assert status(job, person, "GET", path + whole) == (200 if may else refused), path
    if role == "stranger":
        return
    # Everybody manages a team of their own, and reads of that one; never what happens in another.
    seen = job.call(person, "GET", "/rest/v1/audit", params={"limit": 1000})["items"]
    assert any(line["subjectName"] == "First" for line in seen) == may
    assert any(line["action"].startswith("integration.") for line in seen) == (role == "administrator")
    page = person.get(job.weir.url + "/app/audit")
    assert page.status_code == 200 and ("made it" in page.text) == may


def test_a_connection_that_dies_is_told_to_whoever_wants_to_hear(job, gate):
    connection = connected(job, gate, "Mortal")
    for target in job.call(job.member, "GET", "/rest/v1/connection-notices")["items"]:
        job.call(job.member, "DELETE", f"/rest/v1/connection-notices/{target['id']}", 204)
    made = job.call(job.member, "POST", "/rest/v1/connection-notices", 201, json={
        "connection": connection, "kind": "webhook", "address": gate.url + "/hook", "events": ["dead", "recovered"],
        "windowSeconds": 0})
    gate.notices.clear()
    job.call(job.member, "POST", f"/rest/v1/connection-notices/{made['id']}/test", 204)
    assert is_signed(gate.notices[0], made["secret"]) and "test" in body(gate.notices[0])["data"]["reason"]
    gate.notices.clear()
    gate.access.clear()
    gate.tokens = [(400, {"error": "invalid_grant"})] * 5

    def is_dead():
        job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")
        return job.call(job.member, "GET", f"/rest/v1/connections/{connection}")["state"] == "needs_reconnect"

    assert wait_until(is_dead, 120)
    gate.tokens = []
    assert wait_until(lambda: gate.notices, 60)
    notice = gate.notices[0]
    assert is_signed(notice, made["secret"]) and body(notice)["type"] == "weir.connection.dead"
    assert "planted" not in notice.body.decode()
    renewed = job.call(job.member, "PATCH", f"/rest/v1/connection-notices/{made['id']}", json={"newSecret": True})
    begun = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/authorize")
    assert job.member.get(begun["url"]).status_code == 200
    assert wait_until(lambda: len(gate.notices) > 1, 60)
    assert body(gate.notices[1])["type"] == "weir.connection.recovered"
    assert is_signed(gate.notices[1], renewed["secret"]) and not is_signed(gate.notices[1], made["secret"])
    page = job.member.get(f"{job.weir.url}/app/connections/{connection}")
    assert "Has to be connected again" in page.text and "Works again" in page.text


def test_the_log_says_which_source_and_which_person_used_a_connection(job, dav):
    connection = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "Shelf", "connector": "webdavConnector-v1.0", "endpoint": dav, "authentication": "basic",
        "userName": file_servers.USER, "password": file_servers.PASSWORD})["id"]
    source = job.weir.run_json("source", "add", "Shelf", "--connection", "Shelf", "--folder", "", "--schedule",
                               "manual")["id"]
    job.call(job.administrator, "POST", f"/rest/v1/sources/{source}/sync", 202)

    def used(**params):
        lines = job.call(job.administrator, "GET", "/rest/v1/audit",
                         params={"action": "connection.used", "connection": connection} | params)["items"]
        return [(line["details"]["by"], line["details"].get("name")) for line in lines]

    assert wait_until(lambda: used(source=source), 120)
    assert set(used(source=source)) == {("source", source)}
    assert job.weir.run("files", "list", "Shelf").stdout
    person = job.call(job.administrator, "GET", "/rest/v1/me")["id"]
    assert ("person", person) in used(person=person), used()
    export = job.administrator.get(job.weir.url + "/rest/v1/audit/export", params={"source": source})
    rows = list(csv.DictReader(io.StringIO(export.text)))
    assert rows and {json.loads(row["details"])["name"] for row in rows} == {source}
    assert file_servers.PASSWORD not in export.text
