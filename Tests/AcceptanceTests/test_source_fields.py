"""What services say of their files comes along by itself: captions, keywords, rights and creators, from the simulators of
their public documents into the library, as its own API shows them. Nobody writes a line of mapping."""

import html
import re

import pytest

from browser import form, sign_in, submit
from main_job import MainJob
from services.dam_bynder import Bynder
from services.dam_cloudinary import Cloudinary
from services.dam_contentful import Contentful
from services.dam_frontify import Frontify
from services.dam_wordpress import WordPress
from test_catalogue_dams import SERVICES
from test_catalogue_drives import picture, simulator
from waiting import wait_until
from weir_server import Weir, free_folder



@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}
    server = Weir(free_folder(tmp_path_factory.mktemp("fields")), settings).start()
    made = MainJob(server, folder)
    made.administrator = sign_in(server)
    made.member = sign_in(server, made.add_person("robin", "write"))
    yield made
    assert server.stop() == 0


# What is put into each simulator, the folder that is chosen, and what the asset says then.

def bynder(service):
    service.assets[service.add("Harbour", picture(0))] |= {
        "description": "At dawn.", "tags": ["boat", "sea"], "copyright": "© Ada"}


def cloudinary(service):
    service.add("harbour.jpg", picture(0)).update(
        tags=["boat", "sea"], context={"custom": {"caption": "Harbour", "alt": "Two boats"}})


def contentful(service):
    service.add("harbour.jpg", picture(0), title={"en-US": "Harbour"}, description={"en-US": "At dawn."})


def wordpress(service):
    item = service.add("harbour.jpg", picture(0), title="Harbour &#038; quay", alt_text="Two boats")
    item["caption"] = {"rendered": "<p>At <em>dawn</em>.</p>\n"}
    item["media_details"]["image_meta"] = {"copyright": "© Ada", "credit": "Bo", "keywords": ["boat", "sea"]}


def frontify(service):
    service.assets[service.add("Harbour", picture(0))] |= {
        "filename": "harbour.jpg", "description": "At dawn.", "tags": [{"value": "boat"}, {"value": "sea"}],
        "copyright": {"status": "COPYRIGHTED", "notice": "© Ada"}}


SIMPLE = {
    "bynder": (Bynder, bynder, "assets", {
        "title": "Harbour", "description": "At dawn.", "keywords": {"boat", "sea"}, "Rights": "© Ada"}),
    "cloudinary": (Cloudinary, cloudinary, "", {"title": "Harbour", "altText": "Two boats", "keywords": {"boat", "sea"}}),
    "contentful": (Contentful, contentful, "", {"title": "Harbour", "description": "At dawn."}),
    "wordpress": (WordPress, wordpress, "", {
        "title": "Harbour & quay", "description": "At dawn.", "altText": "Two boats", "keywords": {"boat", "sea"},
        "Rights": "© Ada", "Creator": "Bo"}),
    "frontify": (Frontify, frontify, "library:L1", {
        "title": "Harbour", "description": "At dawn.", "keywords": {"boat", "sea"}, "Rights": "© Ada"}),
}


def box(service):
    service.entries[first(service.entries)] |= {"description": "At dawn.", "tags": ["boat", "sea"]}


def googledrive(service):
    service.items[next(id for id in service.content)]["description"] = "At dawn."


def lightroom(service):
    service.assets[first(service.assets)]["payload"]["xmp"] = {"dc": {
        "title": "Harbour", "description": "At dawn.", "subject": {"boat": True, "sea": True, "old": False}, "rights": "© Ada",
        "creator": ["Ada", "Bo"]}}


def flickr(service):
    service.photos[first(service.photos)] |= {
        "title": "Harbour", "description": {"_content": "At <b>dawn</b>."}, "tags": "boat sea", "ownername": "Ada"}


def vimeo(service):
    service.videos["2"] |= {"name": "Harbour", "description": "At dawn.", "tags": [{"name": "boat"}, {"name": "sea"}],
                            "license": "by-nc", "user": {"name": "Ada"}}


def first(of):
    return next(iter(of))


