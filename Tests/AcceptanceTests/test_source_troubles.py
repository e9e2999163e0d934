"""What services do to sources, from outside: each trouble has its state and its sentence, and nothing is lost by it."""

import time
from datetime import datetime, timezone

import pytest

from main_job import MainJob
from peer import Peer
from services.google import GoogleDrive
from test_catalogue_drives import connect
from test_source_names import add
from waiting import wait_until
from weir_server import Weir, free_folder

PAGE = (200, "<!DOCTYPE html><html><body>Down for maintenance</body></html>", {"Content-Type": "text/html"})


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files") / "photos"
    folder.mkdir()
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}
    server = Weir(free_folder(tmp_path_factory.mktemp("troubles")), settings).start()
    yield MainJob(server, folder).prepare()
    assert server.stop() == 0


class Drive(GoogleDrive):
    """A drive that does something of its own with calls of one kind."""

    def __init__(self):
        super().__init__()
        self.page = 100
        self.trick = None  # (which calls, what is answered; None as ever)

    def before(self, call):
        if self.trick and self.trick[0](call):
            return self.trick[1](call)
        return super().before(call)


@pytest.fixture
def drive(job):
    with Drive() as drive:
        drive.connection = connect(job, drive)
        yield drive


def last(job, source) -> dict:
    return job.call(job.member, "GET", f"/rest/v1/sources/{source}").get("sync") or {}


def synced(job, source) -> dict:
    """A sync, to its end, whatever that is."""
    before = last(job, source).get("endedAt")
    job.call(job.member, "POST", f"/rest/v1/sources/{source}/sync", 202)
    ended = wait_until(lambda: (now := last(job, source)).get("endedAt") not in (None, before) and now, 240)
    assert ended and ended["state"] != "running", last(job, source)
    return ended


def held(job, source) -> dict:
    """Asset by path."""
    found = job.call(job.member, "GET", f"/rest/v1/sources/{source}/files", params={"state": "held", "limit": 200})
    return {file["path"]: file["asset"] for file in found["items"]}


def content(job, asset) -> bytes:
    media = job.call(job.member, "GET", f"/assets/{asset}")["payload"]["media"]
    return job.weir.session().get(media["original"]).content


def is_list(call):
    return call.path == "/drive/v3/files" and call.method == "GET"


def is_news(call):
    return call.path == "/drive/v3/changes"


def is_bytes(call):
    return call.query.get("alt") == "media"


LIES = {
    "an error": (200, {"error": {"code": 500, "message": "Internal error"}}),
    "a page": (200, "<!DOCTYPE html><html><body>Down for maintenance</body></html>", {"Content-Type": "text/html"}),
    "nothing": (200, "", {"Content-Type": "application/json"}),
    "null": (200, "null", {"Content-Type": "application/json"}),
}


@pytest.mark.parametrize("what", LIES)
def test_a_200_that_is_no_list_takes_nothing_away(job, drive, what):
    for number in range(3):
        drive.add(f"{number}.jpg", b"%d" % number)
    source = add(job, f"Lies: {what}", drive.connection, "root")
    assert synced(job, source)["state"] == "done"
    first = held(job, source)
    assert len(first) == 3
    drive.add("3.jpg", b"3")
    drive.trick = (lambda call: is_news(call) or is_list(call), lambda call: LIES[what])
    failed = synced(job, source)
    assert failed["state"] == "failed" and "Google Drive" in failed["problem"], failed
    assert failed["counts"]["gone"] == 0 and held(job, source) == first
    page = job.member.get(f"{job.weir.url}/app/sources/{source}")
    assert page.status_code == 200 and "Google Drive" in page.text
    drive.trick = None
    done = synced(job, source)
    assert done["state"] == "done" and done["counts"]["gone"] == 0, done
    assert len(held(job, source)) == 4 and first.items() <= held(job, source).items()


