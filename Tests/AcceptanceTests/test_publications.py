"""Publishing collections to folders of services, from outside: against a WebDAV server that nobody here wrote, and the
simulator of a drive."""

import pytest

import file_servers
from browser import sign_in, submit
from main_job import MainJob
from services.dropbox import Dropbox
from test_catalogue_drives import connect
from waiting import wait_until
from weir_server import Weir, free_folder, root_category, upload


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}
    server = Weir(free_folder(tmp_path_factory.mktemp("publications")), settings).start()
    job = MainJob(server, folder).prepare()
    job.member.headers.update({"Origin": server.url, "x-mv-api-version": "1.2"})
    job.root = root_category(server, job.member)
    yield job
    assert server.stop() == 0


class Shelf:
    """A collection of the member."""

    def __init__(self, job, name: str, **files: bytes):
        self.job = job
        self.id = job.call(job.member, "POST", "/lightboxes", 201, json={"name": name})["payload"]["id"]
        self.assets = []
        for name, content in files.items():
            self.add(name + ".jpg", content)

    def add(self, name: str, content: bytes) -> str:
        asset = upload(self.job.weir, self.job.member, name, content, self.job.root)
        self.job.call(self.job.member, "POST", f"/lightboxes/{self.id}/assets", json=[asset])
        self.assets.append(asset)
        return asset

    def remove(self, asset: str):
        self.job.call(self.job.member, "DELETE", f"/lightboxes/{self.id}/assets/{asset}")


def api(job, path: str, method="GET", status=200, **more):
    return job.call(job.member, method, f"/rest/v1/publications{path}", status, **more)


def publish(job, connection: str, shelf: Shelf, folder: str, **rules) -> str:
    made = api(job, "", "POST", 201, json={
        "name": f"To {connection} {folder}", "connection": connection, "collection": shelf.id,
        "rules": {"folder": {"id": folder, "path": folder}, "left": "remove", "schedule": "manual", "follows": False} | rules})
    return made["id"]


def run(job, publication: str) -> dict:
    """A run, to its end."""
    before = api(job, f"/{publication}").get("run", {}).get("startedAt")
    api(job, f"/{publication}/run", "POST", 202)

    def over():
        last = api(job, f"/{publication}").get("run")
        return last if last and last["startedAt"] != before and last["state"] != "running" else None

    done = wait_until(over, 120)
    assert done and done["state"] == "done", done
    return done["counts"]


def trouble(job, publication: str) -> list:
    return api(job, f"/{publication}/files")["items"]


@pytest.fixture(scope="module")
def dav(job, tmp_path_factory):
    """A WebDAV server's folder, and a connection to it."""
    folder = tmp_path_factory.mktemp("dav") / "share"
    with file_servers.webdav(folder) as address:
        made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
            "name": "NAS", "connector": "webdavConnector-v1.0", "endpoint": address, "authentication": "basic",
            "userName": file_servers.USER, "password": file_servers.PASSWORD})
        yield made["id"], folder


def there(folder) -> dict:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_folder_of_a_webdav_server_stays_like_the_collection(job, dav):
    connection, share = dav
    folder = share / "agency"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"theirs")
    shelf = Shelf(job, "Harbour", a=b"ours", b=b"a boat")
    publication = publish(job, connection, shelf, "agency")
    counts = run(job, publication)
    assert (counts["sent"], counts["bytes"]) == (2, 10)
    twin = shelf.add("b.jpg", b"another boat")
    counts = run(job, publication)
    assert (counts["sent"], counts["bytes"]) == (1, 12)
    assert there(folder) == {"a.jpg": b"theirs", "a (2).jpg": b"ours", "b.jpg": b"a boat", "b (2).jpg": b"another boat"}
    # Nothing to do, and nothing counted as a change.
    assert not any(run(job, publication).values())

    (folder / "a (2).jpg").write_bytes(b"changed by them")
    (folder / "b.jpg").unlink()
    shelf.remove(shelf.assets[0])
    shelf.remove(twin)
    counts = run(job, publication)
    assert (counts["sent"], counts["removed"], counts["conflicts"]) == (1, 1, 1)
    assert there(folder) == {"a.jpg": b"theirs", "a (2).jpg": b"changed by them", "b.jpg": b"a boat"}
    [file] = trouble(job, publication)
    assert file["state"] == "conflict" and "changed" in file["problem"] and not file["current"]

    page = job.member.get(f"{job.weir.url}/app/publications/{publication}")
    assert "Remove it" in page.text
    assert submit(job.member, page, "/overwrite").status_code == 200
    assert wait_until(lambda: there(folder) == {"a.jpg": b"theirs", "b.jpg": b"a boat"}, 60), there(folder)
    api(job, f"/{publication}", "DELETE", 204)
    assert there(folder) == {"a.jpg": b"theirs", "b.jpg": b"a boat"}