CONSENTED = {
    "box": (box, "", {"description": "At dawn.", "keywords": {"boat", "sea"}}),
    "googledrive": (googledrive, "root", {"description": "At dawn."}),
    "lightroom": (lightroom, "", {"title": "Harbour", "description": "At dawn.", "keywords": {"boat", "sea"}, "Rights": "© Ada",
                                  "Creator": "Ada, Bo"}),
    "flickr": (flickr, "", {"title": "Harbour", "description": "At dawn.", "keywords": {"boat", "sea"}, "Creator": "Ada"}),
    "vimeo": (vimeo, "folder:/users/1/projects/55", {
        "title": "Harbour", "description": "At dawn.", "keywords": {"boat", "sea"}, "Rights": "by-nc", "Creator": "Ada"}),
}


def connect(job, name: str, service) -> str:
    return job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": f"{name} at {service.url}", "connector": f"{name}Connector-v1.0"} | SERVICES[name][1](service))["id"]


def source(job, name: str, connection: str, folder: str, **rules) -> dict:
    return job.call(job.member, "POST", "/rest/v1/sources", 201, json={
        "name": name, "connection": connection,
        "rules": {"folders": [{"id": folder, "path": folder.partition(":")[2]}], "schedule": "manual"} | rules})


def synced(job, id: str) -> dict:
    """A sync, to its end."""
    before = job.call(job.member, "GET", f"/rest/v1/sources/{id}").get("sync", {}).get("number", 0)
    job.call(job.member, "POST", f"/rest/v1/sources/{id}/sync", 202)

    def over():
        last = job.call(job.member, "GET", f"/rest/v1/sources/{id}").get("sync")
        return last if last and last["number"] > before and last["state"] != "running" else None

    last = wait_until(over, 120)
    assert last and last["state"] == "done", last
    failed = job.call(job.member, "GET", f"/rest/v1/sources/{id}/files", params={"failed": "true"})["items"]
    assert last["counts"].get("failed", 0) == 0, [file["problem"] for file in failed]
    return last


def said(job, id: str) -> list[dict]:
    """What each asset of a source says, as the library's own API has it."""
    attributes = job.call(job.member, "GET", "/attributes")["payload"]
    names = {attribute["id"]: attribute["name"] for attribute in attributes}
    found = []
    for file in job.call(job.member, "GET", f"/rest/v1/sources/{id}/files", params={"state": "held"})["items"]:
        asset = job.call(job.member, "GET", f"/assets/{file['asset']}")["payload"]
        found.append({
            "id": asset["id"], "title": asset["title"], "description": asset["description"], "altText": asset["altText"],
            "keywords": set(asset["keywords"])} | {names[key]: value for key, value in asset["attributes"].items()})
    return found


def fitting(assets: list[dict], wanted: dict) -> list[dict]:
    return [asset for asset in assets if all(asset.get(name) == value for name, value in wanted.items())]


@pytest.mark.parametrize("name", SIMPLE)
def test_a_service_with_a_key_says_its_words(job, name):
    make, fill, folder, wanted = SIMPLE[name]
    service = make()
    try:
        fill(service)
        made = source(job, name, connect(job, name, service), folder)
        assert made["rules"]["mapping"], "nothing was filled in"
        synced(job, made["id"])
        assets = said(job, made["id"])
        assert fitting(assets, wanted), assets
        assert not service.leaks
    finally:
        service.close()


@pytest.mark.parametrize("name", CONSENTED)
def test_a_service_with_consent_says_its_words(job, name):
    fill, folder, wanted = CONSENTED[name]
    with simulator(job, name) as service:
        fill(service)
        made = source(job, name, service.connection, folder)
        synced(job, made["id"])
        assets = said(job, made["id"])
        assert len(fitting(assets, wanted)) == 1, assets


def test_box_s_events_don_t_take_the_tags_away(job):
    """Its list of changes says less of a file than its folders do."""
    with simulator(job, "box") as service:
        box(service)
        made = source(job, "box again", service.connection, "")
        synced(job, made["id"])
        changed = first(service.entries)
        service.entries[changed]["description"] = "At dusk."
        service.happened("ITEM_UPLOAD", service.entries[changed])
        assert synced(job, made["id"])["kind"] == "changes"
        assets = said(job, made["id"])
        assert fitting(assets, {"description": "At dusk.", "keywords": {"boat", "sea"}}), [a["description"] + str(a["keywords"]) for a in assets]


