"""The main job on real files: pictures, a video and a document arrive with what they say about themselves."""

import pytest

from conftest import STORES, settings_for
from main_job import MainJob
from media import jpeg, pdf, png, video
from waiting import wait_until
from weir_server import Weir, free_folder

# What every file says about itself: title and keywords, as the library must show them.
FILES = {
    "harbour.jpg": ("Harbour at dusk", {"harbour", "boats", "Größe"}),
    "forest.jpg": ("Forest", {"trees"}),
    "plain.png": ("plain", set()),
    "clip.mp4": ("A short film", {"film"}),
    "paper.pdf": ("The paper", {"paper", "print"}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("media") / "photos"
    (folder / "2026").mkdir(parents=True)
    jpeg(folder / "harbour.jpg", 1280, 960, **{
        "XMP-dc:Title": "Harbour at dusk", "XMP-dc:Description": "Boats come home.",
        "XMP-dc:Subject": ["harbour", "boats", "Größe"]})
    jpeg(folder / "2026" / "forest.jpg", 800, 600, **{"XMP-dc:Title": "Forest", "XMP-dc:Subject": ["trees"]})
    (folder / "plain.png").write_bytes(png(400, 300))
    video(folder / "clip.mp4", **{"XMP-dc:Title": "A short film", "XMP-dc:Subject": ["film"]})
    pdf(folder / "paper.pdf", **{"XMP-dc:Title": "The paper", "XMP-dc:Subject": ["paper", "print"]})
    (folder / "notes.txt").write_text("not asked for")
    return folder


@pytest.fixture(scope="module", params=STORES)
def job(request, tmp_path_factory, folder):
    weir = Weir(free_folder(tmp_path_factory.mktemp("weir")), settings_for(request.param) | MainJob.settings(folder))
    weir.start()
    job = MainJob(weir, folder).prepare()
    job.done = job.finish(job.run())
    yield job
    if weir.process.poll() is None:
        assert weir.stop() == 0


@pytest.fixture(scope="module")
def links(job):
    """The direct links that the run gives back, by file name, each with its asset."""
    link = next(entry for entry in job.log(job.done["id"]) if entry["path"] == "links")
    return {item["name"]: item for item in whole(link["output"])}


def whole(value):
    """The value of a log entry, which must not be cut for anything as small as this."""
    if isinstance(value, dict) and "value" in value:
        assert not value.get("truncated"), value
        return value["value"]
    return value


@pytest.fixture(scope="module")
def assets(job):
    found = wait_until(lambda: all_with_thumbnails(job))
    assert found, [asset["media"] for asset in job.assets()]
    return {asset["file"]["fileName"]: asset for asset in found}


def all_with_thumbnails(job):
    found = job.assets()
    return found if all(asset["media"].get("thumb") for asset in found) else None


def test_there_is_exactly_one_asset_for_each_file(job):
    names = sorted(asset["file"]["fileName"] for asset in job.assets())
    assert names == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_an_asset_has_the_title_and_keywords_of_its_file(assets, name):
    title, keywords = FILES[name]
    assert assets[name]["title"] == title
    assert set(assets[name]["keywords"]) == keywords


def test_an_asset_has_the_description_of_its_file(assets):
    assert assets["harbour.jpg"]["description"] == "Boats come home."


def test_the_bytes_are_those_of_the_files(job, assets, folder):
    for name, asset in assets.items():
        original = job.weir.session().get(asset["media"]["original"])
        assert original.content == next(folder.rglob(name)).read_bytes(), name


def test_every_asset_is_in_the_category_and_has_pictures(job, assets):
    category = job.call(job.member, "GET", "/categories")["payload"]
    category = next(item for item in category if item["tree"]["name"] == "From folders")
    for name, asset in assets.items():
        mine = job.call(job.member, "GET", f"/assets/{asset['id']}/categories")["payload"]
        assert [item["id"] for item in mine] == [category["id"]], name
        picture = job.weir.session().get(asset["media"]["thumb"])
        assert picture.status_code == 200 and picture.headers["content-type"].startswith("image/"), name


def test_one_collection_holds_them_all(job, assets):
    collections = job.call(job.member, "GET", "/lightboxes")["payload"]
    collection = [item for item in collections if item["name"] == "photos"]
    assert len(collection) == 1, collections
    inside = job.call(job.member, "GET", f"/lightboxes/{collection[0]['id']}/assets")["payload"]
    inside = inside["assets"] if isinstance(inside, dict) else inside
    assert {item["id"] for item in inside} == {asset["id"] for asset in assets.values()}


def test_each_asset_has_one_direct_link_that_works_for_anybody(job, assets, links):
    assert set(links) == set(FILES)
    for name, item in links.items():
        assert item["id"] == assets[name]["id"]
        listed = job.call(job.member, "GET", f"/directlinks/{item['id']}")
        assert listed["recordCount"]["totalRecordsFound"] == 1, name
        answer = job.weir.session().get(item["link"])
        assert answer.status_code == 200 and answer.content, name


def test_only_what_was_done_is_in_the_log(job):
    entries = job.log(job.done["id"])
    assert all(entry["state"] == "succeeded" for entry in entries)
    uploads = [entry for entry in entries if entry["step"] == "upload"]
    assert len(uploads) == len(FILES) and all(entry["attempts"] == [] for entry in uploads)


def test_secrets_are_nowhere_in_the_log_of_the_server(job):
    text = job.weir.log.read_text() + str(job.log(job.done["id"]))
    assert job.weir.administrator["password"] not in text
    assert "sig=" not in job.weir.log.read_text()


def test_every_page_of_it_opens(job):
    for name, address in job.pages().items():
        session = job.administrator if name == "integration" else job.member
        answer = session.get(address)
        assert answer.status_code == 200 and "<h1" in answer.text, f"{name}: {answer.status_code}"


def test_running_the_flow_again_makes_a_second_set(job):
    before = len(job.assets())
    job.finish(job.run())
    assert len(job.assets()) == before + len(FILES)
