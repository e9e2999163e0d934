"""Sources on folders of this machine, from outside: real files become assets and stay the same ones."""

import json
import os
import unicodedata

import pytest

from browser import form, sign_in, submit
from waiting import wait_until
from weir_server import Weir, free_folder


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files") / "photos"
    folder.mkdir()
    server = Weir(free_folder(tmp_path_factory.mktemp("sources")), {"WEIR_FOLDERS_ROOTS": str(folder)}).start()
    server.photos = folder
    server.member = sign_in(server)
    yield server
    assert server.stop() == 0


def add(house, name: str, folder: str, **rules) -> str:
    """A source made on its form; the id."""
    page = house.member.get(house.url + "/app/sources/new",
                            params={"connection": "folder", "at": folder, "path": folder})
    assert page.status_code == 200, page.text[:500]
    fields = {"name": name, "folder": '{"id":"%s","path":"%s"}' % (folder, folder), "schedule": "manual",
              "vanished": "mark", "keeps": "originals", "mirrors": "yes"} | rules
    made = submit(house.member, page, "/app/sources/new", **fields)
    assert made.status_code == 200 and "/app/sources/" in made.url, made.text[:2000]
    return made.url.rsplit("/", 1)[1]


def api(house, path: str, method="GET", **more):
    answer = house.member.request(method, f"{house.url}/rest/v1/sources/{path}", **more)
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def sync(house, source: str) -> dict:
    """A sync, to its end."""
    before = api(house, source).get("sync", {}).get("number", 0)
    page = house.member.get(f"{house.url}/app/sources/{source}")
    assert submit(house.member, page, "/sync").status_code == 200

    def over():
        last = api(house, source).get("sync")
        return last if last and last["number"] > before and last["state"] != "running" else None

    done = wait_until(over, 120)
    assert done and done["state"] == "done", done
    return done


def held(house, source: str) -> dict:
    """Asset by path."""
    return {file["path"]: file["asset"] for file in api(house, f"{source}/files", params={"state": "held"})["items"]}


def test_files_come_move_change_and_go(house):
    folder = house.photos / "harbour"
    (folder / "2026").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(b"the harbour")
    (folder / "2026" / "b.jpg").write_bytes(b"a boat")
    source = add(house, "Harbour", "photos/harbour")
    assert sync(house, source)["counts"]["added"] == 2
    first = held(house, source)
    assert set(first) == {"a.jpg", "2026/b.jpg"}

    os.rename(folder / "2026", folder / "2027")
    os.rename(folder / "a.jpg", folder / "quay.jpg")
    counts = sync(house, source)["counts"]
    second = held(house, source)
    assert (second["quay.jpg"], second["2027/b.jpg"]) == (first["a.jpg"], first["2026/b.jpg"])
    assert counts["brought"] == 0

    (folder / "quay.jpg").write_bytes(b"another harbour")
    os.remove(folder / "2027" / "b.jpg")
    counts = sync(house, source)["counts"]
    assert (counts["changed"], counts["gone"]) == (1, 1)
    assert held(house, source) == {"quay.jpg": first["a.jpg"]}
    page = house.member.get(f"{house.url}/app/library/{first['2026/b.jpg']}")
    assert "Gone at its source" in page.text


def test_names_that_only_look_alike_are_two_files(house):
    folder = house.photos / "names"
    folder.mkdir()
    names = ["caf\u00e9.jpg", unicodedata.normalize("NFD", "caf\u00e9.jpg"), "a:b*c?.jpg", "dots...", " blank .jpg",
             "\u202egpj.exe", "\U0001f469\u200d\U0001f469\u200d\U0001f467.jpg", "new\nline.jpg"]
    for number, name in enumerate(names):
        (folder / name).write_bytes(b"%d" % number)
    source = add(house, "Names", "photos/names")
    assert sync(house, source)["counts"]["added"] == len(names)
    assert len(held(house, source)) == len(names)
    assert sync(house, source)["counts"]["unchanged"] == len(names)


