"""Bad input and bad days: the right status, one clear sentence, and nothing lost."""

import subprocess
import uuid

import pytest

from browser import sign_in
from conftest import settings_for
from main_job import MainJob
from media import jpeg, png
from waiting import wait_until
from weir_server import Weir, free_folder, root_category, upload


@pytest.fixture(scope="module")
def category(weir, api):
    return root_category(weir, api)


def make_category(weir, api, name, parent=None) -> str:
    answer = api.post(weir.url + "/categories", json={"treeName": name, "parentId": parent, "description": ""})
    assert answer.status_code == 201, answer.text
    return answer.json()["payload"]["id"]


def test_a_cycle_of_categories_is_refused_and_changes_nothing(weir, api):
    top = make_category(weir, api, "Top " + uuid.uuid4().hex[:6])
    middle = make_category(weir, api, "Middle", top)
    leaf = make_category(weir, api, "Leaf", middle)
    for target in (leaf, middle, top):
        answer = api.patch(f"{weir.url}/categories/{top}", json=[{"op": "replace", "path": "/parentId", "value": target}])
        assert answer.status_code in (400, 409), answer.text
        assert answer.json()["errors"], answer.text
    parents = {item["id"]: item.get("parentId") for item in api.get(weir.url + "/categories").json()["payload"]}
    assert (parents[leaf], parents[middle]) == (middle, top)


def test_an_altered_or_expired_media_address_gives_nothing(weir, api, category):
    asset = upload(weir, api, "link.bin", b"x" * 100, category)
    url = api.get(f"{weir.url}/assets/{asset}").json()["payload"]["media"]["original"]
    assert weir.session().get(url).status_code == 200
    address, _, query = url.partition("?")
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name not in ("se", "sig"):  # What may be seen until when is said by the path and these two.
            continue
        # The first letter: the last one of base64 may hold bits that don't count.
        other = ("2" if value[0] != "2" else "3") + value[1:]
        altered = address + "?" + query.replace(pair, f"{name}={other}")
        assert weir.session().get(altered).status_code in (400, 403, 404, 410), altered
        missing = address + "?" + query.replace(pair, "x=y")
        assert weir.session().get(missing).status_code in (400, 403, 404, 410), missing


def test_a_file_that_lies_about_its_kind_harms_only_itself(weir, api, category):
    liars = {
        "truncated.jpg": jpeg_head(weir), "empty.png": b"", "bomb.svg": b"<svg><!ENTITY a 'a'></svg>",
        "no.pdf": b"%PDF-1.7\n%%EOF", "no.mp4": b"\0\0\0\x18ftypmp42" + b"\xff" * 500,
    }
    assets = {name: upload(weir, api, name, body, category) for name, body in liars.items() if body}
    good = upload(weir, api, "good.png", png(30, 20), category)
    thumb = wait_until(lambda: api.get(f"{weir.url}/assets/{good}").json()["payload"]["media"].get("thumb"))
    assert thumb, "a good file after bad ones still gets its pictures"
    for name, asset in assets.items():
        payload = api.get(f"{weir.url}/assets/{asset}").json()["payload"]
        assert weir.session().get(payload["media"]["original"]).content == liars[name], name
    assert weir.session().get(weir.url + "/readyz").status_code == 200


def jpeg_head(weir) -> bytes:
    path = weir.folder.parent / f"{uuid.uuid4().hex}.jpg"
    return jpeg(path)[:2000]


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'{"filename": 5}', b"\xff\xfe", b'{"filename": "' + b"a" * 5000 + b'"}'])
def test_a_body_that_makes_no_sense_is_400(weir, api, body):
    answer = api.post(weir.url + "/uploads", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"]


def test_a_deeply_nested_body_is_refused_and_the_server_lives(weir, api):
    answer = api.post(weir.url + "/uploads", data=b"[" * 100_000, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 413)
    assert weir.session().get(weir.url + "/healthz").status_code == 200


def test_a_full_disk_is_507_and_nothing_half_written_is_seen(fresh):
    weir = fresh(WEIR_BLOBS_RESERVE="900000GB", WEIR_IDENTITY_PASSWORD_GRANT="true").start()
    application = weir.add_application("Full", grants=["password"], scopes="openid api")
    api = weir.api(weir.password_token(application, scope="openid api")["access_token"])
    info = api.post(weir.url + "/uploads", json={"filename": "big.bin"}).json()["payload"]
    put = weir.session().put(info["uploadUrl"], data=b"x" * 10_000, headers={"x-ms-blob-type": "BlockBlob"})
    assert put.status_code == 507 and "<Code>" in put.text
    api.put(f"{weir.url}/uploads/{info['id']}", json={"filename": "big.bin", "fileSizeInBytes": 10_000})
    api.post(f"{weir.url}/uploads/{info['id']}/categories", json=[root_category(weir, api)])
    final = api.patch(f"{weir.url}/uploads/{info['id']}", json=[{"op": "replace", "path": "/status", "value": 1}])
    assert final.status_code in (400, 404)
    assert api.get(weir.url + "/assets").json()["payload"]["assetCount"] == 0
    assert not [path for path in (weir.folder / "blobs").rglob("*") if path.is_file()]
    assert weir.stop() == 0


def test_a_lost_database_is_503_and_comes_back_by_itself(tmp_path):
    settings = settings_for("postgres+s3")
    weir = Weir(free_folder(tmp_path), settings | {"WEIR_IDENTITY_PASSWORD_GRANT": "true"}).start()
    application = weir.add_application("Lost", grants=["password"], scopes="openid api")
    api = weir.api(weir.password_token(application, scope="openid api")["access_token"])
    administration, _, name = settings["WEIR_DATABASE_URL"].partition("?")[0].rpartition("/")

    def administer(statement):
        subprocess.run(["psql", administration + "/postgres", "-qAtc", statement], check=True, capture_output=True)

    cut = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
    try:
        administer(f"alter database {name} allow_connections false")
        administer(cut)
        answer = api.get(weir.url + "/assets")
        assert answer.status_code == 503, answer.text
        assert name not in answer.text and "postgres://" not in answer.text
        assert weir.session().get(weir.url + "/readyz").status_code == 503
        assert weir.session().get(weir.url + "/healthz").status_code == 200
        administer(f"alter database {name} allow_connections true")
        assert wait_until(lambda: api.get(weir.url + "/assets").status_code == 200, 30)
        assert wait_until(lambda: weir.session().get(weir.url + "/readyz").status_code == 200, 30)
        administer(cut)
        assert wait_until(lambda: api.get(weir.url + "/assets").status_code == 200, 5)
        job = MainJob(weir, tmp_path)
        job.member = sign_in(weir)
        flow = job.add_flow("{name: After, steps: [{id: a, action: weir/noop}]}")
        job.finish(job.run(flow, x=1), timeout=30)
        assert weir.stop() == 0
    finally:
        administer(f"alter database {name} allow_connections true")
        if weir.process.poll() is None:
            weir.kill()
