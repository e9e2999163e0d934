"""Drives, libraries, chats and video services from outside: an administrator enters the application, a person consents,
and flows list, watch, bring and store files. The services are simulators made from the public documents."""

import functools
import hashlib
import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import pytest

from main_job import MainJob
from media import jpeg
from services.adobe import FrameIO, Libraries, Lightroom
from services.akeneo import PRODUCT, Akeneo
from services.aprimo import Aprimo
from services.box import Box
from services.canto import Canto
from services.dropbox import Dropbox
from services.flickr import Flickr
from services.google import GoogleDrive, GoogleSheets, YouTube
from services.graph import OneDrive, SharePoint, Teams
from services.meta import Facebook, Instagram
from services.slack import Slack
from services.vimeo import Vimeo
from waiting import wait_until
from weir_server import Weir, free_folder


@dataclass
class Case:
    """What is asked of one service. Each value is made of the simulator, or of what `fill` put into it."""

    make: Callable
    fill: Callable = lambda service, pictures: None
    list: tuple = ()  # Action, input, where the names are, as jq.
    names: set = field(default_factory=set)
    download: tuple = ()  # Action, and its input made of the simulator.
    upload: tuple = ()  # Action, input without the file, and what the simulator has then.


@functools.cache
def picture(number: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return jpeg(Path(folder) / "picture.jpg", 64 + 2 * number, 48)


def three(service, pictures):
    for number, content in enumerate(pictures):
        service.add(f"picture{number}.jpg", content)


def drive(service, pictures):
    service.emptyFirst = True
    three(service, pictures)


def dropbox(service, pictures):
    for number, content in enumerate(pictures):
        service.put(f"/Picture{number}.jpg", content)


def instagram(service, pictures):
    for content in pictures:
        service.add(content)
    service.add(b"", has_address=False)


NAMES = {"picture0.jpg", "picture1.jpg", "picture2.jpg"}
LIST = ".name"
CASES = {
    "googledrive": Case(
        GoogleDrive, drive, ("listFolder", {}, LIST), NAMES,
        ("downloadFile", lambda s: {"id": next(iter(s.content)), "name": "picture0.jpg"}),
        ("uploadFile", {"name": "up.bin"}, lambda s: [s.content[id] for id in s.content if s.items[id]["name"] == "up.bin"])),
    "dropbox": Case(
        Dropbox, dropbox, ("listFolder", {}, LIST), {"Picture0.jpg", "Picture1.jpg", "Picture2.jpg"},
        ("downloadLink", lambda s: {"path": "/picture0.jpg", "name": "picture0.jpg"}),
        ("uploadFile", {"name": "up.bin"}, lambda s: [s.entries["/up.bin"]["content"]])),
    "box": Case(
        Box, three, ("listFolder", {}, LIST), NAMES,
        ("downloadFile", lambda s: {"id": next(iter(s.entries)), "name": "picture0.jpg"}),
        ("uploadFile", {"name": "up.bin"}, lambda s: [s.content[id] for id, item in s.entries.items() if item["name"] == "up.bin"])),
    "onedrive": Case(
        OneDrive, three, ("listFolder", {}, LIST), NAMES,
        ("downloadFile", lambda s: {"id": next(iter(s.content)), "name": "picture0.jpg"}),
        ("uploadFile", {"name": "up.bin"}, lambda s: [s.content[id] for id in s.content if s.items[id]["name"] == "up.bin"])),
    "sharepoint": Case(
        SharePoint, three, ("listFolder", {}, LIST), NAMES,
        ("downloadFile", lambda s: {"id": next(iter(s.content)), "name": "picture0.jpg"}),
        ("uploadFile", {"name": "up.bin"}, lambda s: [s.content[id] for id in s.content if s.items[id]["name"] == "up.bin"])),
    "teams": Case(Teams, list=("listTeams", {}, ".displayName"), names={"Studio", "Press"}),
    "googlesheets": Case(GoogleSheets, list=("listSpreadsheets", {}, LIST), names={"Sheet s1"}),
    "youtube": Case(
        YouTube, list=("listPlaylistItems", {"playlist": "UU1"}, ".snippet.title"), names={"Harbour", "Pier", "Lock"},
        upload=("uploadVideo", {"title": "Film"}, lambda s: list(s.content.values()))),
    "lightroom": Case(
        Lightroom, three, ("listAssets", {}, ".payload.importSource.fileName"), NAMES,
        ("downloadRendition", lambda s: {"id": next(iter(s.assets)), "name": "picture0.jpg"})),
    "cclibraries": Case(
        Libraries, three, ("listElements", {"library": "urn:aaid:sc:US:1"}, LIST), NAMES,
        ("downloadRepresentation", lambda s: {"address": s.elements[0]["representations"][0]["storage_href"], "name": "picture0.jpg"})),
    "frameio": Case(
        FrameIO, three, ("listFolder", {"folder": "r1"}, LIST), NAMES,
        ("downloadFile", lambda s: {"id": next(iter(s.content)), "name": "picture0.jpg"}),
        ("uploadFile", {"folder": "r1", "name": "up.bin"},
         lambda s: [s.content[id] for id in s.content if s.entries[id]["name"] == "up.bin"])),
    "slack": Case(
        Slack, three, ("listFiles", {}, LIST), NAMES,
        ("downloadFile", lambda s: {"address": next(iter(s.entries.values()))["url_private_download"], "name": "picture0.jpg"}),
        ("uploadFile", {"channel": "C1", "name": "up.bin"},
         lambda s: [s.content[id] for id in s.content if s.entries[id]["name"] == "up.bin"])),
    "vimeo": Case(
        Vimeo, three, ("listVideos", {}, LIST), NAMES,
        ("downloadVideo", lambda s: {"address": f"{s.url}/redirect/1", "name": "picture0.jpg"}),
        ("uploadVideo", {"title": "Film"}, lambda s: [video["content"] for video in s.videos.values() if video["name"] == "Film"])),
    "facebook": Case(
        Facebook, lambda s, pictures: [s.add(content) for content in pictures], ("listPages", {}, LIST), {"Quay", "Pier", "Lock"},
        ("downloadMedia", lambda s: {"address": s.address(s.entries["1000"], "image/jpeg"), "name": "picture0.jpg"})),
    "instagram": Case(
        Instagram, instagram, ("listMedia", {}, ".id"), {"17000", "17001", "17002", "17003"},
        ("downloadMedia", lambda s: {"id": "17000", "name": "picture0.jpg"})),
    "flickr": Case(
        Flickr, three, ("listPhotos", {}, ".title"), NAMES,
        ("downloadPhoto", lambda s: {"address": s.shown(next(iter(s.photos.values())))["url_o"], "name": "picture0.jpg"}),
        ("uploadPhoto", {"title": "Film"}, lambda s: [photo["content"] for photo in s.photos.values() if photo["title"] == "Film"])),
    "canto": Case(
        Canto, three, ("searchAssets", {}, LIST), NAMES,
        ("downloadAsset", lambda s: {"scheme": "image", "assetId": next(iter(s.content)), "fileName": "picture0.jpg"}),
        ("uploadAsset", {"fileName": "up.bin", "albumId": "L1"},
         lambda s: [s.content[id] for id, asset in s.assets.items() if asset["name"] == "up.bin"])),
    "aprimo": Case(
        Aprimo, three, ("searchRecords", {}, ".title"), NAMES,
        ("downloadRecord", lambda s: {"recordId": "R1", "fileName": "picture0.jpg"}),
        ("uploadRecord", {"fileName": "up.bin", "status": "released"},
         lambda s: [s.content[id] for id, record in s.records.items() if record["title"] == "up.bin"])),
    "akeneo": Case(
        Akeneo, three, ("listMediaFiles", {}, ".original_filename"), NAMES,
        ("downloadMediaFile", lambda s: {"address": s.shown(next(iter(s.media)))["_links"]["download"]["href"], "fileName": "picture0.jpg"}),
        ("uploadMediaFile", {"productId": PRODUCT, "attribute": "picture"},
         lambda s: [content for name, content in s.media.values() if name == "up.bin"])),
}


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}
    server = Weir(free_folder(tmp_path_factory.mktemp("drives")), settings).start()
    yield MainJob(server, folder).prepare()
    assert server.stop() == 0


