"""Connectors from outside: made of documents and files, used by flows, moved to newer versions."""

import hashlib
import json
import os
import subprocess

import pytest

from browser import sign_in
from main_job import MainJob
from peer import Peer
from weir_server import PROGRAM, Weir, free_folder

HEAD = """
connector: quayConnector-v{version}
title: Quay
description: A place for pictures.
provenance: {{source: "https://quay.example/docs", date: "2026-11-22"}}
endpoint: {{default: "https://quay.example", editable: true}}
authentication: [{{kind: api_key, header: X-Quay-Key}}]
check: whoAmI
expect: [{{path: ok, differs: false, messages: [error]}}]
errors: {{meanings: [{{words: [quota_used_up], means: rateLimited}}]}}
"""

ACTIONS = """
actions:
  whoAmI: {title: Who am I, group: Account, description: Tells whose key it is., method: GET, path: /me}
  listAlbums: {title: List albums, group: Albums, description: Brings all albums., method: GET, path: /albums, output: {select: data}}
  putPicture:
    title: Put a picture
    group: Pictures
    description: Sends a picture.
    method: POST
    path: /albums/${input.folder}/pictures
    body: {multipart: {title: "${input.title}", content: "${input.file}"}}
    input:
      properties:
        folder: {type: string, title: Album, x-options: {action: listAlbums, value: id, label: name}}
        title: {type: string}
        file: {type: object, format: file}
        legacy: {type: boolean}
      required: [folder, file]
  uploadVideo:
    title: Upload a video
    group: Videos
    description: Sends a video in blocks.
    upload:
      file: ${input.file}
      blockSize: 64KB
      start: {method: POST, path: /sessions}
      block: {method: PUT, path: "/sessions/${upload.id}/${block.number}", headers: {Content-Range: "${block.range}"}}
      finish: {method: POST, path: "/sessions/${upload.id}/done"}
    input: {properties: {file: {type: object, format: file}}, required: [file]}
"""

STYLES = {
    "offset": ("start: '${page.offset}', count: '${page.size}'", "style: offset, items: data, total: total"),
    "page": ("page: '${page.number}', size: '${page.size}'", "style: page, first: 1, items: data"),
    "cursor": ("after: '${page.cursor}'", "style: cursor, items: data, at: next"),
    "marker": ("marker: '${page.cursor}'", "style: marker, items: data, at: id"),
    "nextURL": ("", "style: nextURL, items: data, at: next"),
    "linkHeader": ("", "style: linkHeader, items: data"),
}
LISTS = "".join(
    f"  {name}: {{title: List, group: Lists, description: Lists., method: GET, path: /list/{name}, query: {{{query}}}, "
    f"paging: {{size: 3, {paging}}}}}\n" for name, (query, paging) in STYLES.items())

NEWER = """
migrations:
  - from: quayConnector-v1.0
    actions:
      putPicture: {to: storePicture, fields: {folder: album}, removed: [legacy]}
actions:
  whoAmI: {title: Who am I, group: Account, description: Tells whose key it is., method: GET, path: /me}
  storePicture:
    title: Store a picture
    group: Pictures
    description: Sends a picture.
    method: POST
    path: /v2/${input.album}
    body: {json: {title: "${input.title}"}}
    input:
      properties: {album: {type: string}, title: {type: string}, file: {type: object, format: file}}
      required: [album]
      additionalProperties: false
"""


def answer(call):
    """The service of the connector: eight items in lists, and places for files."""
    def items(start, count=3):
        return [{"id": number} for number in range(start, min(start + count, 8))]

    def given(name, default=0):
        return int(call.query.get(name) or default)

    at = given("at")
    rest = f"{call.path}?at={at + 3}" if at + 3 < 8 else None
    match call.path.split("/")[1:]:
        case ["list", "offset"]:
            return 200, {"data": items(given("start"), given("count")), "total": 8}
        case ["list", "page"]:
            return 200, {"data": items((given("page") - 1) * given("size"), given("size"))}
        case ["list", "cursor"]:
            after = given("after")
            return 200, {"data": items(after), "next": str(after + 3) if after + 3 < 8 else None}
        case ["list", "marker"]:
            return 200, {"data": items(given("marker", -1) + 1)}
        case ["list", "nextURL"]:
            return 200, {"data": items(at), "next": rest and f"http://{call.headers['host']}{rest}"}
        case ["list", "linkHeader"]:
            link = {"Link": f'<http://{call.headers["host"]}{rest}>; rel="next"'} if rest else {}
            return 200, {"data": items(at)}, link
        case ["albums"]:
            return 200, {"data": [{"id": "a1", "name": "Autumn"}, {"id": "a2", "name": "Bridge"}]}
        case ["refused"]:
            return 200, {"ok": False, "error": "The album is closed."}
        case ["sessions"]:
            return 200, {"id": "s1"}
        case ["bytes"]:
            return 200, call.body or b"\x89PNG-like bytes", {"Content-Type": "image/png"}
        case _:
            return 200, {"ok": True, "id": "new"}


