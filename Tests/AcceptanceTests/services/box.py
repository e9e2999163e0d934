"""Box, as its API description and developer guides describe it: codes of 30 seconds, refresh tokens that work once."""

import base64
import hashlib
import hmac
import json
import re
import secrets
from datetime import datetime, timezone

from services.simulator import Simulator, span


class Box(Simulator):
    kind = "box"
    authorize_path = "/api/oauth2/authorize"
    token_path = "/oauth2/token"
    wants_pkce = False
    code_lifetime = 30
    rotates = True

    def __init__(self):
        super().__init__()
        self.folders = {"0": {"type": "folder", "id": "0", "name": "All Files", "parent": None}}
        self.entries = {}
        self.content = {}
        self.events = []
        self.sessions = {}
        self.page = 2
        self.next_id = 100
        self.keys = ("primary-key-of-weir", "secondary-key-of-weir")
        self.webhooks = {}

    def endpoint(self):
        return self.url + "/2.0"

    def settings(self):
        return {"uploadAddress": self.url + "/api/2.0"}

    # -- What a test arranges

    def add(self, name, content=None, parent="0", id=None):
        self.next_id += 1
        id = id or str(self.next_id)
        item = {"id": id, "name": name, "etag": "0", "parent": {"type": "folder", "id": parent},
                "created_at": "2026-11-01T10:00:00-07:00", "modified_at": "2026-11-02T10:00:00-07:00", "description": ""}
        if content is None:
            self.folders[id] = item | {"type": "folder"}
            self.happened("ITEM_CREATE", self.folders[id])
        else:
            self.entries[id] = item | {"type": "file"}
            self.fill(id, content)
            self.happened("ITEM_UPLOAD", self.entries[id])
        return id

    def fill(self, id, content):
        self.content[id] = content
        self.entries[id] |= {"size": len(content), "sha1": hashlib.sha1(content).hexdigest(),
                             "file_version": {"type": "file_version", "id": secrets.token_hex(5)}}

    def trash(self, id):
        self.happened("ITEM_TRASH", self.entries.pop(id))

    def happened(self, kind, item):
        self.events.append({"type": "event", "event_id": secrets.token_hex(8), "event_type": kind, "source": {
            name: value for name, value in item.items() if name != "tags"}})

    def tell(self, deliver, key=None, at=None):
        """Sends every webhook what Box sends after an upload; `deliver` posts it to the address."""
        return [self.send(deliver, hook["address"], key or self.keys[0], at or self.stamp()) for hook in self.webhooks.values()]

    def send(self, deliver, address, key, at):
        body = json.dumps({"type": "webhook_event", "trigger": "FILE.UPLOADED", "source": {"type": "file", "id": "1"}}).encode()
        code = base64.b64encode(hmac.new(key.encode(), body + at.encode(), hashlib.sha256).digest()).decode()
        return deliver(address, body, {
            "Content-Type": "application/json", "BOX-DELIVERY-TIMESTAMP": at, "BOX-SIGNATURE-ALGORITHM": "HmacSHA256",
            "BOX-SIGNATURE-VERSION": "1", "BOX-SIGNATURE-PRIMARY": code, "BOX-SIGNATURE-SECONDARY": "none"})

    def stamp(self, seconds=0):
        return datetime.fromtimestamp(self.now() + seconds, timezone.utc).isoformat(timespec="seconds")

    # -- Answers

    def unauthorized(self):
        return 401, "", {"WWW-Authenticate": 'Bearer realm="Service", error="invalid_token"'}

    def limited(self, seconds=1):
        return 429, {"type": "error", "status": 429, "code": "rate_limit_exceeded",
                     "message": "Request rate limit exceeded, please try again later"}, {"Retry-After": str(seconds)}

    def refused(self, status, code, message):
        return status, {"type": "error", "status": status, "code": code, "message": message, "request_id": "x"}

    def missing(self):
        return self.refused(404, "not_found", "Not Found")

    def handle(self, call, grant):
        steps = call.path.removeprefix("/api").removeprefix("/2.0").strip("/").split("/")
        match (call.method, steps):
            case ("GET", ["users", "me"]):
                return 200, {"type": "user", "id": "1", "login": "ada@example.com"}
            case ("GET", ["folders", id, "items"]):
                return self.listed(id, call.query)
            case ("POST", ["folders"]):
                asked = call.json
                if any(item["name"] == asked["name"] for item in self.folders.values()):
                    return self.refused(409, "item_name_in_use", "Item with the same name already exists")
                return 201, self.folders[self.add(asked["name"], parent=asked["parent"]["id"])]
            case ("GET", ["files", id]):
                return (200, self.shown(self.entries[id], call.query["fields"])) if id in self.entries else self.missing()
            case ("DELETE", ["files", id]):
                if id not in self.entries:
                    return self.missing()
                self.trash(id)
                return 204, b""
            case ("GET", ["files", id, "content"]):
                if id not in self.entries:
                    return self.missing()
                return 302, b"", {"Location": self.address(self.content[id], "image/jpeg")}
            case ("POST", ["files", "content"]):
                return self.uploaded(call)
            case ("POST", ["files", "upload_sessions"]):
                return self.begin(call.json)
            case ("PUT", ["files", "upload_sessions", name]):
                return self.take(self.sessions[name], call)
            case ("POST", ["files", "upload_sessions", name, "commit"]):
                return self.commit(self.sessions[name], call)
            case ("POST", ["webhooks"]):
                asked = call.json
                if asked["target"]["id"] == "0":
                    return self.refused(400, "bad_request", "Webhooks on the root folder aren't supported")
                if any(hook["target"] == asked["target"] for hook in self.webhooks.values()):
                    return self.refused(409, "conflict", "Webhook already exists on the resource")
                self.next_id += 1
                self.webhooks[str(self.next_id)] = asked
                return 201, asked | {"id": str(self.next_id), "type": "webhook"}
            case ("DELETE", ["webhooks", id]):
                return (204, b"") if self.webhooks.pop(id, None) else self.missing()
            case ("GET", ["events"]):
                return self.told(call.query)
            case ("GET", ["search"]):
                found = [item for item in [*self.folders.values(), *self.entries.values()]
                         if item["type"] == call.query["type"] and call.query["query"].lower() in item["name"].lower()]
                return 200, {"entries": found, "total_count": len(found), "offset": 0, "limit": 200}
        return self.missing()

    def listed(self, id, query):
        if id not in self.folders:
            return self.missing()
        assert query["usemarker"] == "true"
        found = [item for item in [*self.folders.values(), *self.entries.values()] if (item["parent"] or {}).get("id") == id]
        start = int(query.get("marker") or 0)
        shown = [self.shown(item, query["fields"]) for item in found[start:start + self.page]]
        answer = {"entries": shown, "limit": int(query["limit"])}
        if start + self.page < len(found):
            answer["next_marker"] = str(start + self.page)
        return 200, answer

    @staticmethod
    def shown(item, fields):
        """Only what was asked for, besides what every item says."""
        return {name: value for name, value in item.items() if name in {"type", "id", "etag", *fields.split(",")}}

    def uploaded(self, call):
        attributes, name, content = multipart(call)
        if any(item["name"] == attributes["name"] for item in self.entries.values()):
            return self.refused(409, "item_name_in_use", "Item with the same name already exists")
        return 201, {"total_count": 1, "entries": [self.entries[self.add(attributes["name"], content, attributes["parent"]["id"])]]}

    def begin(self, asked):
        if asked["file_size"] < 20_000_000:
            return self.refused(400, "file_size_too_small", "The file is too small for an upload session")
        name = secrets.token_hex(8)
        self.sessions[name] = {"asked": asked, "parts": {}}
        return 201, {"id": name, "type": "upload_session", "part_size": 8 << 20, "total_parts": -(-asked["file_size"] // (8 << 20))}

    def take(self, session, call):
        first, last, total = span(call.headers["content-range"])
        assert total == session["asked"]["file_size"] and first % (8 << 20) == 0
        assert len(call.body) == 8 << 20 or last + 1 == total
        digest = base64.b64encode(hashlib.sha1(call.body).digest()).decode()
        if call.headers["digest"] != f"sha={digest}":
            return self.refused(412, "checksum_mismatch", "The digest is wrong")
        session["parts"][first] = call.body
        return 200, {"part": {"part_id": secrets.token_hex(4).upper(), "offset": first, "size": len(call.body), "sha1": hashlib.sha1(call.body).hexdigest()}}

    def commit(self, session, call):
        content = b"".join(session["parts"][at] for at in sorted(session["parts"]))
        digest = base64.b64encode(hashlib.sha1(content).digest()).decode()
        if call.headers["digest"] != f"sha={digest}" or len(call.json["parts"]) != len(session["parts"]):
            return self.refused(412, "checksum_mismatch", "The digest is wrong")
        asked = session["asked"]
        return 201, {"total_count": 1, "entries": [self.entries[self.add(asked["file_name"], content, asked["folder_id"])]]}

    def told(self, query):
        position = query["stream_position"]
        start = len(self.events) if position == "now" else int(position)
        page = self.events[start:start + self.page]
        # The same event comes twice now and then.
        twice = page[:1] if page else []
        return 200, {"chunk_size": len(page), "next_stream_position": str(start + len(page)), "entries": page + twice}


def multipart(call):
    """The attributes, which must come first, and the file."""
    import json

    boundary = re.search(r'boundary="?([^";]+)', call.headers["content-type"])[1].encode()
    parts = call.body.split(b"--" + boundary)[1:-1]
    names = [re.search(rb'name="([^"]*)"', part)[1] for part in parts]
    assert names == [b"attributes", b"file"], names
    bodies = [part.split(b"\r\n\r\n", 1)[1][:-2] for part in parts]
    name = re.search(rb'filename="([^"]*)"', parts[1])[1].decode()
    return json.loads(bodies[0]), name, bodies[1]