@contextmanager
def simulator(job, name: str, **arranged):
    """The simulator of one service with three pictures in it, and a connection to it that a person consented to."""
    case = CASES[name]
    with case.make() as service:
        for setting, value in arranged.items():
            setattr(service, setting, value)
        pictures = [picture(number) for number in range(3)]
        case.fill(service, pictures)
        service.pictures = pictures
        service.case = case
        service.connection = connect(job, service)
        yield service
        assert not service.leaks, "credentials were sent to another host"


@pytest.fixture
def service(request, job):
    with simulator(job, request.param) as service:
        yield service


def connect(job, service) -> str:
    entered = {"clientId": service.client[0], "clientSecret": service.client[1], "endpoint": service.endpoint(),
               "authorizationUrl": service.url + service.authorize_path, "tokenUrl": service.url + service.token_path}
    job.call(job.administrator, "PATCH", f"/rest/v1/integrations/{service.kind}", json=entered)
    assert job.call(job.administrator, "POST", f"/rest/v1/integrations/{service.kind}/enable")["state"] == "ready"
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": f"{service.kind} at {service.api.authority}", "connector": f"{service.kind}Connector-v1.0", "endpoint": service.endpoint(),
        "settings": service.settings()} | service.form)
    if service.asks_person:
        consent(job, made["id"])
    else:
        try_out(job, made["id"])
    return made["id"]


