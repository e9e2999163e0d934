"""The built-in steps on files, from outside: what they make, and what they do with files that mean harm."""

import io
import json
import os
import zipfile

import pytest

from browser import sign_in
from main_job import MainJob
from media import jpeg, png
from weir_server import Weir, free_folder


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    server = Weir(free_folder(tmp_path_factory.mktemp("steps")), MainJob.settings(folder)).start()
    job = MainJob(server, folder)
    job.administrator = job.member = sign_in(server)
    yield job
    assert server.stop() == 0


def put(job, name: str, body: bytes) -> dict:
    """A file of the folder, as a handle."""
    (job.folder / name).write_bytes(body)
    return {"$file": {"name": name, "size": len(body),
                      "from": {"connection": "folder", "locator": f"{job.folder.name}/{name}"}}}


def step(job, action: str, *more, **given) -> dict:
    """What a step gives, or how it fails; further steps see it as `.steps.a`."""
    steps = [{"id": "a", "action": f"weir/{action}", "input": given}, *more]
    flow = job.add_flow(json.dumps({"name": f"Does {action}", "steps": steps}))
    run = job.ended(job.run(flow, n=1))
    if run["state"] != "succeeded":
        assert run["failure"]["advice"] or run["failure"]["code"] == "invalid_input", run["failure"]
        return run["failure"]
    return job.log(run["id"])[-1]["output"]


def archive(**files: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files.items():
            made.writestr(name, body)
    return kept.getvalue()


def test_an_archive_is_packed_and_unpacked(job):
    files = step(job, "unzip", file=put(job, "good.zip", archive(**{"a/b.txt": b"hello", "ü.txt": b"weir"})))["files"]
    assert {(file["path"], file["size"]) for file in files} == {("a/b.txt", 5), ("ü.txt", 4)}
    made = step(job, "zip", files=[file["file"] for file in files], name="again.zip")
    assert made["count"] == 2 and made["file"]["$file"]["name"] == "again.zip"


@pytest.mark.parametrize("name, body, code, word", [
    ("bomb.zip", archive(big=b"\0" * 100_000_000), "archive_refused", "times its size"),
    ("slip.zip", archive(**{"../../evil": b"x"}), "archive_refused", "leads out"),
    ("cut.zip", archive(a=os.urandom(1000))[:-20], "archive_damaged", "cut off"),
    ("noise.zip", os.urandom(5000), "archive_damaged", "no ZIP"),
])
def test_an_archive_that_means_harm_is_refused(job, name, body, code, word):
    failure = step(job, "unzip", file=put(job, name, body))
    assert failure["code"] == code and word in failure["message"] and name in failure["message"]


def test_a_picture_gets_another_form_and_other_words(job):
    body = jpeg(job.folder / "whole.jpg")
    made = step(job, "rendition", file=put(job, "whole.jpg", body), format="webp", width=40)
    assert made["width"] == 40 and made["file"]["$file"]["mime"] == "image/webp"
    told = step(job, "writeMetadata", {"id": "b", "action": "weir/readMetadata", "input": {"file": "{{ .steps.a.file }}"}},
                file=put(job, "whole.jpg", body), title="Weir at dusk", keywords=["water", "dusk"])
    assert told["title"] == "Weir at dusk" and told["keywords"] == ["water", "dusk"]


@pytest.mark.parametrize("part", [0.3, 0.8])
def test_half_a_picture_is_not_made_into_a_whole_one(job, part):
    body = jpeg(job.folder / "long.jpg")
    failure = step(job, "rendition", file=put(job, "cut.jpg", body[:int(len(body) * part)]), format="png", width=1000)
    assert failure["code"] == "media_damaged", failure


@pytest.mark.parametrize("action, name, body, code", [
    ("rendition", "noise.jpg", os.urandom(3000), "media_unsupported"),
    ("videoPoster", "no.mp4", b"\0\0\0\x18ftypmp42" + b"\xff" * 500, "media_damaged"),
    ("writeMetadata", "noise.jpg", os.urandom(300), "media_damaged"),
])
def test_what_can_t_be_decoded_is_said_with_the_file_s_name(job, action, name, body, code):
    failure = step(job, action, file=put(job, name, body), **({"title": "x"} if action == "writeMetadata" else {}))
    assert failure["code"] == code and name in failure["message"]
    assert step(job, "rendition", file=put(job, "good.png", png(30, 20)), format="jpeg")["width"] == 30


@pytest.mark.parametrize("action, body, line, given", [
    ("readCSV", b'a,b\n1,2\n"x,3\n', "line 4", {}), ("readCSV", b"a,b\n1,2,3\n", "line 2", {}),
    ("readCSV", b"a\n\xe4\n", "line 2", {}), ("readJSONLines", b'{"a":1}\n\n{"a":\n', "line 3", {}),
    ("readXML", b'<!DOCTYPE l [<!ENTITY a "x">]><l>&a;</l>', "line 1", {"element": "l"}),
])
def test_a_table_s_fault_is_told_with_its_line(job, action, body, line, given):
    failure = step(job, action, file=put(job, "table", body), **given)
    assert failure["code"] == "malformed_file" and line in failure["message"]


def test_a_table_too_long_for_a_run_travels_as_a_file(job):
    body = b"id,name\n" + b"".join(b"%d,\"na,me\"\n" % number for number in range(12_000))
    read = step(job, "readCSV", {"id": "b", "action": "weir/writeJSONLines",
                                 "input": {"rows": "{{ .steps.a.rows }}", "name": "rows.jsonl"}},
                file=put(job, "long.csv", body))
    assert read["count"] == 12_000 and "$file" in read["file"]


def test_bytes_that_are_others_than_promised_are_refused(job):
    assert step(job, "hash", file=put(job, "h.bin", b"abc"), expected="00" * 32)["code"] == "checksum_mismatch"
    changed = put(job, "c.bin", b"abcdef")
    (job.folder / "c.bin").write_bytes(b"changed!")
    assert step(job, "hash", file=changed)["code"] == "file_changed"
    outside = step(job, "copy", file=put(job, "x.bin", b"x"), to="folder", path=f"{job.folder.name}/../../x")
    assert outside["code"] == "path_not_allowed"
