"""Libraries, shops, sites and models of the catalogue from outside: connected, listed page by page, files brought in and sent
out by flows, limits kept, failures told as what they are. The services are simulators made from the public documents."""

import hashlib
import json
import os

import pytest

from browser import sign_in
from main_job import MainJob
from media import jpeg
from services.dam_airtable import Airtable
from services.dam_base import gap
from services.dam_brandfolder import Brandfolder
from services.dam_bynder import Bynder
from services.dam_cloudinary import Cloudinary
from services.dam_contentful import Contentful
from services.dam_frontify import Frontify
from services.dam_model import Model
from services.dam_shopify import Shopify
from services.dam_wordpress import WordPress
from weir_server import Weir, free_folder

BEARER = {"authentication": "bearer"}
SERVICES = {
    "airtable": (Airtable, lambda s: BEARER | {"token": s.token, "endpoint": s.url + "/v0", "settings": {
        "contentAddress": s.url + "/v0"}}),
    "brandfolder": (Brandfolder, lambda s: BEARER | {"token": s.token, "endpoint": s.url + "/api/v4"}),
    "frontify": (Frontify, lambda s: BEARER | {"token": s.token, "endpoint": s.url}),
    "bynder": (Bynder, lambda s: BEARER | {"token": s.token, "endpoint": s.url}),
    "cloudinary": (Cloudinary, lambda s: {"authentication": "basic", "userName": s.key, "password": s.secret,
                                          "endpoint": s.url, "settings": {"cloudName": "demo"}}),
    "contentful": (Contentful, lambda s: BEARER | {"token": s.token, "endpoint": s.url, "settings": {
        "spaceId": "S1", "uploadAddress": s.url}}),
    "openai": (Model, lambda s: BEARER | {"token": s.token, "endpoint": s.url + "/v1"}),
    "shopify": (Shopify, lambda s: {"authentication": "api_key", "apiKey": s.token, "endpoint": s.url}),
    "wordpress": (WordPress, lambda s: {"authentication": "basic", "userName": s.user, "password": s.password,
                                        "endpoint": s.url + "/wp-json"}),
}


@pytest.fixture(scope="module")
def services():
    running = {name: make() for name, (make, _) in SERVICES.items()}
    yield running
    for service in running.values():
        assert not service.leaks, "the storage was given credentials"
        service.close()


@pytest.fixture(scope="module")
def job(tmp_path_factory, services):
    folder = tmp_path_factory.mktemp("files")
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": ",".join(s.authorities for s in services.values())}
    server = Weir(free_folder(tmp_path_factory.mktemp("dams")), settings).start()
    job = MainJob(server, folder)
    job.administrator = job.member = sign_in(server)
    job.connections = {}
    for name, (_, form) in SERVICES.items():
        job.connections[name] = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
            "name": name, "connector": f"{name}Connector-v1.0"} | form(services[name]))
    yield job
    assert server.stop() == 0


def run(job, *steps) -> dict:
    """The ended run of a flow of these steps: (action, input) each; later ones see `.steps.a`, `.steps.b`."""
    made = []
    for letter, (action, given) in zip("abcdef", steps):
        name, _, action_name = action.partition("/")
        step = {"id": letter, "input": given}
        if name == "weir":
            made.append(step | {"action": action})
        else:
            made.append(step | {"action": f"{name}Connector-v1.0/{action_name}", "connection": name})
    return job.ended(job.run(job.add_flow(json.dumps({"name": steps[0][0], "steps": made})), n=1))


def output(job, *steps):
    """What the last of the steps gives."""
    ended = run(job, *steps)
    assert ended["state"] == "succeeded", json.dumps(ended.get("failure"), indent=1)
    return job.log(ended["id"])[-1]["output"]


def failure(job, *steps) -> dict:
    ended = run(job, *steps)
    assert ended["state"] == "failed"
    return ended["failure"]


def handle(job, name: str, body: bytes) -> dict:
    (job.folder / name).write_bytes(body)
    return {"$file": {"name": name, "size": len(body),
                      "from": {"connection": "folder", "locator": f"{job.folder.name}/{name}"}}}


def digest(job, action: str, given: dict) -> str:
    """The hash of the file that an action gives."""
    return output(job, (action, given), ("weir/hash", {"file": "{{ .steps.a.file }}"}))["sha256"]


# -- Every one of them


@pytest.mark.parametrize("name", SERVICES)
def test_a_connection_works_and_a_wrong_key_is_told(job, name, services):
    checked = job.call(job.member, "POST", f"/rest/v1/connections/{job.connections[name]['id']}/test")
    assert checked["working"] and checked["state"] == "healthy", checked
    form = SERVICES[name][1](services[name])
    wrong = {key: "wrong" for key in ("token", "password", "apiKey") if key in form}
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": f"{name} wrong", "connector": f"{name}Connector-v1.0"} | form | wrong)
    checked = job.call(job.member, "POST", f"/rest/v1/connections/{made['id']}/test")
    assert not checked["working"], checked


