"""The gallery's flows from end to end: a real library, a real folder, a real receiver, a person who decides."""

import pytest

from loopback import Service
from main_job import MainJob
from media import jpeg
from waiting import wait_until
from weir_server import Weir, free_folder, root_category, upload

KEY = "shop-key-0123456789"


class Shop:
    """Keeps products' pictures by the library's ids; away for its first call."""

    def __init__(self):
        self.pictures = {}
        self.isAway = True

    def answer(self, method, path, headers, body):
        if {name.lower(): value for name, value in headers.items()}.get("x-api-key") != KEY:
            return 401, {"error": "no key"}
        if self.isAway:
            self.isAway = False
            return 503, {"error": "closed for a moment"}
        self.pictures[path] = body
        return 200, {"id": path}


@pytest.fixture(scope="module")
def shop():
    shop = Shop()
    with Service(shop.answer) as service:
        shop.service = service
        yield shop


@pytest.fixture(scope="module")
def job(shop, tmp_path_factory):
    folder = tmp_path_factory.mktemp("media") / "incoming"
    folder.mkdir()
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": shop.service.address}
    weir = Weir(free_folder(tmp_path_factory.mktemp("weir")), settings).start()
    job = MainJob(weir, folder).prepare()
    job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "Shop", "connector": "httpConnector-v1.0", "endpoint": shop.service.url,
        "authentication": "api_key", "apiKey": KEY})
    yield job
    if weir.process.poll() is None:
        assert weir.stop() == 0


def ready(job, name, change=lambda source: source) -> dict:
    """A flow of the gallery, published as it is or with a small change; switched off."""
    made = job.call(job.member, "POST", f"/rest/v1/gallery/{name}", 201, json={})
    assert made["problems"] == [] and made["flow"]["published"], made
    source = job.member.get(f"{job.weir.url}/rest/v1/flows/{made['flow']['id']}/export").text
    if change(source) != source:
        job.call(job.member, "PUT", f"/rest/v1/flows/{made['flow']['id']}", json={"source": change(source)})
    return made["flow"]


def switch(job, flow, on: bool):
    job.call(job.member, "PUT", f"/rest/v1/flows/{flow['id']}/active", json={"active": on})


def runs(job, flow) -> list[dict]:
    return job.call(job.member, "GET", f"/rest/v1/runs?flow={flow['id']}")["items"]


def library(job, session=None):
    session = session or job.member
    session.headers.update({"x-mv-api-version": "1.2", "Origin": job.weir.url})
    return session


def categories(job, asset) -> list[str]:
    answer = library(job).get(f"{job.weir.url}/assets/{asset}/categories")
    return [category["tree"]["name"] for category in answer.json()["payload"]]


def put(job, folder, name, width, height):
    """A whole file at once, as a sync client does it."""
    jpeg(folder / name, width, height, **{"XMP-dc:Title": "The harbour"})
    (folder / name).replace(job.folder / name)


def test_a_file_that_appears_in_a_folder_becomes_one_asset_with_its_metadata(job, tmp_path):
    jpeg(job.folder / "before.jpg", 320, 200)
    flow = ready(job, "watched-folder", lambda source: source.replace("every: 1m", "every: 5s").replace(
        "input:\n", "input:\n      settleSeconds: 0\n", 1))
    switch(job, flow, True)
    triggers = f"/rest/v1/flows/{flow['id']}/triggers"
    assert wait_until(lambda: job.call(job.member, "GET", triggers)["items"][0].get("polledAt")), \
        job.call(job.member, "GET", triggers)
    put(job, tmp_path, "harbour.jpg", 640, 400)
    assert wait_until(lambda: runs(job, flow) and runs(job, flow)[0]["state"] == "succeeded"), runs(job, flow)
    found = job.assets(search="harbour")
    assert [asset["title"] for asset in found] == ["The harbour"]
    assert categories(job, found[0]["id"]) == ["From the watched folder"]
    assert not job.assets(search="before"), "what was there before is known"
    put(job, tmp_path, "harbour.jpg", 800, 500)
    assert wait_until(lambda: len(runs(job, flow)) == 2 and runs(job, flow)[0]["state"] == "succeeded"), runs(job, flow)
    assert len(job.assets(search="harbour")) == 1
    output = job.read_run(runs(job, flow)[0]["id"])["output"]
    assert output == [{"path": "incoming/harbour.jpg", "asset": found[0]["id"], "isNew": False}]
    switch(job, flow, False)


