"""The upload sequence as MediaValet's clients do it, and everything that can go wrong with it."""

import base64
import hashlib
import socket
import ssl
import uuid
from urllib.parse import urlsplit

import pytest

from media import jpeg, png
from waiting import wait_until
from weir_server import root_category, upload


@pytest.fixture(scope="module")
def category(weir, api):
    return root_category(weir, api)


def test_a_picture_arrives_with_metadata_and_renditions(weir, api, category, tmp_path):
    body = jpeg(tmp_path / "p.jpg", 1600, 1200, **{"XMP-dc:Subject": ["weir", "Fluß"], "XMP-dc:Title": "The dam"})
    asset = upload(weir, api, "picture.jpg", body, category)
    payload = wait_until(lambda: (p := api.get(f"{weir.url}/assets/{asset}").json()["payload"])["media"].get("thumb") and p)
    assert payload["title"] == "The dam" and set(payload["keywords"]) == {"weir", "Fluß"}
    assert payload["file"]["sizeInBytes"] == len(body)
    assert payload["file"]["md5"].lower() in (hashlib.md5(body).hexdigest(), base64.b64encode(hashlib.md5(body).digest()).decode().lower())
    assert (payload["file"]["imageWidth"], payload["file"]["imageHeight"]) == (1600, 1200)
    for size in ("thumb", "small", "medium", "large"):
        picture = weir.session().get(payload["media"][size])
        assert picture.status_code == 200 and picture.headers["content-type"].startswith("image/"), size
    original = weir.session().get(payload["media"]["original"])
    assert original.content == body