LISTS = {
    "bynder": ("listAssets", {}, "assets"), "brandfolder": ("searchAssets", {"brandfolderId": "b1"}, "items"),
    "frontify": ("listAssets", {"libraryId": "L1"}, "assets"), "cloudinary": ("searchAssets", {}, "assets"), "shopify": ("listFiles", {}, "files"),
    "wordpress": ("listMedia", {}, "media"), "contentful": ("listAssets", {}, "assets"),
}
DOWNLOADS = {
    "brandfolder": ("downloadAttachment", "attachmentId", "id"), "frontify": ("downloadAsset", "assetId", "id"),
    "bynder": ("downloadAsset", "assetId", "id"), "cloudinary": ("downloadAsset", "assetId", "asset_id"),
    "shopify": ("downloadImage", "fileId", "id"), "wordpress": ("downloadMedia", "mediaId", "id"),
}


@pytest.mark.parametrize("name", DOWNLOADS)
def test_lists_come_page_by_page_and_files_as_they_are(job, name, services):
    bodies = [os.urandom(30_000 + number) for number in range(5)]
    made = [services[name].add(f"picture-{number}.jpg", body) for number, body in enumerate(bodies)]
    action, given, items = LISTS[name]
    listed = output(job, (f"{name}/{action}", given))
    assert listed["isComplete"] and len(listed[items]) >= 5
    action, field, member = DOWNLOADS[name]
    for item, body in zip(made[3:], bodies[3:]):
        key = item if isinstance(item, str) else item[member]
        assert digest(job, f"{name}/{action}", {field: key}) == hashlib.sha256(body).hexdigest()


# -- Uploads of many calls


def test_bynder_takes_a_file_block_by_block(job, services):
    service, body = services["bynder"], os.urandom(12 << 20)
    made = output(job, ("bynder/uploadAsset", {
        "file": handle(job, "film.bin", body), "fileName": "film.bin", "name": "Film", "brandId": "B1", "tags": ["sea", "boat"]}))
    assert service.stored[f"/originals/{made['mediaid']}"] == body and service.registered == [1, 2, 3]
    assert service.assets[made["mediaid"]]["tags"] == ["sea", "boat"]


def test_cloudinary_takes_a_large_file_in_blocks(job, services):
    body = os.urandom(25 << 20)
    made = output(job, ("cloudinary/uploadAsset", {
        "file": handle(job, "large.bin", body), "fileName": "large.bin", "folder": "campaigns"}))
    assert made["bytes"] == len(body) and made["asset_folder"] == "campaigns"
    assert services["cloudinary"].stored["/" + made["asset_id"][1:]] == body


def test_shopify_takes_a_file_over_from_its_storage(job, services):
    body = jpeg(job.folder / "harbour.jpg")
    made = output(job, ("shopify/uploadFile", {
        "file": handle(job, "harbour.jpg", body), "fileName": "harbour.jpg", "alt": "A harbour"}))
    assert made["fileStatus"] == "READY" and made["alt"] == "A harbour"
    assert services["shopify"].stored["/staged/harbour.jpg"] == body


def test_contentful_processes_and_publishes(job, services):
    body = jpeg(job.folder / "pier.jpg")
    made = output(job, ("contentful/uploadAndPublish", {
        "file": handle(job, "pier.jpg", body), "fileName": "pier.jpg", "title": "Pier"}))
    assert made["sys"]["publishedVersion"] == 2 and made["fields"]["file"]["en-US"]["contentType"] == "image/jpeg"
    assert services["contentful"].stored["/" + made["sys"]["id"]] == body


def test_wordpress_takes_a_picture_with_its_words(job, services):
    body = jpeg(job.folder / "lock.jpg")
    made = output(job, ("wordpress/uploadMedia", {"file": handle(job, "lock.jpg", body), "title": "Lock", "altText": "A lock gate"}))
    assert made["alt_text"] == "A lock gate" and services["wordpress"].stored["/uploads/lock.jpg"] == body


def test_frontify_gets_as_many_parts_as_it_gave_addresses(job, services):
    service, body = services["frontify"], os.urandom(100_001)
    made = output(job, ("frontify/uploadAsset", {
        "file": handle(job, "logo.bin", body), "fileName": "logo.bin", "title": "Logo", "parentId": "L1"}))
    assert made["title"] == "Logo" and service.stored[f"/originals/{made['id']}"] == body and not service.uploads
    refused = failure(job, ("frontify/downloadAsset", {"assetId": "nothing"}))
    assert refused["code"] == "service_not_found" and "No asset found" in refused["message"]


