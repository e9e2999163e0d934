"""Names that other programs stumble over, through sources from outside: from a folder and from a service."""

import os

import pytest

from main_job import MainJob
from test_catalogue_drives import simulator
from waiting import wait_until
from weir_server import Weir, free_folder

TRAPS = [
    "caf\u00e9", "cafe\u0301", "CAF\u00c9", "stra\u00dfe", "STRASSE", "\uff21\uff22", "AB", "\ufb01n", "fin",
    "a\uff3cb", "a\\b", "a\u2215b", "\u0301mark", "\u20dd", "\u200dx", "\u202egpj.exe", "\u200b", "\ufeffbom", "\u2028",
    "\u0085", "\u00a0", " ", "  blank  ", "dots...", "-rf", "~", "%2F", "%00", "$(id)", "'; drop table source_file;",
    "<b>bold<", "{{name}}", "${input.name}", "CON", "a:b", "tab\there", "new\nline", "bell\x07", "\ufffd", "\uffff",
    "\U0010ffff", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "\u1112\u1161\u11ab", "\ud55c", "\u05d0\u05d1\u200f",
    "e" + "\u0301" * 120,
]
# What only a service can have for a name; half a character is what programs leave that cut names by UTF-16.
SERVICE_TRAPS = TRAPS + [
    "a/b", "", ".", "..", "...", "nul\x00here", "\ud800", "\udc00 low", "cut \ud83d", "\ude00\ud83d", "long " * 400,
]


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files") / "photos"
    folder.mkdir()
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}
    server = Weir(free_folder(tmp_path_factory.mktemp("names")), settings).start()
    yield MainJob(server, folder).prepare()
    assert server.stop() == 0


def add(job, name, connection, folder) -> str:
    return job.call(job.member, "POST", "/rest/v1/sources", 201, json={
        "name": name, "connection": connection,
        "rules": {"folders": [{"id": folder, "path": ""}], "schedule": "manual"}})["id"]


def synced(job, source, number) -> dict:
    """How its sync of that number ended."""
    job.call(job.member, "POST", f"/rest/v1/sources/{source}/sync", 202)

    def over():
        last = job.call(job.member, "GET", f"/rest/v1/sources/{source}").get("sync") or {}
        return last if last.get("number", 0) >= number and last["state"] != "running" else None

    last = wait_until(over, 240)
    assert last and last["state"] == "done", last
    failed = job.call(job.member, "GET", f"/rest/v1/sources/{source}/files")["items"]
    assert not failed, failed
    return last["counts"]


def test_names_of_a_folder(job):
    number = 0
    for name in TRAPS:
        inside = job.folder / name
        inside.mkdir()
        for path in (inside / name, job.folder / (name + ".jpg")):
            path.write_bytes(b"%d" % number)
            number += 1
    # What isn't UTF-8 has no name in JSON, and keeps nothing else from coming.
    (job.folder / os.fsdecode(b"latin \xe9.jpg")).write_bytes(b"latin")
    (job.folder / os.fsdecode(b"half \xed\xa0\x80.jpg")).write_bytes(b"half")
    source = add(job, "Folder", "folder", "photos")
    assert synced(job, source, 1)["brought"] == number
    again = synced(job, source, 2)
    assert (again["unchanged"], again["brought"], again["gone"]) == (number, 0, 0)


def test_names_of_a_service(job):
    with simulator(job, "googledrive", page=50) as service:
        number = 0
        for name in SERVICE_TRAPS:
            inside = service.add(name)
            for parent in (inside, "root"):
                service.add(name, b"service %d" % number, parent)
                number += 1
        for _ in range(60):
            service.add("IMG_0001.jpg", b"service %d" % number)
            number += 1
        source = add(job, "Service", service.connection, "root")
        assert synced(job, source, 1)["brought"] == number + len(service.pictures)
        again = synced(job, source, 2)
        assert (again["brought"], again["gone"], again["moved"]) == (0, 0, 0)
    page = job.member.get(f"{job.weir.url}/app/sources/{source}")
    assert page.status_code == 200 and page.content.decode("utf-8")
