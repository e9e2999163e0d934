"""What the simulated libraries, shops and sites have in common: who may come in, how fast, what is wrong, and their storage.

Each is made from the public documents of its service, not from the service itself.
"""

import json
import re
import time
from email.message import Message

from peer import Peer


class Library:
    """`handle(call)` answers one request; a `Refusal` anywhere becomes the service's own error."""

    def __init__(self):
        self.stored = {}  # What the storage beside it holds, by path.
        self.leaks = []  # Requests to the storage that carried credentials.
        self.pauses = []  # What is answered before anything else, one for each request.
        self.storage = Peer(self._store)
        self.peer = Peer(self._answer)

    @property
    def url(self) -> str:
        return self.peer.url

    @property
    def calls(self):
        return self.peer.calls

    @property
    def authorities(self) -> str:
        return f"{self.peer.authority},{self.storage.authority}"

    def close(self):
        self.peer.close()
        self.storage.close()

    def _answer(self, call):
        if self.pauses:
            return self.pauses.pop(0)
        try:
            self.admit(call)
            return self.handle(call)
        except Refusal as refusal:
            return refusal.answer

    def _store(self, call):
        if "authorization" in call.headers or "x-shopify-access-token" in call.headers:
            self.leaks.append(call.path)
        if call.method == "GET":
            return (200, self.stored[call.path]) if call.path in self.stored else (404, "")
        return self.keep(call)

    def keep(self, call):
        self.stored[call.path] = call.body
        return 200, ""

    def admit(self, call):
        """Refuses whoever may not come in."""

    def handle(self, call):
        raise Refusal(404, {"message": f"There is no {call.path}."})

    def retry_after(self, seconds: int, body, status=429):
        """The next request is told to wait; how long it did is to be seen by the times of the calls."""
        self.pauses.append((status, body, {"Retry-After": str(seconds)}))


class Refusal(Exception):
    def __init__(self, status: int, body, headers=None):
        super().__init__(str(body))
        self.answer = (status, body, headers or {})


def parts(call) -> dict:
    """The fields of a multipart body; a file as bytes, text as text."""
    match = re.search("boundary=([^;]+)", call.headers["content-type"])
    found = {}
    for part in call.body.split(b"--" + match.group(1).encode())[1:-1]:
        head, _, body = part.strip(b"\r\n").partition(b"\r\n\r\n") if part.endswith(b"\r\n") else (b"", b"", b"")
        body = part.partition(b"\r\n\r\n")[2][:-2]
        message = Message()
        message["Content-Disposition"] = re.search(rb"(?i)content-disposition: (.*)", head).group(1).decode()
        name = message.get_param("name", header="content-disposition")
        is_file = message.get_param("filename", header="content-disposition") is not None
        found[name] = body if is_file else body.decode()
    return found


def gap(calls, path_part: str) -> float:
    """How long lay between the first two requests for a path."""
    times = [call.at for call in calls if path_part in call.path]
    return times[1] - times[0]


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


__all__ = ["Library", "Refusal", "gap", "json", "now", "parts"]
