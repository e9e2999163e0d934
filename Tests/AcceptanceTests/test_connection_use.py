"""Who may use a connection, and what keeps one from being deleted: tried as each of those who may not."""

import pytest

import file_servers
from browser import sign_in, submit
from main_job import MainJob
from waiting import wait_until
from weir_server import Weir, free_folder


@pytest.fixture(scope="module")
def dav(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dav") / "files"
    with file_servers.webdav(folder) as address:
        (folder / "harbour").mkdir()
        (folder / "harbour" / "secret.jpg").write_bytes(b"the harbour")
        yield address


@pytest.fixture(scope="module")
def job(tmp_path_factory, dav):
    allowed = dav.partition("//")[2].partition("/")[0]
    server = Weir(free_folder(tmp_path_factory.mktemp("use")), {"WEIR_EGRESS_ALLOW": allowed}).start()
    job = MainJob(server, tmp_path_factory.mktemp("files"))
    job.administrator = sign_in(server)
    for name, role in [("ann", "write"), ("ben", "write"), ("max", "manager")]:
        setattr(job, name, sign_in(server, job.add_person(name, role)))
    job.member = job.ann
    job.connection = connection(job, "Shelf", dav)
    job.mine = connection(job, "Anns own", dav)
    person = job.call(job.ann, "GET", "/rest/v1/me")["id"]
    kept = job.call(job.ann, "PATCH", f"/rest/v1/connections/{job.mine}", json={"use": {"roles": [], "people": [person]}})
    assert kept["use"]["people"] == [person]
    yield job
    assert server.stop() == 0


def connection(job, name, dav) -> str:
    return job.call(job.ann, "POST", "/rest/v1/connections", 201, json={
        "name": name, "connector": "webdavConnector-v1.0", "endpoint": dav, "authentication": "basic",
        "userName": file_servers.USER, "password": file_servers.PASSWORD})["id"]


def ask(job, person, method, path, **options):
    return person.request(method, job.weir.url + path, headers={"Origin": job.weir.url}, **options)


RULES = {"folders": [{"id": "harbour", "path": "harbour"}], "schedule": "manual"}


def source(job, name, connection):
    return {"name": name, "connection": connection, "rules": RULES}


def publication(job, person, name, connection):
    shelf = ask(job, person, "POST", "/lightboxes", json={"name": name}).json()["payload"]["id"]
    return {"name": name, "connection": connection, "collection": shelf, "rules": {
        "folder": {"id": "harbour", "path": "harbour"}, "left": "keep", "schedule": "manual", "follows": False}}


def flow(name, connection) -> str:
    return (f"{{name: {name}, steps: [{{id: list, action: webdavConnector-v1.0/listFolder, connection: {connection}, "
            "input: {folder: harbour}}]}")


def test_whom_a_connection_isn_t_for_reaches_nothing_through_it(job):
    """By flows, sources, publications, folder pickers, previews and the choices of a form."""
    mine = job.mine
    tries = [
        ("POST", "/rest/v1/sources", {"json": source(job, "Ben's", mine)}),
        ("POST", "/rest/v1/sources/preview", {"json": {"connection": mine, "rules": RULES}}),
        ("POST", "/rest/v1/publications", {"json": publication(job, job.ben, "Ben's", mine)}),
        ("GET", "/rest/v1/sources/folders", {"params": {"connection": mine, "folder": ""}}),
        ("POST", "/rest/v1/flows", {"json": {"source": flow("Bens", "Anns own")}}),
    ]
    for method, path, options in tries:
        answer = ask(job, job.ben, method, path, **options)
        assert answer.status_code in (400, 403, 422), f"{path}: {answer.status_code} {answer.text[:500]}"
        assert "secret.jpg" not in answer.text and "harbour.jpg" not in answer.text
        assert "may not use" in answer.text or "may use" in answer.text, answer.text[:800]
    page = job.ben.get(job.weir.url + "/app/sources/new", params={"connection": mine})
    assert "secret.jpg" not in page.text
    # For Ann herself, and for the team's managers, all of it works.
    for person, name in [(job.ann, "Ann's"), (job.max, "Max's")]:
        made = ask(job, person, "POST", "/rest/v1/sources", json=source(job, name, mine))
        assert made.status_code == 201, made.text
        made = made.json()["id"]
        if person is job.ann:
            # Ben may not make it his own, point it elsewhere, or look through it.
            for method, path, body in [("PATCH", f"/rest/v1/sources/{made}", {"name": "Ben's now"}),
                                       ("POST", f"/rest/v1/sources/{made}/preview", None)]:
                answer = ask(job, job.ben, method, path, json=body)
                assert answer.status_code == 403, f"{path}: {answer.status_code} {answer.text[:500]}"
        assert ask(job, person, "DELETE", f"/rest/v1/sources/{made}").status_code == 204


def test_a_connection_in_use_stays_and_the_answer_says_by_what(job, dav):
    used = connection(job, "In use", dav)
    made = ask(job, job.ann, "POST", "/rest/v1/sources", json=source(job, "Pictures of the harbour", used)).json()["id"]
    sent = ask(job, job.ann, "POST", "/rest/v1/publications", json=publication(job, job.ann, "Best of", used))
    assert sent.status_code == 201, sent.text
    written = job.add_flow(flow("Nightly", "In use"))
    for attempt in (ask(job, job.ann, "DELETE", f"/rest/v1/connections/{used}"),
                    ask(job, job.administrator, "DELETE", f"/rest/v1/connections/{used}")):
        assert attempt.status_code == 409, attempt.text
        assert attempt.json()["code"] == "connection_in_use", attempt.text
        told = str(attempt.json()["usedBy"])
        for name in ["Pictures of the harbour", "Best of", "Nightly"]:
            assert name in told, told
    page = job.ann.get(f"{job.weir.url}/app/connections/{used}")
    refused = submit(job.ann, page, "/delete")
    assert refused.status_code == 409 and all(name in refused.text for name in ["Pictures of the harbour", "Nightly"])
    assert ask(job, job.ann, "DELETE", f"/rest/v1/sources/{made}").status_code == 204
    assert ask(job, job.ann, "DELETE", f"/rest/v1/publications/{sent.json()['id']}").status_code == 204
    still = ask(job, job.ann, "DELETE", f"/rest/v1/connections/{used}")
    assert still.status_code == 409 and "Nightly" in str(still.json()["usedBy"]) and "Best of" not in still.text
    gone = ask(job, job.ann, "DELETE", f"/rest/v1/flows/{written['id']}")
    assert gone.status_code in (200, 204), gone.text
    assert ask(job, job.ann, "DELETE", f"/rest/v1/connections/{used}").status_code == 204


def handle(connection) -> str:
    """A file that somebody wrote down by hand, without having been given it."""
    return "{$file: {name: a.jpg, from: {connection: %s, locator: /harbour/secret.jpg}}}" % connection


def ended(job, person, team, step) -> dict:
    made = ask(job, person, "POST", "/rest/v1/flows", json={
        "source": "{name: Reads, steps: [%s]}" % step, **({"team": team} if team else {})})
    assert made.status_code == 201, made.text
    run = ask(job, person, "POST", f"/rest/v1/flows/{made.json()['id']}/runs", json={"input": {}})
    assert run.status_code == 202, run.text

    def over():
        now = ask(job, person, "GET", f"/rest/v1/runs/{run.json()['id']}").json()
        return now if now["state"] in ("succeeded", "failed") else None

    last = wait_until(over, 120)
    assert ask(job, person, "DELETE", f"/rest/v1/flows/{made.json()['id']}").status_code in (200, 204)
    return last


@pytest.mark.parametrize("step", ["{id: a, action: weir/hash, input: {file: %s}}",
                                  "{id: a, forEach: %s, steps: [{id: b, action: weir/noop}]}"])
def test_a_file_s_handle_opens_nothing_that_its_flow_may_not_use(job, step):
    """Handles are JSON, so anybody can write one down with any connection's id in it."""
    eve = sign_in(job.weir, job.add_person(f"eve{len(step)}", "read"))
    house = job.call(job.ann, "GET", f"/rest/v1/connections/{job.mine}")["team"]
    own = [team for team in ask(job, eve, "GET", "/rest/v1/teams").json()["items"] if team["id"] != house]
    found = ended(job, job.ann, None, step % handle(job.mine))
    assert found["state"] == ("succeeded" if "hash" in step else "failed"), found
    for person, team, connection in [(job.ben, None, job.mine), (eve, own[0]["id"], job.connection),
                                     (eve, own[0]["id"], job.mine)]:
        refused = ended(job, person, team, step % handle(connection))
        assert refused["state"] == "failed", refused
        told = str(refused.get("failure"))
        assert "may not use" in told or "no such connection" in told or "no connection" in told.lower(), told