def consent(job, connection: str):
    begun = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/authorize")
    back = job.member.get(begun["url"])
    assert back.status_code == 200, f"{back.url}: {back.status_code} {back.text[:1500]}"
    assert [step for step in back.history if "/rest/v1/oauth2/callback?" in step.url], [step.url for step in back.history]
    try_out(job, connection)


def try_out(job, connection: str):
    checked = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")
    assert checked["working"] and checked["state"] == "healthy", checked


def step(service, action: str, given: dict, id="a") -> str:
    return json.dumps({"id": id, "action": f"{service.kind}Connector-v1.0/{action}", "connection": service.connection, "input": given})


def output(job, *steps: str, fails=False):
    """What the last step of a flow gives."""
    run = job.run(job.add_flow(f"name: Uses\nsteps: [{', '.join(steps)}]\n"), n=1)
    if fails:
        run = job.ended(run)
        assert run["state"] == "failed", run
        return run["failure"]
    job.finish(run)
    return job.log(run)[-1]["output"]


def listed(job, service) -> list:
    action, given, name = service.case.list
    flow = job.add_flow(f"""
name: Lists
steps:
  - id: each
    forEach: {{action: {service.kind}Connector-v1.0/{action}, connection: {service.connection}, input: {json.dumps(given)}}}
    steps: [{{id: a, action: weir/noop}}]
    output: "{{{{ .item{name} }}}}"
""")
    run = job.run(flow, n=1)
    job.finish(run)
    return next(entry for entry in job.log(run) if entry["path"] == "each")["output"]


every = pytest.mark.parametrize("service", CASES, indirect=True)


@every
def test_a_person_connects_and_every_page_is_listed(job, service):
    for asked in service.authorizations:
        if service.wants_pkce and service.kind != "flickr":
            assert asked["code_challenge_method"] == "S256"
    assert len(service.authorizations) == (1 if service.asks_person else 0)
    names = listed(job, service)
    assert set(names) == service.case.names and len(names) == len(service.case.names)


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("vimeo", "flickr", "facebook", "instagram", "akeneo")])
def test_a_token_is_renewed_once_when_it_ends(job, name):
    with simulator(job, name, first_lifetime=1) as service:
        [grant] = service.grants
        assert wait_until(lambda: service.refreshes or grant.ends < service.now(), 30)
        assert set(listed(job, service)) == service.case.names
        assert service.refreshes == 1 and not grant.isRevoked


@pytest.mark.parametrize("name", ["dropbox", "box"])
def test_a_refused_token_is_renewed_and_the_call_repeated(job, name):
    with simulator(job, name) as service:
        [grant] = service.grants
        # A token that is refused within its first seconds wouldn't be mended by another.
        assert wait_until(lambda: grant.ends - service.access_lifetime + 6 < service.now(), 30)
        service.pass_time(service.access_lifetime)
        assert set(listed(job, service)) == service.case.names
        assert service.refreshes == 1 and not grant.isRevoked


