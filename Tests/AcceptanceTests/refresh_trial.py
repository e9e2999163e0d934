"""Two servers, a strict provider and many callers whose token has just become bad, with servers killed in the middle."""

import base64
import concurrent.futures
import os
import time
from datetime import datetime
from pathlib import Path

import requests
from browser import sign_in
from rotating_provider import RotatingProvider
from waiting import wait_until
from weir_server import Weir

CONNECTOR = Path(__file__).with_name("strict_service.yaml")


class RefreshTrial:
    """Used by the tests with small numbers and by `Benchmarks/refresh` with large ones."""

    def __init__(self, folder: Path, settings: dict[str, str], provider: RotatingProvider):
        Path(folder).mkdir(parents=True, exist_ok=True)
        key = base64.b64encode(os.urandom(32)).decode()
        shared = settings | {"WEIR_VAULT_KEY": key, "WEIR_EGRESS_ALLOW": self.allowed(settings, provider),
                             "WEIR_LOG_LEVEL": "info"}
        self.provider = provider
        self.servers = [Weir(Path(folder) / f"server-{number}", shared) for number in (1, 2)]
        self.sessions = []

    @staticmethod
    def allowed(settings, provider) -> str:
        return ",".join(filter(None, [settings.get("WEIR_EGRESS_ALLOW"), provider.address]))

    def start(self) -> "RefreshTrial":
        first, second = self.servers
        first.start()
        second.start()
        second.administrator = first.administrator
        self.sessions = [sign_in(server, first.administrator) for server in self.servers]
        self.connection = self.connect()
        return self

    def connect(self) -> str:
        server, session = self.servers[0], self.sessions[0]
        server.run("connector", "import", str(CONNECTOR))
        # A running server takes it up at its next look.
        assert wait_until(lambda: self.is_known("strictConnector-v1.0"), 90)
        made = session.post(server.url + "/rest/v1/connections", headers={"Origin": server.url}, json={
            "name": "Strict", "connector": "strictConnector-v1.0", "endpoint": self.provider.url,
            "clientSource": "connection", "clientId": "weir", "clientSecret": "planted-secret",
            "authorizationUrl": self.provider.url + "/authorize", "tokenUrl": self.provider.url + "/token"})
        assert made.status_code == 201, made.text
        path = f"/rest/v1/connections/{made.json()['id']}"
        begun = session.post(server.url + path + "/authorize", headers={"Origin": server.url})
        assert begun.status_code == 200, begun.text
        back = session.get(server.url + "/rest/v1/oauth2/callback", params=self.provider.consent(begun.json()["url"]),
                           allow_redirects=False)
        assert back.status_code == 303, back.text
        return path

    def is_known(self, connector: str) -> bool:
        """Whether every server has the connector."""
        lists = [session.get(server.url + "/rest/v1/connectors").json()
                 for server, session in zip(self.servers, self.sessions)]
        return all(connector in [one["id"] for one in found] for found in lists)

    def call(self, number: int) -> bool:
        """One use of the connection by way of one server; whether the service took it."""
        server, session = self.servers[number], self.sessions[number]
        try:
            answer = requests.post(
                server.url + self.connection + "/test", headers={"Origin": server.url}, cookies=session.cookies,
                verify=server.certificate, timeout=300)
            return answer.status_code == 200 and answer.json()["working"]
        except (requests.RequestException, ValueError):
            return False

    def round(self, callers: int, kill: bool) -> dict:
        """Everybody uses the connection at once, with a token that is good no more.

        With `kill`, the server that is asking the provider is killed before it hears the answer, and started again."""
        provider = self.provider
        self.settle()
        before = (provider.accepted, provider.abandoned)
        provider.spoil()
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(max_workers=callers) as pool:
            first = [pool.submit(self.call, 0) for _ in range(callers // 2)]
            assert provider.arrived.wait(120), "nobody asked the provider"
            second = [pool.submit(self.call, 1) for _ in range(callers - callers // 2)]
            if kill:
                self.servers[0].kill()
            served = [sum(call.result() for call in calls) for calls in (first, second)]
        if kill:
            self.servers[0].start()
        return {"accepted": provider.accepted - before[0], "abandoned": provider.abandoned - before[1],
                "served": served, "seconds": round(time.monotonic() - began, 1)}

    def connection_now(self) -> dict:
        return self.sessions[1].get(self.servers[1].url + self.connection).json()

    def settle(self) -> None:
        """Until the new token may be renewed again: one that is refused within seconds of its renewal isn't, since the next
        would fare no better."""
        def is_settled():
            now = self.connection_now()
            renewed = datetime.fromisoformat(now["token"]["renewedAt"].replace("Z", "+00:00")).timestamp()
            return now["state"] == "healthy" and time.time() - renewed > 6
        assert wait_until(is_settled, 90), self.connection_now()

    def events(self) -> list[str]:
        answer = self.sessions[1].get(self.servers[1].url + self.connection + "/events", params={"limit": 500})
        assert answer.status_code == 200, answer.text
        return [event["kind"] for event in reversed(answer.json()["items"])]

    def audit(self) -> list[dict]:
        answer = self.sessions[1].get(self.servers[1].url + "/rest/v1/audit", params={"action": "connection."})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def stop(self) -> None:
        for server in self.servers:
            if server.process and server.process.poll() is None:
                server.stop()