def test_what_a_person_changed_stands_and_what_changes_there_comes(job):
    service = Bynder()
    try:
        bynder(service)
        made = source(job, "kept", connect(job, "bynder", service), "assets")
        synced(job, made["id"])
        [asset] = said(job, made["id"])
        job.call(job.member, "PATCH", f"/assets/{asset['id']}", json=[{"op": "replace", "path": "/title", "value": "Ours"}])
        service.assets["A0001"] |= {"description": "At dusk.", "dateModified": "2099-01-01T00:00:00Z"}
        synced(job, made["id"])
        assert fitting(said(job, made["id"]), {"title": "Ours", "description": "At dusk.", "Rights": "© Ada"})
    finally:
        service.close()


def shown(page) -> str:
    return html.unescape(re.search(r'<textarea id="mapping"[^>]*>(.*?)</textarea>', page.text, re.S)[1])


def test_the_form_shows_the_lines_and_a_person_may_clear_them(job):
    service = WordPress()
    try:
        wordpress(service)
        connection = connect(job, "wordpress", service)
        page = job.member.get(job.weir.url + "/app/sources/new", params={"connection": connection})
        assert page.status_code == 200
        lines = shown(page).splitlines()
        assert "text(title.rendered) = title" in lines and "media_details.image_meta.copyright = rights" in lines
        given = {"name": "Cleared", "folder": '{"id":"","path":""}', "schedule": "manual", "keeps": "originals",
                 "vanished": "keep"}

        refused = submit(job.member, page, "/app/sources/new", **given | {"mapping": "caption"})
        assert refused.status_code == 400 and "is not like" in html.unescape(refused.text), re.findall("notice danger.*", refused.text)
        assert form(refused, "/app/sources/new")

        made = submit(job.member, page, "/app/sources/new", **given | {"mapping": ""})
        assert made.status_code == 200 and "/app/sources/" in made.url, made.text[:1500]
        cleared = made.url.rsplit("/", 1)[1]
        assert job.call(job.member, "GET", f"/rest/v1/sources/{cleared}")["rules"]["mapping"] == []

        kept = submit(job.member, page, "/app/sources/new", **given | {"name": "As it says", "mapping": "\r\n".join(lines)})
        id = kept.url.rsplit("/", 1)[1]
        rules = job.call(job.member, "GET", f"/rest/v1/sources/{id}")["rules"]
        assert len(rules["mapping"]) == len(lines)
        # Rules without a word about fields leave them as they are; an empty list clears them.
        rules.pop("mapping")
        path = f"/rest/v1/sources/{id}"
        assert len(job.call(job.member, "PATCH", path, json={"rules": rules})["rules"]["mapping"]) == len(lines)
        assert job.call(job.member, "PATCH", path, json={"rules": rules | {"mapping": []}})["rules"]["mapping"] == []
    finally:
        service.close()


def test_the_command_line_takes_them_others_or_none(job, tmp_path):
    service = Bynder()
    weir = Weir(free_folder(tmp_path), {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"})
    try:
        assert weir.start().stop() == 0
        weir.run("connect", "Brand", "--connector", "bynderConnector-v1.0", "--endpoint", service.url, "--authentication", "bearer",
                 "--secret", input=service.token + "\n")

        def add(name, *options):
            return weir.run("source", "add", name, "--connection", "Brand", "--folder", "assets", *options).stdout

        assert "copyright = rights" in add("One")
        assert "copyright" not in add("Two", "--no-fields")
        other = add("Three", "--field", "headline | name = title", "--field", "tags=keywords")
        assert "headline | name = title" in other and "tags = keywords" in other and "copyright" not in other
        assert "caption" in weir.run(
            "source", "add", "Four", "--connection", "Brand", "--folder", "assets", "--field", "caption", check=False).stderr
    finally:
        service.close()