def test_products_pictures_reach_the_shop_once_for_each_change(job, shop, tmp_path):
    administrator = library(job, job.administrator)
    made = administrator.post(f"{job.weir.url}/attributes", json={"name": "SKU", "attributeType": "Text"})
    assert made.status_code in (200, 201), made.text
    attribute = made.json()["payload"]["id"]
    ids = {}
    for name in ["chair", "table", "wall"]:
        jpeg(tmp_path / f"{name}.jpg", 900, 600)
        ids[name] = upload(job.weir, library(job), f"{name}.jpg", (tmp_path / f"{name}.jpg").read_bytes(),
                           root_category(job.weir, library(job)), title=name.title())
        if name != "wall":
            given = library(job).post(f"{job.weir.url}/assets/{ids[name]}/attributes", json=[{attribute: f"{name}/1"}])
            assert given.status_code < 300, given.text
    assert wait_until(lambda: all(
        asset["media"]["thumb"] for asset in job.assets() if asset["id"] in ids.values()))
    flow = ready(job, "library-to-shop")
    job.finish(job.run(flow, now=True))
    paths = {f"/products/{name}%2F1/images/{ids[name]}" for name in ["chair", "table"]}
    assert set(shop.pictures) == paths
    chair = shop.pictures[f"/products/chair%2F1/images/{ids['chair']}"]
    assert chair["externalId"] == ids["chair"] and chair["title"] == "Chair"
    for address in chair["sizes"].values():
        picture = job.weir.session().get(address)
        assert picture.status_code == 200 and picture.headers["content-type"] == "image/jpeg", picture.text[:200]
    assert chair["sizes"]["large"] != chair["sizes"]["small"]
    sent = [call for call in shop.service.calls if call[3] == 200]
    assert len(sent) == 2 and [call[3] for call in shop.service.calls].count(503) == 1
    job.finish(job.run(flow, now=True))
    assert len([call for call in shop.service.calls if call[3] == 200]) == 2, "nothing has changed"
    changed = library(job).patch(f"{job.weir.url}/assets/{ids['chair']}",
                                 json=[{"op": "replace", "path": "/title", "value": "Armchair"}])
    assert changed.status_code < 300, changed.text
    job.finish(job.run(flow, now=True))
    assert [call[1] for call in shop.service.calls if call[3] == 200][2:] == [
        f"/products/chair%2F1/images/{ids['chair']}"]
    assert shop.pictures[f"/products/chair%2F1/images/{ids['chair']}"]["title"] == "Armchair"
    assert len(shop.pictures) == 2


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_new_asset_waits_for_a_decision_with_a_reason(job, tmp_path, decision):
    flow = ready(job, "approval-round")
    switch(job, flow, True)
    jpeg(tmp_path / "news.jpg", 400, 300)
    asset = upload(job.weir, library(job), f"news-{decision}.jpg", (tmp_path / "news.jpg").read_bytes(),
                   root_category(job.weir, library(job)), title=f"News to {decision}")
    def asked():
        questions = job.call(job.administrator, "GET", "/rest/v1/approvals")["items"]
        return [question for question in questions if f"News to {decision}" in question["title"]]
    assert wait_until(asked), runs(job, flow)
    question = asked()[0]
    assert categories(job, asset) == ["For approval"]
    job.call(job.administrator, "POST", f"/rest/v1/runs/{question['run']}/approvals", 204, json={
        "path": question["path"], "decision": decision, "reason": "Seen it <twice>"})
    run = job.finish(question["run"])
    assert run["output"]["approved"] == (decision == "approve") and run["output"]["reason"] == "Seen it <twice>"
    assert categories(job, asset) == ["Published" if decision == "approve" else "Sent back"]
    if decision == "reject":
        described = library(job).get(f"{job.weir.url}/assets/{asset}").json()["payload"]["description"]
        assert described.endswith("Seen it <twice>") and "by " in described
    switch(job, flow, False)