def test_ranges_of_an_original(weir, api, category):
    body = bytes(range(256)) * 40
    asset = upload(weir, api, "bytes.bin", body, category)
    url = api.get(f"{weir.url}/assets/{asset}").json()["payload"]["media"]["original"]
    part = weir.session().get(url, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206 and part.content == body[100:200]
    assert part.headers["content-range"] == f"bytes 100-199/{len(body)}"
    assert weir.session().get(url, headers={"Range": "bytes=-10"}).content == body[-10:]
    assert weir.session().get(url, headers={"Range": f"bytes={len(body)}-"}).status_code == 416


def test_blocks_in_any_order(weir, api, category):
    info = api.post(weir.url + "/uploads", json={"filename": "blocks.bin"}).json()["payload"]
    blocks = {base64.b64encode(b"%06d" % i).decode(): bytes([65 + i]) * 5000 for i in range(4)}
    session = weir.session()
    for name in reversed(blocks):
        put = session.put(info["uploadUrl"] + "&comp=block&blockid=" + name.replace("=", "%3D"), data=blocks[name])
        assert put.status_code == 201, put.text
    body = "".join(f"<Latest>{name}</Latest>" for name in blocks)
    listed = session.put(info["uploadUrl"] + "&comp=blocklist",
                         data=f'<?xml version="1.0" encoding="utf-8"?><BlockList>{body}</BlockList>')
    assert listed.status_code == 201, listed.text
    whole = b"".join(blocks.values())
    described = api.put(f"{weir.url}/uploads/{info['id']}", json={
        "filename": "blocks.bin", "title": "", "description": "", "fileSizeInBytes": len(whole)})
    assert described.status_code == 200
    api.post(f"{weir.url}/uploads/{info['id']}/categories", json=[category])
    assert api.patch(f"{weir.url}/uploads/{info['id']}", json=[
        {"op": "replace", "path": "/status", "value": 1}]).status_code == 200
    url = api.get(f"{weir.url}/assets/{info['id']}").json()["payload"]["media"]["original"]
    assert session.get(url).content == whole


def test_finalising_checks_size_and_category(weir, api, category):
    info = api.post(weir.url + "/uploads", json={"filename": "a.png"}).json()["payload"]
    finalise = lambda: api.patch(f"{weir.url}/uploads/{info['id']}", json=[
        {"op": "replace", "path": "/status", "value": 1}]).status_code
    picture = png(40, 30)
    weir.session().put(info["uploadUrl"], data=picture, headers={"x-ms-blob-type": "BlockBlob"})
    api.put(f"{weir.url}/uploads/{info['id']}", json={"filename": "a.png", "fileSizeInBytes": len(picture) + 1})
    api.post(f"{weir.url}/uploads/{info['id']}/categories", json=[category])
    assert finalise() == 404
    api.put(f"{weir.url}/uploads/{info['id']}", json={"filename": "a.png", "fileSizeInBytes": len(picture)})
    assert finalise() == 200
    assert finalise() == 200, "finalising again is harmless"
    other = api.post(weir.url + "/uploads", json={"filename": "b.png"}).json()["payload"]
    weir.session().put(other["uploadUrl"], data=picture, headers={"x-ms-blob-type": "BlockBlob"})
    api.put(f"{weir.url}/uploads/{other['id']}", json={"filename": "b.png", "fileSizeInBytes": len(picture)})
    answer = api.patch(f"{weir.url}/uploads/{other['id']}", json=[{"op": "replace", "path": "/status", "value": 1}])
    assert answer.status_code == 400, "an upload without a category can't be finalised"


def test_a_body_that_is_cut_off_leaves_nothing(weir, api):
    info = api.post(weir.url + "/uploads", json={"filename": "cut.bin"}).json()["payload"]
    url = urlsplit(info["uploadUrl"])
    context = ssl.create_default_context(cafile=weir.certificate)
    with context.wrap_socket(socket.create_connection((url.hostname, url.port)), server_hostname=url.hostname) as line:
        line.sendall((f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\nx-ms-blob-type: BlockBlob\r\n"
                      "Content-Length: 100000\r\n\r\n").encode() + b"x" * 5000)
    api.put(f"{weir.url}/uploads/{info['id']}", json={"filename": "cut.bin", "fileSizeInBytes": 5000})
    answer = api.patch(f"{weir.url}/uploads/{info['id']}", json=[{"op": "replace", "path": "/status", "value": 1}])
    assert answer.status_code in (400, 404)


def test_a_forged_or_altered_upload_url_is_403(weir, api):
    info = api.post(weir.url + "/uploads", json={"filename": "f.bin"}).json()["payload"]
    forged = info["uploadUrl"].replace("sig=", "sig=A")
    answer = weir.session().put(forged, data=b"x", headers={"x-ms-blob-type": "BlockBlob"})
    assert answer.status_code == 403
    assert "<Code>" in answer.text and answer.headers["x-ms-error-code"]


def test_an_upload_with_the_same_client_id_is_the_same_upload(weir, api):
    wanted = str(uuid.uuid4())
    first = api.post(weir.url + "/uploads", json={"filename": "same.bin", "id": wanted})
    again = api.post(weir.url + "/uploads", json={"filename": "same.bin", "id": wanted})
    assert first.json()["payload"]["id"] == again.json()["payload"]["id"] == wanted


def test_a_text_called_jpg_is_kept_and_named_for_what_it_is(weir, api, category):
    asset = upload(weir, api, "liar.jpg", b"just words, no picture at all\n", category)
    kind = wait_until(lambda: (m := api.get(f"{weir.url}/assets/{asset}").json()["payload"]["media"])["type"] != "Image" and m)
    assert kind, "the kind must come from the bytes, not from the name"


@pytest.mark.parametrize("method, path, body, status", [
    ("get", "/assets/not-a-uuid", None, 400),
    ("get", f"/assets/{uuid.uuid4()}", None, 404),
    ("post", "/uploads", "{", 400),
    ("post", "/assets/search", '{"filters":"(AssetType EQ"}', 400),
    ("put", "/assets", "{}", 405),
    ("get", "/nowhere", None, 404),
])
def test_wrong_requests_get_the_right_status(weir, api, method, path, body, status):
    answer = api.request(method, weir.url + path, data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status, answer.text


def test_a_bad_filter_points_at_the_column(weir, api):
    answer = api.get(weir.url + "/assets", params={"filters": "(AssetType EQ Image) AND AND"})
    assert answer.status_code == 400
    assert "22" in answer.text or "column" in answer.text.lower()


def test_without_a_token_it_is_401(weir):
    assert weir.session().get(weir.url + "/assets").status_code == 401


def test_equal_bytes_are_stored_once(weir, api, category):
    body = b"the same bytes, twice" * 100
    one, two = upload(weir, api, "one.bin", body, category), upload(weir, api, "two.bin", body, category)
    assert one != two
    assert api.delete(f"{weir.url}/assets/{one}", params={"isHardDelete": "true"}).status_code == 200
    url = api.get(f"{weir.url}/assets/{two}").json()["payload"]["media"]["original"]
    assert weir.session().get(url).content == body