@pytest.mark.parametrize("service", ["facebook", "instagram"], indirect=True)
def test_meta_s_first_token_is_made_one_that_lasts(job, service):
    service.pass_time(86_400)
    assert set(listed(job, service)) == service.case.names and service.refreshes == 1


@every
def test_a_limit_is_kept_and_the_call_repeated(job, service):
    if service.kind in ("facebook", "instagram"):
        pytest.skip("its pause is ten seconds; the runtime's own tests stand for it")
    service.fail_next(service.limited(seconds=1))
    before = len(service.calls)
    assert set(listed(job, service)) == service.case.names
    refused, again = service.calls[before:before + 2]
    assert again.path == refused.path and again.at - refused.at >= 0.9


@pytest.mark.parametrize("service", [name for name, case in CASES.items() if case.download], indirect=True)
def test_a_file_comes_into_the_library_as_it_is(job, service):
    action, given = service.case.download
    before = {asset["id"] for asset in job.assets()}
    category = json.dumps({"id": "c", "action": "mediavaletConnector-v1.0/listCategories", "connection": "MediaValet"})
    upload = json.dumps({"id": "b", "action": "mediavaletConnector-v1.0/uploadAsset", "connection": "MediaValet", "input": {
        "file": "{{ .steps.a.file }}", "categories": ["{{ .steps.c[0].id }}"], "title": service.kind}})
    made = output(job, step(service, action, given(service)), category, upload)
    [asset] = [asset for asset in job.assets() if asset["id"] not in before]
    assert asset["id"] == made["id"] and made["size"] == len(service.pictures[0])


@pytest.mark.parametrize("service", [name for name, case in CASES.items() if case.upload], indirect=True)
def test_a_file_goes_up_whole(job, service):
    action, given, found = service.case.upload
    # More than one block where there are blocks.
    content = hashlib.sha256(service.kind.encode()).digest() * (9 << 15)
    (job.folder / "up.bin").write_bytes(content)
    handle = {"$file": {"name": "up.bin", "size": len(content),
                        "from": {"connection": "folder", "locator": f"{job.folder.name}/up.bin"}}}
    output(job, step(service, action, given | {"file": handle}))
    assert found(service) == [content]


def handle_of(job, content: bytes) -> dict:
    (job.folder / "more.bin").write_bytes(content)
    return {"$file": {"name": "more.bin", "size": len(content),
                      "from": {"connection": "folder", "locator": f"{job.folder.name}/more.bin"}}}


@pytest.mark.parametrize("service", ["googledrive"], indirect=True)
def test_drive_tells_what_changed_since(job, service):
    # What is called a token isn't shown in logs, so the place itself comes from the simulator.
    assert output(job, step(service, "startCursor", {}))["startPageToken"]
    start = str(len(service.changes))
    first = next(iter(service.content))
    service.remove(first)
    service.add("new.jpg", picture(9))
    told = output(job, step(service, "listChanges", {"cursor": start}))
    assert [(change["fileId"] == first, change["removed"]) for change in told["changes"]] == [(True, True), (False, False)]
    assert told["newStartPageToken"]
    failure = output(job, step(service, "listChanges", {"cursor": "999999"}), fails=True)
    assert "pageToken" in failure["message"]


@pytest.mark.parametrize("service", ["dropbox"], indirect=True)
def test_dropbox_tells_what_changed_since_and_forgets_cursors(job, service):
    start = output(job, step(service, "startCursor", {}))["cursor"]
    service.remove("/Picture0.jpg")
    service.put("/New.jpg", picture(9))
    told = output(job, step(service, "listChanges", {"cursor": start}))
    assert [entry[".tag"] for entry in told["entries"]] == ["deleted", "file"] and not told["has_more"]
    service.forget_cursors()
    assert "reset" in output(job, step(service, "listChanges", {"cursor": told["cursor"]}), fails=True)["message"]


@pytest.mark.parametrize("service", ["box"], indirect=True)
def test_box_tells_events_and_takes_large_files_in_parts(job, service):
    start = output(job, step(service, "startCursor", {}))["next_stream_position"]
    service.trash(next(iter(service.entries)))
    told = output(job, step(service, "listChanges", {"cursor": start}))
    assert {event["event_type"] for event in told["entries"]} == {"ITEM_TRASH"}
    content = hashlib.sha256(b"large").digest() * (21 << 15)
    output(job, step(service, "uploadLargeFile", {"name": "large.bin", "file": handle_of(job, content)}))
    assert [service.content[id] for id, item in service.entries.items() if item["name"] == "large.bin"] == [content]


