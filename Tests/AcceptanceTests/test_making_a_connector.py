"""The guide docs/making-a-connector.md, command by command, against a service that is made up."""

import http.server
import json
import re
import threading
import urllib.parse
from pathlib import Path

import pytest

from weir_server import Weir, free_folder

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "making-a-connector.md").read_text()


class Quay(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(parts.query))
        answer, status = {"error": {"message": "no such thing"}}, 404
        if self.headers.get("Authorization") != "Bearer quay-token":
            answer, status = {"error": {"message": "who are you"}}, 401
        elif parts.path == "/v1/me":
            answer, status = {"name": "Ada"}, 200
        elif parts.path == "/v1/items":
            items = [{"id": number, "name": f"{number}.jpg", "size": 7, "etag": "e1"} for number in (17, 18)]
            answer, status = ({"items": items[:1], "next": "n2"} if "after" not in query else {"items": items[1:]}), 200
        elif parts.path == "/v1/items/17":
            answer, status = {"id": 17, "name": "17.jpg", "size": 7, "etag": "e1"}, 200
        elif parts.path == "/v1/items/17/content":
            answer, status = "picture", 200
        elif parts.path == "/v1/albums/summer/pictures":
            answer, status = ({"data": [{"id": 1}], "next": "n2"} if "after" not in query else {"data": [{"id": 2}]}), 200
        body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def quay():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def block(containing: str) -> str:
    return next(text for text in re.findall(r"```yaml\n(.*?)```", GUIDE, re.S) if containing in text)


def test_the_guide_leads_from_nothing_to_a_flow(tmp_path, quay):
    weir = Weir(free_folder(tmp_path), {"WEIR_EGRESS_ALLOW": quay}).start()
    assert weir.stop() == 0
    folder = tmp_path / "Catalogue" / "quay"
    weir.run("connector", "new", str(folder), "--title", "Quay", "--url", f"http://{quay}/v1", "--authentication", "bearer")
    again = weir.run("connector", "new", str(folder), "--title", "Quay", "--url", "https://x.example",
                     "--authentication", "bearer", check=False)
    assert again.returncode != 0
    lint = weir.run("connector", "lint", str(folder))
    assert "Nothing is wrong" in lint.stdout and "provenance.verifiedAgainst" in lint.stdout
    assert "1 of 1 are as recorded" in weir.run("connector", "test", str(folder)).stdout

    file = folder / "connector.yaml"
    file.write_text(file.read_text() + block("listPictures:"))
    (folder / "fixtures" / "pictures.yaml").write_text(block("fixtures/pictures.yaml"))
    assert "2 of 2 are as recorded" in weir.run("connector", "test", str(folder)).stdout
    wrong = (folder / "fixtures" / "pictures.yaml").read_text().replace("after: n2", "after: n3")
    (folder / "fixtures" / "wrong.yaml").write_text(wrong)
    said = weir.run("connector", "test", str(folder), check=False)
    assert said.returncode == 1
    assert "line 7: query is {after: n2, limit: 50}, expected {after: n3, limit: 50}" in said.stdout

    weir.run("connector", "import", str(file))
    weir.run("connect", "My Quay", "--connector", "quayConnector-v1.0", "--authentication", "bearer", "--secret",
             input="quay-token\n")
    assert "17.jpg" in (listed := weir.run("files", "list", "My Quay").stdout) and "18.jpg" in listed
    weir.run("files", "get", "My Quay", "17", str(tmp_path / "picture.jpg"))
    assert (tmp_path / "picture.jpg").read_bytes() == b"picture"
    unknown = weir.run("files", "changes", "My Quay", check=False)
    assert unknown.returncode != 0 and "can't tell what changed" in unknown.stderr

    flow = tmp_path / "quay.yaml"
    flow.write_text(block("# quay.yaml"))
    weir.run("flow", "check", str(flow))
    weir.start()
    weir.run("flow", "run", str(flow), "--input", '{"album": "summer"}', "--follow")
    assert weir.stop() == 0