@pytest.fixture(scope="module")
def peer():
    with Peer(answer) as peer:
        yield peer


@pytest.fixture(scope="module")
def job(tmp_path_factory, peer):
    folder = tmp_path_factory.mktemp("files")
    settings = MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": peer.authority}
    server = Weir(free_folder(tmp_path_factory.mktemp("connectors")), settings).start()
    job = MainJob(server, folder)
    job.administrator = job.member = sign_in(server)
    take(job, HEAD.format(version="1.0") + ACTIONS + LISTS)
    job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "Quay", "connector": "quayConnector-v1.0", "endpoint": peer.url, "authentication": "api_key",
        "apiKey": "the-key-of-the-quay"})
    yield job
    assert server.stop() == 0


def take(job, document, status=201, **query) -> dict:
    body = document if isinstance(document, (str, bytes)) else json.dumps(document)
    return job.call(job.member, "POST", "/rest/v1/connectors/import", status, params=query,
                    data=body if isinstance(body, bytes) else body.encode())


def output(job, steps: str, **values):
    """What the last step of a flow gives."""
    run = job.finish(job.run(job.add_flow(f"name: Uses\nsteps: [{steps}]\n"), **(values or {"n": 1})))
    return job.log(run["id"])[-1]["output"]


def handle(job, name: str, body: bytes) -> str:
    (job.folder / name).write_bytes(body)
    return json.dumps({"$file": {"name": name, "size": len(body),
                                 "from": {"connection": "folder", "locator": f"{job.folder.name}/{name}"}}})


# -- Using one


@pytest.mark.parametrize("style", STYLES)
def test_a_loop_goes_through_a_list_however_it_pages(job, style):
    flow = job.add_flow(f"""
name: Pages
steps:
  - id: each
    forEach: {{action: quayConnector-v1.0/{style}, connection: Quay, input: {{}}}}
    steps: [{{id: a, action: weir/noop}}]
    output: "{{{{ .item.id }}}}"
""")
    run = job.finish(job.run(flow, n=1))
    [loop] = [entry for entry in job.log(run["id"]) if entry["path"] == "each"]
    assert loop["output"] == list(range(8))


def test_a_success_that_says_it_is_none_fails_with_the_service_s_words(job, peer):
    take(job, HEAD.format(version="1.1") + "actions:\n  shut: {title: Shut, group: A, description: Fails., method: GET, path: /refused}\n"
         "  whoAmI: {title: Who, group: A, description: Tells., method: GET, path: /me}\n")
    run = job.ended(job.run(job.add_flow(
        "name: Shut\nsteps: [{id: a, action: quayConnector-v1.1/shut, connection: Quay}]\n"), n=1))
    assert run["state"] == "failed" and "The album is closed." in run["failure"]["message"]
    shown = json.dumps(job.log(run["id"]))
    assert "/refused" in shown and "the-key-of-the-quay" not in shown


def test_files_go_up_as_multipart_and_in_blocks(job, peer):
    body = os.urandom(200_000)
    output(job, f"{{id: a, action: quayConnector-v1.0/putPicture, connection: Quay, input: {{folder: a1, title: Pier, "
                f"file: {handle(job, 'pier.bin', body)}}}}}")
    [call] = [call for call in peer.calls if call.path == "/albums/a1/pictures"]
    assert body in call.body and b'filename="pier.bin"' in call.body and b"Pier" in call.body
    assert call.headers["x-quay-key"] == "the-key-of-the-quay"
    output(job, f"{{id: a, action: quayConnector-v1.0/uploadVideo, connection: Quay, "
                f"input: {{file: {handle(job, 'film.bin', body)}}}}}")
    blocks = [call for call in peer.calls if call.path.startswith("/sessions/s1/") and call.method == "PUT"]
    assert b"".join(call.body for call in blocks) == body
    assert blocks[0].headers["content-range"] == "bytes 0-65535/200000"
    assert peer.paths()[-1] == "/sessions/s1/done"