@pytest.mark.parametrize("service", ["onedrive"], indirect=True)
def test_graph_tells_what_changed_since_until_it_wants_everything_anew(job, service):
    start = output(job, step(service, "startCursor", {}))["@odata.deltaLink"]
    first = next(iter(service.content))
    service.remove(first)
    told = output(job, step(service, "listChanges", {"cursor": start}))
    assert told["value"] == [{"id": first, "deleted": {"state": "deleted"}}]
    service.expired = True
    assert "Resync" in output(job, step(service, "listChanges", {"cursor": told["@odata.deltaLink"]}), fails=True)["message"]
    # A cursor is an address: one of another host is asked without credentials, and says nothing.
    output(job, step(service, "listChanges", {"cursor": service.files.url + "/elsewhere"}), fails=True)


@pytest.mark.parametrize("service", ["slack"], indirect=True)
def test_slack_s_sign_in_page_is_no_file_and_its_200_no_success(job, service):
    service.may_read = False
    action, given = service.case.download
    assert "in place of the file" in output(job, step(service, action, given(service)), fails=True)["message"]
    assert output(job, step(service, "getFile", {"id": "F404"})) is None
    service.fail_next((200, {"ok": False, "error": "missing_scope"}))
    assert "missing_scope" in output(job, step(service, "sendMessage", {"channel": "C1", "text": "x"}), fails=True)["message"]
    output(job, step(service, "sendMessage", {"channel": "C1", "text": "Ready"}))
    assert service.messages[-1]["text"] == "Ready"


@pytest.mark.parametrize("service", ["flickr"], indirect=True)
def test_every_request_to_flickr_is_signed_anew(job, service):
    listed(job, service)
    output(job, step(service, "searchPhotos", {"text": "Übung & 漢字 +1"}), fails=True)
    assert not service.refused, "a signature was wrong"
    assert len(service.nonces) == len(service.calls) - len(service.authorizations)


@pytest.mark.parametrize("service", ["teams", "googlesheets"], indirect=True)
def test_messages_and_rows_are_written(job, service):
    if service.kind == "teams":
        output(job, step(service, "sendMessage", {"team": "t1", "channel": "19:a@thread.tacv2", "text": "Ready"}))
        assert service.messages == [("t1", "19:a@thread.tacv2", {"importance": "normal", "body": {"contentType": "text", "content": "Ready"}})]
    else:
        output(job, step(service, "appendRows", {"spreadsheet": "s1", "range": "Shots", "rows": [["pier.jpg", 5]]}))
        assert service.sheets["s1"]["Shots"][-1] == ["pier.jpg", 5]


@pytest.mark.parametrize("service", ["dropbox"], indirect=True)
def test_a_page_where_json_should_be_is_told_in_words(job, service):
    service.fail_next(*[(502, "<html><h1>Bad gateway</h1></html>", {"Content-Type": "text/html"})] * 20)
    failure = output(job, step(service, "deleteFile", {"path": "/Picture0.jpg"}), fails=True)
    assert "502" in failure["message"] and "<html>" not in failure["message"]


def test_a_refresh_token_that_was_used_elsewhere_ends_the_connection_and_says_so(job):
    with simulator(job, "box", first_lifetime=20) as service:
        [grant] = service.grants
        service.renew({"refresh_token": grant.refresh})
        assert wait_until(lambda: grant.access and grant.used and service.now() > grant.ends - 3600 + 16, 60)
        action, given, _ = service.case.list
        output(job, step(service, action, given), fails=True)
        shown = job.call(job.member, "GET", f"/rest/v1/connections/{service.connection}")
        assert shown["state"] == "needs_reconnect" and grant.isRevoked, shown
        consent(job, service.connection)
        assert set(listed(job, service)) == service.case.names