def test_brandfolder_makes_an_asset_of_what_was_sent(job, services):
    body = jpeg(job.folder / "quay.jpg")
    made = output(job, ("brandfolder/uploadAsset", {
        "brandfolderId": "b1", "sectionId": "s1", "file": handle(job, "quay.jpg", body), "fileName": "quay.jpg", "name": "Quay"}))
    kept = services["brandfolder"].attachments["t" + made["id"]]["attributes"]
    assert kept["filename"] == "quay.jpg" and kept["size"] == len(body)


def test_airtable_takes_small_files_and_keeps_its_records_in_order(job, services):
    listed = output(job, ("airtable/listRecords", {"baseId": "app1", "tableId": "tbl1"}))
    assert [record["id"] for record in listed["records"]] == [f"rec{number}" for number in range(5)]
    body = jpeg(job.folder / "tile.jpg", 64, 48)
    record = output(job, ("airtable/uploadAttachment", {
        "baseId": "app1", "recordId": "rec1", "field": "Photo", "file": handle(job, "tile.jpg", body), "fileName": "tile.jpg"}))
    assert services["airtable"].stored["/attachments/rec1/tile.jpg"] == body
    address = record["fields"]["Photo"][0]["url"]
    assert digest(job, "airtable/downloadAttachment", {"address": address}) == hashlib.sha256(body).hexdigest()


# -- What isn't as it looks


def test_an_error_in_a_200_is_a_failure_and_throttled_is_waited_out(job, services):
    refused = failure(job, ("shopify/createFile", {"address": "https://nowhere.example/gone.jpg"}))
    assert "File couldn't be fetched" in refused["message"]
    services["shopify"].throttled = 1
    assert output(job, ("shopify/readShop", {}))["name"] == "Boats"
    assert services["shopify"].throttled == 0


def test_an_asset_that_somebody_changed_meanwhile_is_a_conflict(job, services):
    body = jpeg(job.folder / "old.jpg")
    asset = output(job, ("contentful/uploadAsset", {"file": handle(job, "old.jpg", body), "fileName": "old.jpg", "title": "Old"}))
    version, key = asset["sys"]["version"], asset["sys"]["id"]
    output(job, ("contentful/setText", {"assetId": key, "version": version, "text": "New"}))
    refused = failure(job, ("contentful/setText", {"assetId": key, "version": version, "text": "Newer"}))
    assert refused["code"] == "service_conflict"
    assert services["contentful"].assets[key]["fields"]["title"]["en-US"] == "New"


@pytest.mark.parametrize("name, action, path, status", [
    ("cloudinary", "ping", "/ping", 420), ("contentful", "readSpace", "/spaces/S1", 429)])
def test_a_service_that_asks_for_patience_gets_it(job, services, name, action, path, status):
    service = services[name]
    service.calls.clear()
    service.retry_after(2, {"error": {"message": "Rate limit"}, "message": "Rate limit"}, status)
    output(job, (f"{name}/{action}", {}))
    assert gap(service.calls, path) >= 1.9


# -- Models


def test_a_model_gets_a_small_picture_and_answers_in_its_shape(job, services):
    model, body = services["openai"], jpeg(job.folder / "small.jpg", 64, 48)
    told = output(job, ("openai/describeImage", {"image": handle(job, "small.jpg", body)}))
    assert told == {"title": "A title", "caption": "A caption", "altText": "A altText", "keywords": ["boat"]}
    assert model.seen[-1] == ("data:image/jpeg", body)
    output(job, ("openai/findKeywords", {"image": "https://pictures.example/1.jpg"}))
    assert model.seen[-1][1] == "https://pictures.example/1.jpg"


def test_a_large_picture_never_reaches_the_model(job, services):
    model = services["openai"]
    seen = len(model.seen)
    refused = failure(job, ("openai/writeAltText", {"image": handle(job, "huge.tif", b"\0" * (9 << 20))}))
    assert refused["code"] == "file_too_large" and "rendition" in refused["advice"]
    assert len(model.seen) == seen


# -- The catalogue


def test_the_catalogue_says_what_each_can_do_and_how_far_it_was_tried(job):
    listed = {one["id"]: one for one in job.call(job.member, "GET", "/rest/v1/connectors")}
    assert {"upload", "download", "changes", "folders"} <= set(listed["bynderConnector-v1.0"]["abilities"])
    assert "push" not in listed["akeneoConnector-v1.0"]["abilities"]
    for connector in listed.values():
        provenance = connector["provenance"]
        assert provenance["source"] and provenance["date"]
        if provenance["verifiedBy"] == "simulator":
            assert "simulator" in provenance["verifiedAgainst"] and provenance["verifiedOn"]
