"""Starts the built `weir` as a person would, and talks to it from outside."""

import json
import os
import queue
import shutil
import signal
import subprocess
import threading
import uuid
from pathlib import Path

import requests

PROGRAM = os.environ.get("WEIR_TEST_PROGRAM") or str(
    Path(__file__).resolve().parents[2] / ".build" / "debug" / "weir"
)


class Weir:
    """One server on a data folder of its own, on a free port of 127.0.0.1."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None):
        self.folder = Path(folder)
        self.settings = settings or {}
        self.port = 0
        self.process = None
        self.events = queue.Queue()
        self.administrator = None
        self.url = None
        self.log = self.folder.parent / (self.folder.name + ".log")

    @property
    def certificate(self) -> str:
        return str(self.folder / "certificate.pem")

    def environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("WEIR_")}
        return clean | {"WEIR_DATA_FOLDER": str(self.folder)} | self.settings

    def start(self, timeout: float = 60) -> "Weir":
        self.events = queue.Queue()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--port", str(self.port), "--json"],
                env=self.environment(), stdout=subprocess.PIPE, stderr=log, text=True,
            )
        threading.Thread(target=self._read, args=(self.process, self.events), daemon=True).start()
        ready = self.wait_for("ready", timeout)
        self.url = ready["url"]
        self.port = int(self.url.rsplit(":", 1)[1])
        return self

    @staticmethod
    def _read(process, events):
        for line in process.stdout:
            try:
                events.put(json.loads(line))
            except ValueError:
                events.put({"event": "unreadable", "line": line})
        events.put({"event": "end"})

    def wait_for(self, name: str, timeout: float) -> dict:
        while True:
            event = self.events.get(timeout=timeout)
            if event.get("event") == "administrator":
                self.administrator = event
            if event.get("event") == name:
                return event
            if event.get("event") == "end":
                raise AssertionError("weir ended before it was ready:\n" + self.log.read_text()[-4000:])

    def stop(self, timeout: float = 60) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)

    def run(self, *arguments: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [PROGRAM, *arguments], env=self.environment(), capture_output=True, text=True, timeout=120, **options
        )
        if check and done.returncode != 0:
            raise AssertionError(f"weir {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def run_json(self, *arguments: str) -> dict:
        return json.loads(self.run(*arguments, "--json").stdout)

    def add_application(self, name: str, *, grants=(), redirect=(), scopes="openid profile api offline_access") -> dict:
        arguments = ["app", "add", name, "--scopes", scopes]
        for grant in grants:
            arguments += ["--grant", grant]
        for uri in redirect:
            arguments += ["--redirect-uri", uri]
        return self.run_json(*arguments)

    def session(self) -> requests.Session:
        """A client that trusts this server's certificate, and nothing else."""
        session = requests.Session()
        session.verify = self.certificate
        session.trust_env = False
        return session

    def api(self, token: str, version: str | None = "1.2") -> requests.Session:
        session = self.session()
        session.headers["Authorization"] = f"Bearer {token}"
        if version:
            session.headers["x-mv-api-version"] = version
        return session

    def password_token(self, application: dict, user: dict | None = None, scope="openid api offline_access") -> dict:
        user = user or self.administrator
        answer = self.session().post(
            self.url + "/connect/token",
            auth=(application["clientId"], application["clientSecret"]),
            data={"grant_type": "password", "username": user["userName"], "password": user["password"], "scope": scope},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


def upload(weir: Weir, api: requests.Session, name: str, body: bytes, category: str, **properties) -> str:
    """MediaValet's documented upload sequence, as its samples do it. Returns the asset's id."""
    created = api.post(weir.url + "/uploads", json={"filename": name})
    assert created.status_code == 201, created.text
    info = created.json()["payload"]
    put = weir.session().put(info["uploadUrl"], data=body, headers={"x-ms-blob-type": "BlockBlob"})
    assert put.status_code == 201, put.text
    described = api.put(
        f"{weir.url}/uploads/{info['id']}",
        json={"filename": name, "title": properties.get("title", ""), "description": properties.get("description", ""),
              "fileSizeInBytes": len(body)},
    )
    assert described.status_code == 200, described.text
    assert api.post(f"{weir.url}/uploads/{info['id']}/categories", json=[category]).status_code == 201
    final = api.patch(f"{weir.url}/uploads/{info['id']}", json=[{"op": "replace", "path": "/status", "value": 1}])
    assert final.status_code == 200, final.text
    return info["id"]


def root_category(weir: Weir, api: requests.Session) -> str:
    answer = api.get(weir.url + "/categories")
    assert answer.status_code == 200, answer.text
    return answer.json()["payload"][0]["id"]


def free_folder(parent: Path) -> Path:
    return parent / f"data-{uuid.uuid4().hex[:8]}"


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
