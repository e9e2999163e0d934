"""The main job through the doors that people and programs use: from an empty data folder to a library with links.

    weir = Weir(folder, MainJob.settings(media)).start()
    job = MainJob(weir, media)
    job.prepare()
    job.finish(job.run())
"""

import json
from pathlib import Path
from urllib.parse import urljoin

from browser import form, sign_in

FLOW = Path(__file__).resolve().parents[2] / "Examples" / "folder-to-library.yaml"
ENDED = ("succeeded", "failed", "cancelled")


class MainJob:
    """One person's way with one server. Everything goes over HTTP as it would from a browser."""

    def __init__(self, weir, folder: Path):
        self.weir = weir
        self.folder = Path(folder)
        self.administrator = None
        self.member = None
        self.connection = None
        self.flow = None
        self.last_run = None

    @staticmethod
    def settings(folder: Path) -> dict[str, str]:
        """What the server must be started with, so that flows may read the folder."""
        return {"WEIR_FOLDERS_ROOTS": str(folder)}

    # -- Steps 1 to 4 of the main job

    def prepare(self) -> "MainJob":
        self.administrator = sign_in(self.weir)
        self.enable_integration(self.add_application())
        self.member = sign_in(self.weir, self.add_person("robin", "write"))
        self.connection = self.connect("MediaValet")
        self.flow = self.add_flow(FLOW.read_text())
        return self

    def call(self, session, method: str, path: str, status: int = 200, **options) -> dict:
        answer = session.request(method, self.weir.url + path, headers={"Origin": self.weir.url}, **options)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text[:1500]}"
        return answer.json() if answer.content else {}

    def add_application(self) -> dict:
        return self.call(self.administrator, "POST", "/rest/v1/applications", 201, json={
            "name": "Flows", "redirectUris": [self.weir.url + "/rest/v1/oauth2/callback"],
            "scopes": ["openid", "api", "offline_access"], "grants": ["authorization_code", "refresh_token"]})

    def enable_integration(self, application: dict) -> None:
        changed = self.call(self.administrator, "PATCH", "/rest/v1/integrations/mediavalet", json={
            "clientId": application["application"]["clientId"], "clientSecret": application["clientSecret"],
            "endpoint": self.weir.url, "authorizationUrl": self.weir.url + "/connect/authorize",
            "tokenUrl": self.weir.url + "/connect/token"})
        assert changed["redirectUri"] == self.weir.url + "/rest/v1/oauth2/callback"
        assert "clientSecret" not in changed
        enabled = self.call(self.administrator, "POST", "/rest/v1/integrations/mediavalet/enable")
        assert enabled["state"] == "ready", enabled

    def add_person(self, name: str, role: str) -> dict:
        added = self.call(self.administrator, "POST", "/rest/v1/people", 201,
                          json={"userName": name, "displayName": name.title(), "libraryRole": role})
        return {"userName": name, "password": added["password"]}

    def connect(self, name: str) -> dict:
        """A connection to this very server, consented to by the person in their browser."""
        made = self.call(self.member, "POST", "/rest/v1/connections", 201, json={
            "name": name, "connector": "mediavaletConnector-v1.0", "endpoint": self.weir.url,
            "authorizationUrl": self.weir.url + "/connect/authorize", "tokenUrl": self.weir.url + "/connect/token"})
        assert made["state"] != "healthy", "nobody has consented yet"
        begun = self.call(self.member, "POST", f"/rest/v1/connections/{made['id']}/authorize")
        consent = self.member.get(begun["url"])
        asked = form(consent, "/connect/authorize")
        back = self.member.post(urljoin(consent.url, asked["action"]), data=asked["fields"] | {"decision": "allow"},
                                headers={"Origin": self.weir.url})
        assert back.status_code == 200, f"{back.url}: {back.status_code} {back.text[:1500]}"
        assert [step for step in back.history if "/rest/v1/oauth2/callback?" in step.url], back.history
        checked = self.call(self.member, "POST", f"/rest/v1/connections/{made['id']}/test")
        assert checked["working"] and checked["state"] == "healthy", checked
        return self.call(self.member, "GET", f"/rest/v1/connections/{made['id']}")

    def add_flow(self, source: str) -> dict:
        return self.call(self.member, "POST", "/rest/v1/flows", 201, json={"source": source})

    # -- Runs

    def run(self, flow: dict | None = None, **values) -> str:
        """Starts a run; it is on disk when this returns."""
        given = values or {"folder": self.folder.name}
        run = self.call(self.member, "POST", f"/rest/v1/flows/{(flow or self.flow)['id']}/runs", 202,
                        json={"input": given})
        self.last_run = run["id"]
        return run["id"]

    def read_run(self, run: str) -> dict:
        return self.call(self.member, "GET", f"/rest/v1/runs/{run}")

    def log(self, run: str) -> list[dict]:
        return self.call(self.member, "GET", f"/rest/v1/runs/{run}/log")["entries"]

    def events(self, run: str, timeout: float = 120):
        """What the server tells of the run as it happens, until the run has ended."""
        with self.member.get(f"{self.weir.url}/rest/v1/runs/{run}/events", stream=True, timeout=timeout) as answer:
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-type"].startswith("text/event-stream")
            # As bytes: of text, Python would end lines at letters that end none here.
            for line in answer.iter_lines():
                if line.startswith(b"data:"):
                    yield json.loads(line[5:])

    def ended(self, run: str, timeout: float = 120) -> dict:
        """The run after its end, however it ended."""
        for event in self.events(run, timeout):
            if event["run"]["state"] in ENDED:
                break
        return self.read_run(run)

    def finish(self, run: str, timeout: float = 120) -> dict:
        """The run after its good end."""
        run = self.ended(run, timeout)
        assert run["state"] == "succeeded", json.dumps(run.get("failure"), indent=1) + " at " + str(run.get("failedPath"))
        return run

    # -- What came of it

    def assets(self, **query) -> list[dict]:
        query = {"count": 200, "includeSoftDeleted": "false"} | query
        session = self.member
        answer = session.get(self.weir.url + "/assets", params=query, headers={"x-mv-api-version": "1.2"})
        assert answer.status_code == 200, answer.text
        return answer.json()["payload"]["assets"]

    def pages(self) -> dict[str, str]:
        """One address of each kind of page that now has something to show."""
        return {
            "asset": f"{self.weir.url}/app/library/{self.assets()[0]['id']}",
            "flow": f"{self.weir.url}/app/flows/{self.flow['id']}",
            "run": f"{self.weir.url}/app/activity/{self.last_run}",
            "connection": f"{self.weir.url}/app/connections/{self.connection['id']}",
            "integration": f"{self.weir.url}/app/integrations/mediavalet",
        }