def test_any_request_takes_a_file_and_gives_one(job, peer):
    body = os.urandom(50_000)
    got = output(job, f"{{id: a, action: httpConnector-v1.0/request, input: {{method: PUT, url: '{peer.url}/bytes', body: file, "
                      f"file: {handle(job, 'raw.bin', body)}}}}}, "
                      "{id: b, action: weir/hash, input: {file: '{{ .steps.a.file }}'}}")
    assert got["sha256"] == hashlib.sha256(body).hexdigest()


def test_a_form_s_field_offers_what_the_service_has(job):
    address = "/rest/v1/connectors/quayConnector-v1.0/actions/putPicture/options?field=folder&connection=Quay"
    options = job.call(job.member, "GET", address)
    assert options["options"] == [{"value": "a1", "label": "Autumn"}, {"value": "a2", "label": "Bridge"}]


def test_the_catalogue_tells_what_each_action_takes(job):
    connector = job.call(job.member, "GET", "/rest/v1/connectors/mediavaletConnector-v1.0")
    names = {action["name"] for action in connector["actions"]}
    assert {"uploadAsset", "checkInVersion", "bulkUpdate"} <= names and len(names) > 311
    for action in connector["actions"]:
        for name, schema in action["inputSchema"].get("properties", {}).items():
            assert schema.get("title"), f"{action['name']}.{name}"
    one = job.call(job.member, "GET", "/rest/v1/connectors/quayConnector-v1.0/actions/putPicture")
    assert one["inputSchema"]["required"] == ["folder", "file"]
    assert job.member.get(job.weir.url + "/rest/v1/connectors/quayConnector-v9.0").status_code == 404
    assert job.member.get(job.weir.url + "/rest/v1/connectors/quayConnector-v1.0/actions/no").status_code == 404


# -- Moving to the next


def test_flows_are_moved_to_a_newer_connector_with_a_word_on_every_change(job, tmp_path):
    step = "{id: put, action: quayConnector-v1.0/putPicture, connection: Quay, input: {folder: a1, legacy: true, " \
           f"file: {handle(job, 'x.bin', b'x')}}}}}"
    plain = job.add_flow(f"name: Plain\nsteps: [{step}]\n")
    begun = job.add_flow(f"name: Begun\nsteps: [{step}]\n")
    gone = job.add_flow("name: Gone\nsteps: [{id: a, action: quayConnector-v1.0/listAlbums, connection: Quay}]\n")
    path = f"/rest/v1/flows/{begun['id']}"
    job.call(job.member, "PUT", path + "/draft", json={"source": f"name: Begun\ndescription: New.\nsteps: [{step}]\n"})
    take(job, HEAD.format(version="2.0") + NEWER)

    seen = job.call(job.member, "GET", f"/rest/v1/flows/{plain['id']}/migration?to=quayConnector-v2.0")
    assert seen["outcome"] == "unchanged" and not seen["needsAttention"] and not seen["problems"]
    assert [change["path"] for change in seen["changes"]] == [
        "steps.0.action", "steps.0.input.album", "steps.0.input.legacy"]
    assert job.call(job.member, "GET", f"/rest/v1/flows/{plain['id']}")["version"] == 1

    moved = job.weir.run("connector", "migrate", "quayConnector-v2.0", "--publish", check=False)
    assert moved.returncode == 1, moved.stdout + moved.stderr
    assert "Plain: changed and published" in moved.stdout and "Begun: changed, as a draft" in moved.stdout
    assert "Gone: changed, as a draft" in moved.stdout and "choose another one" in moved.stdout
    assert job.call(job.member, "GET", f"/rest/v1/flows/{plain['id']}")["version"] == 2
    draft = job.call(job.member, "GET", path + "/draft")
    assert "storePicture" in json.dumps(draft) and "New." in json.dumps(draft)
    assert job.call(job.member, "GET", path)["version"] == 1
    assert job.call(job.member, "GET", f"/rest/v1/flows/{gone['id']}/draft")["problems"]
    again = job.call(job.member, "POST", f"/rest/v1/flows/{plain['id']}/migration",
                     json={"to": "quayConnector-v2.0", "publish": True})
    assert again["outcome"] == "unchanged" and again["changes"] == []


# -- Making one