@pytest.mark.parametrize("service", ["canto"], indirect=True)
def test_canto_lists_albums_and_takes_properties(job, service):
    assert [each["scheme"] for each in output(job, step(service, "listTree", {}))] == ["folder", "album"]
    [id, *_] = service.assets
    listed_there = output(job, step(service, "listAlbum", {"albumId": "L1"}))
    assert {asset["name"] for asset in listed_there["assets"]} == NAMES
    output(job, step(service, "updateAssets", {"assets": [{"id": id, "scheme": "image"}], "properties": [
        {"propertyId": "Campaign", "propertyValue": "Spring"}]}))
    assert service.assets[id]["additional"] == {"Campaign": "Spring"}
    uploaded = service.case.upload
    output(job, step(service, uploaded[0], uploaded[1] | {"file": handle_of(job, b"bytes"), "tags": "sea"}))
    told = output(job, step(service, "listUploads", {"hours": 1}))
    assert [each["status"] for each in told] == ["Done"] and service.assets[told[0]["id"]]["tag"] == ["sea"]


@pytest.mark.parametrize("service", ["aprimo"], indirect=True)
def test_aprimo_finds_by_time_and_says_what_it_misses(job, service):
    found = output(job, step(service, "searchRecords", {"expression": "ModifiedOn > '2026-11-20T23:00:00Z'"}))
    assert [record["id"] for record in found["items"]] == ["R2", "R3"]
    assert output(job, step(service, "listClassification", {"classificationId": "C1"}))["total"] == 3
    failure = output(job, step(service, "createRecord", {"token": "unknown", "fileName": "a.jpg"}), fails=True)
    assert "The token isn't known" in failure["message"]
    assert output(job, step(service, "readRecord", {"recordId": "R404"})) is None


@pytest.mark.parametrize("service", ["akeneo"], indirect=True)
def test_akeneo_tells_changed_products_and_what_is_wrong_with_a_value(job, service):
    assert output(job, step(service, "changedProducts", {"since": "2026-11-19 10:00:00"}))["count"] == 1
    assert output(job, step(service, "changedProducts", {"since": "2026-11-21 10:00:00"}))["count"] == 0
    failure = output(job, step(service, "updateProduct", {"productId": PRODUCT, "family": "cars"}), fails=True)
    assert "family does not exist" in failure["message"] or "Validation failed" in failure["message"]
    output(job, step(service, "updateProduct", {"productId": PRODUCT, "categories": ["sea"]}))
    assert service.products[PRODUCT]["categories"] == ["sea"]


def test_akeneo_is_given_the_password_again_when_a_token_ends(job):
    with simulator(job, "akeneo", first_lifetime=1) as service:
        [first] = service.grants
        assert wait_until(lambda: first.ends < service.now(), 30)
        assert set(listed(job, service)) == NAMES
        assert service.refreshes or len(service.grants) > 1


def test_akeneo_with_a_wrong_password_says_so(job):
    with Akeneo() as service:
        service.form = service.form | {"password": "wrong"}
        with pytest.raises(AssertionError, match="username and password combination|needs_reconnect|misconfigured"):
            connect(job, service)


def test_what_belongs_to_a_page_is_asked_for_with_its_own_token(job):
    with simulator(job, "facebook", page="7") as service:
        service.videos["500"] = b"film" * 1000
        shown = output(job, step(service, "listPhotos", {}))
        assert [photo["id"] for photo in shown["photos"]] == ["1000", "1001", "1002"]
        assert output(job, step(service, "listVideos", {}))["count"] == 1
        digest = json.dumps({"id": "b", "action": "weir/hash", "input": {"file": "{{ .steps.a.file }}"}})
        photo = output(job, step(service, "downloadPhoto", {"id": "1000"}), digest)
        film = output(job, step(service, "downloadVideo", {"id": "500"}), digest)
        assert photo["sha256"] == hashlib.sha256(service.pictures[0]).hexdigest()
        assert film["sha256"] == hashlib.sha256(service.videos["500"]).hexdigest()
        # The person's own token is for their own things, and the Page's is asked for once in a while.
        assert {page["name"] for page in output(job, step(service, "listPages", {}))["pages"]} == service.case.names
        assert service.asked_for_page <= 2
        # Not a word of it anywhere that people read.
        assert service.page_token not in json.dumps(job.log(job.last_run))


def test_a_page_that_the_person_does_not_look_after_is_told(job):
    with simulator(job, "facebook", page="8") as service:
        failure = output(job, step(service, "listPhotos", {}), fails=True)
        assert failure["code"] == "service_forbidden" and '"8"' in failure["message"], failure
