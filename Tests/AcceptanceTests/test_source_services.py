"""Files of every service that the catalogue's simulators stand for come into the library as a source: listed, brought, held."""

import dataclasses
import hashlib
import json

import pytest

from main_job import MainJob
from services.dam_shopify import Shopify
from services.google import GoogleDrive
from test_catalogue_drives import CASES, picture, simulator
from test_source_fields import connect, source, synced
from weir_server import Weir, free_folder

# What is chosen of each, and how many files are in it.
PLACES = {
    "googledrive": ("root", 3), "dropbox": ("", 3), "box": ("", 3), "onedrive": ("root", 3), "sharepoint": ("root", 3),
    "lightroom": ("", 3), "cclibraries": ("library:urn:aaid:sc:US:1", 3), "frameio": ("r1", 3), "slack": ("channel:C1", 3),
    "vimeo": ("folder:/users/1/projects/55", 1), "instagram": ("", 3), "flickr": ("", 3), "canto": ("album:L1", 3),
    "aprimo": ("", 3), "akeneo": ("", 3),
}


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}
    server = Weir(free_folder(tmp_path_factory.mktemp("services")), settings).start()
    yield MainJob(server, folder).prepare()
    assert server.stop() == 0


def held(job, id: str) -> list[dict]:
    return job.call(job.member, "GET", f"/rest/v1/sources/{id}/files", params={"state": "held"})["items"]


@pytest.mark.parametrize("name", PLACES)
def test_its_files_come(job, name):
    assert name in CASES
    folder, count = PLACES[name]
    with simulator(job, name) as service:
        made = source(job, name, service.connection, folder)
        synced(job, made["id"])
        files = held(job, made["id"])
        assert len(files) == count, files
        known = {hashlib.md5(content).hexdigest() for content in service.pictures}
        for file in files:
            asset = job.call(job.member, "GET", f"/assets/{file['asset']}")["payload"]
            assert asset["file"]["md5"].lower() in known, (file, asset["file"])
        synced(job, made["id"])
        assert {file["asset"] for file in held(job, made["id"])} == {file["asset"] for file in files}


def test_a_shop_s_files_come(job):
    shop = Shopify()
    try:
        shop.add("harbour.jpg", picture(0))
        made = source(job, "shopify", connect(job, "shopify", shop), "")
        synced(job, made["id"])
        [file] = held(job, made["id"])
        assert file["size"] == len(picture(0))
    finally:
        shop.close()


class DriveOfItsOwnRoot(GoogleDrive):
    """Takes "root" for the top, as Drive does, and calls it by its own id in all that it says."""

    own = "0AOwnRoot"

    def handle(self, call, grant):
        status, body, *headers = super().handle(call, grant)
        if isinstance(body, dict):
            body = json.loads(json.dumps(body).replace('"root"', f'"{self.own}"'))
        return status, body, *headers

    def one(self, call, method, id):
        return super().one(call, method, "root" if id == self.own else id)


def test_what_changes_at_the_top_of_a_drive_stays_in_its_source(job, monkeypatch):
    monkeypatch.setitem(CASES, "own root", dataclasses.replace(CASES["googledrive"], make=DriveOfItsOwnRoot))
    with simulator(job, "own root") as service:
        made = source(job, "own root", service.connection, "root")
        synced(job, made["id"])
        before = held(job, made["id"])
        changed = next(iter(service.content))
        service.fill(service.items[changed], picture(7))
        service.changed(changed)
        service.add("new.jpg", picture(8))
        last = synced(job, made["id"])
        assert last["kind"] == "changes" and last["counts"]["gone"] == 0, last
        after = held(job, made["id"])
        assert {file["asset"] for file in before} < {file["asset"] for file in after} and len(after) == 4
        assert {file["size"] for file in after} >= {len(picture(7)), len(picture(8))}