def test_changes_of_a_collection_are_sent_by_themselves(job, dav):
    connection, share = dav
    folder = share / "current"
    folder.mkdir()
    shelf = Shelf(job, "Current", first=b"first")
    publish(job, connection, shelf, "current", follows=True, schedule="week")
    assert wait_until(lambda: there(folder) == {"first.jpg": b"first"}, 60), there(folder)
    shelf.add("second.jpg", b"second")
    assert wait_until(lambda: (folder / "second.jpg").exists(), 90), there(folder)


def test_a_drive_takes_a_collection_through_its_own_calls(job):
    with Dropbox() as service:
        service.put("/Agency")
        connection = connect(job, service)
        folder = service.entries["/agency"]["id"]
        shelf = Shelf(job, "Drive", pier=b"the pier", lock=b"the lock")
        publication = publish(job, connection, shelf, folder)
        assert run(job, publication)["sent"] == 2
        assert service.entries["/agency/pier.jpg"]["content"] == b"the pier"
        assert not any(run(job, publication).values())
        service.put("/Agency/pier.jpg", b"theirs")
        shelf.remove(shelf.assets[1])
        counts = run(job, publication)
        assert (counts["removed"], counts["conflicts"]) == (1, 1)
        assert "/agency/lock.jpg" not in service.entries
        assert service.entries["/agency/pier.jpg"]["content"] == b"theirs"
        [file] = trouble(job, publication)
        assert api(job, f"/{publication}/files/{file['id']}/overwrite", "POST")["overwrites"]
        assert wait_until(lambda: service.entries["/agency/pier.jpg"]["content"] == b"the pier", 60)


def test_a_publication_is_made_on_its_form(job, dav):
    connection, share = dav
    (share / "form").mkdir()
    shelf = Shelf(job, "By form", one=b"one")
    choice = job.member.get(job.weir.url + "/app/publications/new")
    assert "NAS" in choice.text
    page = job.member.get(job.weir.url + "/app/publications/new", params={"connection": connection})
    fields = {"name": "By form", "collection": shelf.id, "folder": '{"id":"form","path":"form"}', "sends": "original",
              "left": "keep", "schedule": "manual", "follows": "yes"}
    wrong = submit(job.member, page, "/app/publications/new", **fields | {"schedule": "cron", "cron": "61 * * * * UTC"})
    assert wrong.status_code == 400 and "minute" in wrong.text
    made = submit(job.member, page, "/app/publications/new", **fields)
    assert made.status_code == 200 and "/app/publications/" in made.url, made.text[:2000]
    assert wait_until(lambda: there(share / "form") == {"one.jpg": b"one"}, 60)
    assert "By form" in job.member.get(job.weir.url + "/app/publications").text


def test_who_may_only_read_sees_publications_and_changes_none(job, dav):
    connection, share = dav
    (share / "reader").mkdir()


    shelf = Shelf(job, "Reader", one=b"one")
    publication = publish(job, connection, shelf, "reader")
    reader = sign_in(job.weir, job.add_person("reader", "read"))
    assert [one for one in job.call(reader, "GET", "/rest/v1/publications")["items"] if one["id"] == publication]
    for method, path, body in [("POST", f"/{publication}/run", None), ("PATCH", f"/{publication}", {"name": "Mine"}),
                               ("DELETE", f"/{publication}", None), ("POST", f"/{publication}/retry", None)]:
        answer = reader.request(method, f"{job.weir.url}/rest/v1/publications{path}", json=body, headers={"Origin": job.weir.url})
        assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"


def test_the_command_line_publishes_to_a_folder(job):
    (job.folder / "console").mkdir()
    Shelf(job, "Not the console's", one=b"one")
    administrator = job.call(job.administrator, "POST", "/lightboxes", 201, json={"name": "Console"})["payload"]["id"]
    job.call(job.administrator, "POST", f"/lightboxes/{administrator}/assets",
             json=[upload(job.weir, job.member, "console.jpg", b"console", job.root)])
    place = f"{job.folder.name}/console"
    refused = job.weir.run("publication", "add", "Hidden", "--collection", "Not the console's", "--folder", place, check=False)
    assert refused.returncode != 0 and "none of that name" in refused.stderr
    job.weir.run("publication", "add", "Console", "--collection", "Console", "--folder", place, "--schedule", "manual",
                 "--schedule-only")
    assert "done: 1 new" in job.weir.run("publication", "run", "Console").stdout
    assert there(job.folder / "console") == {"console.jpg": b"console"}
    assert "sent\t1" in job.weir.run("publication", "status", "Console").stdout
    assert "Console" in job.weir.run("publication", "list").stdout
    job.weir.run("publication", "delete", "Console")
    assert there(job.folder / "console") == {"console.jpg": b"console"}