def test_a_preview_does_nothing(house):
    folder = house.photos / "preview"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"a")
    (folder / "b.mov").write_bytes(b"b")
    source = add(house, "Preview", "photos/preview", types="image")
    preview = api(house, f"{source}/preview", "POST")
    assert preview["counts"]["added"] == 1 and preview["counts"]["skipped"] == 1
    assert {example["what"] for example in preview["examples"]} == {"new", "skipped"}
    assert held(house, source) == {}
    page = house.member.get(f"{house.url}/app/sources/{source}")
    shown = submit(house.member, page, "/preview")
    assert "Its type isn&#39;t wanted" in shown.text or "Its type isn" in shown.text


def test_a_wrong_cron_line_stands_at_the_form(house):
    page = house.member.get(house.url + "/app/sources/new", params={"connection": "folder"})
    answer = submit(house.member, page, "/app/sources/new", name="Wrong", folder='{"id":"photos","path":"photos"}',
                    schedule="cron", cron="61 * * * * UTC", vanished="keep", keeps="originals")
    assert answer.status_code == 400 and "minute" in answer.text
    assert form(answer, "/app/sources/new")["fields"]["name"] == "Wrong"


def test_ticks_stay_while_one_looks_into_other_folders(house):
    for name in ("ticked/inner", "other/inside"):
        (house.photos / name).mkdir(parents=True)
    browse = "/app/sources/new/browse"
    page = house.member.get(house.url + "/app/sources/new", params={"connection": "folder"})
    ticked, other = ('{"id":"photos/%s","path":"photos/%s"}' % (name, name) for name in ("ticked", "other"))
    entered = form(page, "/app/sources/new")["fields"] | {
        "name": "Kept", "include": "2026/**", "schedule": "manual", "vanished": "keep", "keeps": "originals"}

    def press(**more):
        answer = house.member.post(house.url + browse, data=entered | more)
        assert answer.status_code == 200, answer.text[:2000]
        return answer

    shown = press(folder=ticked, open=other)
    assert "photos/other/inside" in shown.text and "photos/ticked/inner" not in shown.text
    kept = form(shown, "/app/sources/new")["fields"]
    assert json.loads(kept["folder"]) == json.loads(ticked)
    assert (kept["name"], kept["include"]) == ("Kept", "2026/**")
    # Without a tick, what was entered stays as well.
    assert form(press(open=other), "/app/sources/new")["fields"]["include"] == "2026/**"


def test_a_source_that_is_there_gets_another_folder(house):
    for name in ("kept", "added/deep"):
        (house.photos / name).mkdir(parents=True)
        (house.photos / name / f"{name.rpartition('/')[2]}.txt").write_text(name)
    source = add(house, "Grows", "photos/kept")
    sync(house, source)
    edit = f"{house.url}/app/sources/{source}/edit"
    page = house.member.get(edit)
    assert "Choose other folders" in page.text and "photos/added" not in page.text
    chosen = {"schedule": "manual", "vanished": "mark", "keeps": "originals"}
    entered = form(page, f"/app/sources/{source}/edit")["fields"] | chosen
    kept, added = ('{"id":"photos/%s","path":"photos/%s"}' % (name, name) for name in ("kept", "added"))
    browse = f"{house.url}/app/sources/{source}/browse"
    shown = house.member.post(browse, data=entered | {"folder": kept, "open": '{"id":"photos","path":"photos"}'})
    assert shown.status_code == 200 and "photos/added" in shown.text and "<h1>Grows</h1>" in shown.text
    still = form(shown, f"/app/sources/{source}/edit")["fields"]
    assert still["name"] == "Grows" and json.loads(still["folder"]) == json.loads(kept)
    saved = house.member.post(edit, data=list((still | chosen | {"folder": kept}).items()) + [("folder", added)])
    assert saved.status_code == 200 and "/edit" not in saved.url, saved.text[:2000]
    sync(house, source)
    assert sorted(path.rpartition("/")[2] for path in held(house, source)) == ["deep.txt", "kept.txt"]