def test_a_document_becomes_a_file_that_is_changed_by_hand_and_brought_back(job, tmp_path):
    document = {"openapi": "3.1.0", "info": {"title": "Lock", "version": "1"}, "servers": [{"url": "https://lock.example"}],
                "paths": {"/gates/{id}": {"get": {"operationId": "readGate", "tags": ["Gates"], "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                    "responses": {"200": {"description": "A gate"}}}}}}
    (tmp_path / "lock.json").write_text(json.dumps(document))
    job.weir.run("connector", "import", str(tmp_path / "lock.json"), "--output", str(tmp_path / "lock"))
    file = tmp_path / "lock" / "connector.yaml"
    assert job.weir.run("connector", "lint", str(file)).returncode == 0
    file.write_text(file.read_text() + "rate: {requests: 5, per: 1m}\n")
    job.weir.run("connector", "import", str(file))
    assert "lockConnector-v1.0" in job.weir.run("connector", "list").stdout
    wrong = job.member.post(job.weir.url + "/rest/v1/connectors/import", headers={"Origin": job.weir.url},
                            data=file.read_text().replace("rate:", "rat:"))
    assert wrong.status_code == 400 and wrong.json()["issues"][0]["place"].startswith("line ")


OPENAPI = {"openapi": "3.0.3", "info": {"title": "X", "version": "1"}, "paths": {}}


@pytest.mark.parametrize("document, place", [
    (b'{"openapi": "3.0.3", "x": ' + b"[" * 200_000, "line 1, column"),
    ("openapi: 3.0.0\na: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(9)), "line 2"),
    ("openapi: 3.0.0\na: &a\n  b: *a\n", "line 3, column"),
    (OPENAPI | {"paths": {"/a": {"get": {"parameters": [{"$ref": "http://169.254.169.254/x"}], "responses": {}}}}},
     "#/paths/~1a/get/parameters/0/$ref"),
    (OPENAPI | {"paths": {"/a": {"$ref": "file:///etc/passwd"}}}, "#/paths/~1a/$ref"),
    (OPENAPI | {"components": {"schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}},
                "paths": {"/a": {"get": {"parameters": [{"name": "q", "in": "query", "schema": {
                    "$ref": "#/components/schemas/A"}}], "responses": {}}}}}, "#/components/schemas/B/$ref"),
    ({"swagger": "2.0"}, "#/swagger"), (b"\xff\xfe\x00", "line 1"), (b"", "line 1"), (b"{", "line 1"),
])
def test_a_hostile_document_is_refused_with_the_place(job, document, place):
    refused = take(job, document, 400, id="hostileConnector-v1.0")
    places = [issue["place"] for issue in refused["issues"]]
    assert any(found.startswith(place) for found in places), refused
    assert job.member.get(job.weir.url + "/rest/v1/connectors/hostileConnector-v1.0").status_code == 404


def test_a_document_that_is_too_large_is_not_read(job, tmp_path):
    (tmp_path / "large.json").write_bytes(b'{"openapi": "3.0.3", "x": "' + b"a" * (100 << 20) + b'"}')
    refused = job.weir.run("connector", "import", str(tmp_path / "large.json"), check=False)
    assert refused.returncode == 65 and "bytes" in refused.stderr


# -- Where there is no deployment


def without_deployment(folder, *arguments) -> subprocess.CompletedProcess:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WEIR_")}
    return subprocess.run([PROGRAM, *arguments], cwd=folder, env=clean, capture_output=True, text=True, timeout=120)


def test_files_are_checked_where_there_is_no_deployment_and_none_is_made(tmp_path):
    (tmp_path / "good.yaml").write_text("name: Good\nsteps: [{id: a, action: weir/noop}, {id: b, flow: Other}]\n")
    (tmp_path / "bad.yaml").write_text("name: Bad\nsteps: [{id: a, action: weir/nop}]\n")
    good = without_deployment(tmp_path, "flow", "check", "good.yaml")
    assert good.returncode == 0 and "Nothing is wrong" in good.stdout and "no deployment" in good.stderr
    bad = without_deployment(tmp_path, "flow", "check", "bad.yaml")
    assert bad.returncode == 65 and 'Did you mean "weir/noop"?' in bad.stdout
    for arguments, word in [
        (("flow", "diff", "nowhere"), "nowhere can't be read"), (("flow", "diff", "."), "There is no deployment"),
        (("flow", "pull", "out"), "There is no deployment"), (("connector", "lint", "nowhere"), "nowhere can't be read"),
        (("connector", "import", "nowhere"), "nowhere can't be read"), (("user", "list"), "There is no deployment"),
    ]:
        refused = without_deployment(tmp_path, *arguments)
        assert refused.returncode == 66 and word in refused.stderr, (arguments, refused)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml", "good.yaml"]
