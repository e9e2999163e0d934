"""Dropbox, as its API specification describes it."""

import hashlib
import hmac
import json
import secrets

from services.simulator import Simulator, part


class Dropbox(Simulator):
    kind = "dropbox"
    authorize_path = "/oauth2/authorize"
    token_path = "/oauth2/token"
    wants_parameters = {"token_access_type": "offline"}
    access_lifetime = 14400

    def __init__(self):
        super().__init__()
        self.entries = {}  # By path in lower case.
        self.log = []  # Paths that changed, in order.
        self.cursors = {}
        self.sessions = {}
        self.page = 2
        self.link_lifetime = 4 * 3600

    def settings(self):
        return {"contentAddress": self.url}

    # -- What a test arranges

    def put(self, path, content=None):
        entry = self.entries.get(path.lower()) or {
            ".tag": "folder" if content is None else "file", "id": f"id:{secrets.token_urlsafe(10)}",
            "name": path.rsplit("/", 1)[-1], "path_lower": path.lower(), "path_display": path}
        if content is not None:
            entry |= {"size": len(content), "rev": secrets.token_hex(8), "content_hash": content_hash(content),
                      "client_modified": "2026-11-01T10:00:00Z", "server_modified": "2026-11-02T10:00:00Z",
                      "is_downloadable": True, "content": content}
        self.entries[path.lower()] = entry
        self.log.append(path.lower())
        return entry["id"]

    def remove(self, path):
        del self.entries[path.lower()]
        self.log.append(path.lower())

    def forget_cursors(self):
        self.cursors.clear()

    def ask(self, deliver, address):
        """The question by which Dropbox makes sure of an address that somebody entered in the App Console."""
        return deliver(address + "?challenge=sesame", None, {})

    def news(self, deliver, address, secret=None, account="dbid:1"):
        body = json.dumps({"list_folder": {"accounts": [account]}, "delta": {"users": [1]}}).encode()
        key = (secret or self.client[1]).encode()
        return deliver(address, body, {"Content-Type": "application/json",
                                       "X-Dropbox-Signature": hmac.new(key, body, hashlib.sha256).hexdigest()})

    # -- Answers

    def unauthorized(self):
        return 401, {"error_summary": "expired_access_token/.", "error": {".tag": "expired_access_token"}}

    def limited(self, seconds=1):
        return 429, {"error_summary": "too_many_requests/..", "error": {
            "reason": {".tag": "too_many_requests"}, "retry_after": seconds}}, {"Retry-After": str(seconds)}

    def refused(self, tag, **more):
        return 409, {"error_summary": f"{tag}/..", "error": {".tag": tag.split("/")[0]} | more}

    def handle(self, call, grant):
        path = call.path.removeprefix("/2/")
        if path.startswith(("files/upload_session", "files/download")):
            return self.contents(path, call, json.loads(call.headers["dropbox-api-arg"]))
        if path == "users/get_current_account":
            # It takes no argument, and no content type for none.
            assert call.body in (b"", b"null")
            return 200, {"account_id": "dbid:1", "email": "ada@example.com", "name": {"display_name": "Ada"}}
        asked = call.json
        match path:
            case "files/list_folder":
                return self.listing(asked)
            case "files/list_folder/continue":
                return self.go_on(asked["cursor"])
            case "files/list_folder/get_latest_cursor":
                return 200, {"cursor": self.cursor(("log", asked["path"], len(self.log)))}
            case "files/get_metadata":
                entry = self.find(asked["path"])
                return (200, shown(entry)) if entry else self.refused("path/not_found")
            case "files/get_temporary_link":
                entry = self.find(asked["path"])
                if not entry:
                    return self.refused("path/not_found")
                return 200, {"metadata": shown(entry), "link": self.address(entry["content"], "image/jpeg", self.link_lifetime)}
            case "files/create_folder_v2":
                if asked["path"].lower() in self.entries:
                    return self.refused("path/conflict/folder")
                self.put(asked["path"])
                return 200, {"metadata": shown(self.entries[asked["path"].lower()])}
            case "files/delete_v2":
                entry = self.find(asked["path"])
                if not entry:
                    return self.refused("path_lookup/not_found")
                self.remove(entry["path_lower"])
                return 200, {"metadata": shown(entry)}
        return 400, "Error in call to API function: unknown"

    def contents(self, path, call, asked):
        if path == "files/download":
            entry = self.find(asked["path"])
            if not entry:
                return self.refused("path/not_found")
            status, body, headers = part(call, entry["content"], "application/octet-stream")
            return status, body, headers | {"Dropbox-API-Result": json.dumps(shown(entry))}
        assert call.headers["content-type"] == "application/octet-stream"
        if path == "files/upload_session/start":
            name = secrets.token_urlsafe(8)
            self.sessions[name] = call.body
            return 200, {"session_id": name}
        cursor = asked["cursor"]
        sent = self.sessions.get(cursor["session_id"])
        if sent is None:
            return self.refused("not_found")
        if cursor["offset"] != len(sent):
            return self.refused("incorrect_offset", correct_offset=len(sent))
        self.sessions[cursor["session_id"]] = sent + call.body
        if path.endswith("append_v2"):
            return 200, "null", {"Content-Type": "application/json"}
        commit = asked["commit"]
        target = self.find(commit["path"])
        if target and commit["mode"] == "add":
            return self.refused("path/conflict/file")
        place = target["path_display"] if target else commit["path"]
        assert place.startswith("/"), place
        self.put(place, self.sessions.pop(cursor["session_id"]))
        return 200, shown(self.entries[place.lower()])

    def find(self, path):
        if path.startswith("id:"):
            return next((entry for entry in self.entries.values() if entry["id"] == path), None)
        return self.entries.get(path.lower())

    def cursor(self, place):
        name = secrets.token_urlsafe(16)
        self.cursors[name] = place
        return name

    def listing(self, asked):
        top = asked["path"]
        if top and not self.find(top):
            return self.refused("path/not_found")
        below = (self.find(top)["path_lower"] if top else "") + "/"
        depth = None if asked["recursive"] else below.count("/")
        found = [entry for path, entry in self.entries.items()
                 if path.startswith(below) and (depth is None or path.count("/") == depth)]
        return self.page_of([shown(entry) for entry in found], ("log", top, len(self.log)))

    def page_of(self, entries, after):
        here, rest = entries[:self.page], entries[self.page:]
        return 200, {"entries": here, "has_more": bool(rest), "cursor": self.cursor(("rest", rest, after) if rest else after)}

    def go_on(self, name):
        place = self.cursors.get(name)
        if place is None:
            return self.refused("reset")
        if place[0] == "rest":
            return self.page_of(place[1], place[2])
        _, top, start = place
        changes = []
        for path in dict.fromkeys(self.log[start:]):
            entry = self.entries.get(path)
            changes.append(shown(entry) if entry else {
                ".tag": "deleted", "name": path.rsplit("/", 1)[-1], "path_lower": path, "path_display": path})
        return self.page_of(changes, ("log", top, len(self.log)))


def shown(entry):
    return {name: value for name, value in entry.items() if name != "content"}


def content_hash(content: bytes) -> str:
    """SHA-256 of the SHA-256 of every block of 4 MB."""
    size = 4 << 20
    blocks = [hashlib.sha256(content[at:at + size]).digest() for at in range(0, len(content), size)]
    return hashlib.sha256(b"".join(blocks)).hexdigest()