def test_a_folder_that_is_deleted_while_it_is_listed_takes_nothing_else_along(job, drive):
    drive.page = 2
    doomed, kept = drive.add("doomed"), drive.add("kept")
    for number in range(5):
        drive.add(f"{number}.jpg", b"doomed %d" % number, doomed)
        drive.add(f"{number}.jpg", b"kept %d" % number, kept)
    pages = []

    def vanish(call):
        if doomed not in call.query.get("q", "") or pages.append(call) or len(pages) < 2:
            return None
        for id in [id for id, item in drive.items.items() if doomed in item["parents"]] + [doomed]:
            if id in drive.items:
                drive.remove(id)
        return 404, {"error": {"code": 404, "message": "File not found: .", "errors": [{"reason": "notFound"}]}}

    drive.trick = (is_list, vanish)
    source = add(job, "Vanishing", drive.connection, "root")
    ended = synced(job, source)
    assert ended["state"] == "done", ended
    assert set(held(job, source)) >= {f"kept/{number}.jpg" for number in range(5)}
    drive.trick = None
    assert synced(job, source)["state"] == "done"
    assert set(held(job, source)) == {f"kept/{number}.jpg" for number in range(5)}


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_file_that_changes_while_it_is_downloaded_ends_as_the_newer_one(job, drive, when):
    id = drive.add("moving.jpg", b"the first")
    drive.add("still.jpg", b"still")

    def change(call):
        if id not in call.path:
            return None
        drive.trick = None
        old = drive.content[id]
        drive.fill(drive.items[id], b"the second")
        drive.changed(id)
        return 200, old if when == "after" else b"the second", {"Content-Type": "image/jpeg"}

    drive.trick = (is_bytes, change)
    source = add(job, f"Changing {when}", drive.connection, "root")
    ended = synced(job, source)
    assert ended["state"] == "done", ended
    assert wait_until(lambda: synced(job, source)["state"] == "done" and len(held(job, source)) == 2, 120)
    now = held(job, source)
    assert content(job, now["moving.jpg"]) == b"the second" and content(job, now["still.jpg"]) == b"still"
    assert not job.call(job.member, "GET", f"/rest/v1/sources/{source}/files")["items"]


def test_a_file_that_is_cut_off_or_never_ends_is_no_file(job, drive):
    whole = b"whole " * 1000
    id = drive.add("whole.jpg", whole)
    answers = [whole[:100], whole + b"x" * (4 << 20), PAGE[1].encode()]
    drive.trick = (lambda call: is_bytes(call) and id in call.path and answers,
                   lambda call: (200, answers.pop(0), {"Content-Type": "image/jpeg"}))
    source = add(job, "Cut off", drive.connection, "root")
    for _ in range(3):
        ended = synced(job, source)
        assert ended["state"] == "done" and not held(job, source), ended
        [file] = job.call(job.member, "GET", f"/rest/v1/sources/{source}/files")["items"]
        assert file["path"] == "whole.jpg" and file["problem"]
        job.call(job.member, "POST", f"/rest/v1/sources/{source}/retry")
        if not answers:
            break
    assert wait_until(lambda: held(job, source), 120)
    assert content(job, held(job, source)["whole.jpg"]) == whole


class Bucket(Peer):
    """A bucket whose clock is ahead by some seconds; as S3, it takes what is up to a quarter of an hour off."""

    def __init__(self):
        self.clock = 0
        super().__init__(self.reply)

    def reply(self, call):
        sent = datetime.strptime(call.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        if abs(time.time() + self.clock - sent.timestamp()) > 900:
            return 403, ("<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the "
                         "current time is too large.</Message></Error>"), {"Content-Type": "application/xml"}
        if call.path == "/media/a.jpg":
            return 200, b"the harbour", {"ETag": '"1"'}
        return 200, ("<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a.jpg</Key><Size>11</Size>"
                     "<ETag>1</ETag></Contents></ListBucketResult>"), {"Content-Type": "application/xml"}


def test_a_clock_that_is_off_is_named_and_costs_nothing(job):
    with Bucket() as bucket:
        connection = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
            "name": "Bucket", "connector": "s3Connector-v1.0", "endpoint": bucket.url, "authentication": "aws",
            "settings": {"bucket": "media"}, "accessKeyId": "AKIAPLANTED", "secretAccessKey": "planted-secret",
            "region": "us-east-1"})["id"]
        source = add(job, "Bucket", connection, "")
        bucket.clock = 300
        assert synced(job, source)["state"] == "done" and len(held(job, source)) == 1
        bucket.clock = 1200
        failed = synced(job, source)
        assert failed["state"] == "failed" and "clock" in failed["problem"], failed
        assert len(held(job, source)) == 1
        tried = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")
        assert not tried["working"] and "time is too large" in str(tried), tried
        bucket.clock = 0
        done = synced(job, source)
        assert done["state"] == "done" and done["counts"]["gone"] == 0
        assert job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")["working"]
