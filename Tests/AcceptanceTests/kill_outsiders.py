"""The other system and the person that runs wait for. They try again until they are answered."""

import threading
import time
from collections import Counter

import requests

from kill_flows import decision


class Outsiders:
    def __init__(self, hub, url: str, caller, reviewer):
        self.hub = hub
        self.url = url
        self.called = Counter()
        self.decided = set()
        self.errors = []
        self.is_closing = threading.Event()
        self.threads = [threading.Thread(target=self._loop, args=(caller, self._call)),
                        threading.Thread(target=self._loop, args=(reviewer, self._decide))]
        for thread in self.threads:
            thread.start()

    def check(self) -> None:
        assert not self.errors, self.errors

    def close(self) -> None:
        self.is_closing.set()
        for thread in self.threads:
            thread.join()

    def _loop(self, session, work) -> None:
        while not self.is_closing.wait(0.2):
            try:
                work(session)
            except requests.RequestException:
                continue
            except Exception as error:
                self.errors.append(repr(error))
                time.sleep(1)

    def _call(self, session) -> None:
        """Calls back where it was told to, as soon as it was told."""
        for n, address in list(self.hub.addresses.items()):
            if self.called[n]:
                continue
            answer = session.post(address, json={"n": n}, timeout=10)
            if answer.status_code >= 500:
                continue
            assert answer.status_code == 202, f"{n}: {answer.status_code} {answer.text}"
            self.called[n] += 1

    def _decide(self, session) -> None:
        answer = session.get(self.url + "/rest/v1/approvals", timeout=10)
        if answer.status_code >= 500:
            return
        for question in answer.json()["items"]:
            n = int(question["title"])
            decided = session.post(
                f"{self.url}/rest/v1/runs/{question['run']}/approvals", headers={"Origin": self.url}, timeout=10,
                json={"path": question["path"], "decision": decision(n), "reason": "Why not?"})
            # Nothing is open any more when an earlier answer was kept, though nobody was told.
            assert decided.status_code in (204, 404) or decided.status_code >= 500, decided.text
            self.decided.add(n)
