"""Adobe's identity, and behind it Lightroom, Creative Cloud Libraries and Frame.io V4, as their documents describe them."""

import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import unquote

from services.simulator import Simulator, part


class Adobe(Simulator):
    authorize_path = "/ims/authorize/v2"
    token_path = "/ims/token/v3"
    client_proof = "basic"
    access_lifetime = 86400
    wants_key = True

    def reply(self, reply, grant):
        if "offline_access" not in grant.scopes:
            reply.pop("refresh_token", None)
        return reply

    def unauthorized(self):
        return 401, {"error_code": "401013", "message": "Oauth token is not valid"}

    def handle(self, call, grant):
        if self.wants_key and call.headers.get("x-api-key") != self.client[0]:
            return 403, {"error_code": "403003", "message": "Api Key is invalid"}
        return self.asked(call)


class Lightroom(Adobe):
    kind = "lightroom"

    def __init__(self):
        super().__init__()
        self.assets = {}

    def settings(self):
        return {"apiKey": self.client[0], "catalog": "cat1"}

    def add(self, name, content):
        id = secrets.token_hex(16)
        self.assets[id] = {"content": content, "id": id, "type": "asset", "subtype": "image", "created": "2026-11-01T10:00:00Z",
                           "updated": "2026-11-02T10:00:00Z", "payload": {"importSource": {
                               "fileName": name, "fileSize": len(content), "sha256": hashlib.sha256(content).hexdigest()}}}
        return id

    def asked(self, call):
        path, query = call.path, call.query
        match path.strip("/").split("/"):
            case ["v2", "account"]:
                return self.said({"id": "a1", "entitlement": {"status": "subscriber"}})
            case ["v2", "catalog"]:
                return self.said({"id": "cat1"})
            case ["v2", "catalogs", "cat1", "albums"]:
                return self.said({"resources": [{"id": "al1", "subtype": "collection", "payload": {"name": "Autumn"}}]})
            case ["v2", "catalogs", "cat1", "albums", "al1", "assets"]:
                return self.said({"base": self.url, "resources": [], "links": {}})
            case ["v2", "catalogs", "cat1", "assets"]:
                found = [self.shown(asset) for asset in self.assets.values()
                         if asset["updated"] >= query.get("updated_since", "")]
                start = int(query.get("from", 0))
                links = {"next": {"href": f"{path}?from={start + 2}"}} if start + 2 < len(found) else {}
                return self.said({"base": self.url, "resources": found[start:start + 2], "links": links})
            case ["v2", "catalogs", "cat1", "assets", id]:
                return self.said(self.shown(self.assets[id])) if id in self.assets else self.said({"code": 4300, "description": "Not found"}, 404)
            case ["v2", "catalogs", "cat1", "assets", id, "renditions", size]:
                if size in ("2560", "fullsize"):
                    return self.said({"code": 4000, "description": "The rendition isn't there"}, 404)
                return part(call, self.assets[id]["content"], "image/jpeg")
        return self.said({"code": 4300, "description": "Not found"}, 404)

    def said(self, value, status=200):
        return status, "while (1) {}\n" + json.dumps(value), {"Content-Type": "application/json"}

    def shown(self, asset):
        return {name: value for name, value in asset.items() if name != "content"}


class Libraries(Adobe):
    kind = "cclibraries"
    scope_separator = ","
    access_lifetime = 86400

    def __init__(self):
        super().__init__()
        self.content = {}
        self.elements = []

    def settings(self):
        return {"apiKey": self.client[0], "storageAddress": self.url}

    def add(self, name, content):
        id = secrets.token_hex(8)
        self.content[id] = content
        self.elements.append({
            "id": id, "name": name, "type": "application/vnd.adobe.element.image+dcx", "created_date": 1793620800000,
            "modified_date": 1793620800000, "representations": [{
                "type": "image/png", "content_length": len(content), "md5": hashlib.md5(content).hexdigest(),
                "storage_href": f"{self.url}/storage/{id}"}]})
        return id

    def asked(self, call):
        match [unquote(step) for step in call.path.strip("/").split("/")]:
            case ["api", "v1", "libraries"]:
                return 200, {"total_count": 1, "libraries": [{"library_urn": "urn:aaid:sc:US:1", "name": "Brand", "version": "7",
                                                             "created_date": 1793620800000, "modified_date": 1793620800000}]}
            case ["api", "v1", "libraries", "urn:aaid:sc:US:1", "elements"]:
                start, limit = int(call.query["start"]), int(call.query["limit"])
                return 200, {"total_count": len(self.elements), "elements": self.elements[start:start + min(limit, 2)]}
            case ["storage", id]:
                return part(call, self.content[id], "image/png")
        return 404, {"reason": "not_found", "message": "Not found"}


class FrameIO(Adobe):
    kind = "frameio"
    wants_key = False

    def __init__(self):
        super().__init__()
        self.entries = {}
        self.content = {}
        self.waiting = {}
        self.webhooks = {}

    def endpoint(self):
        return self.url + "/v4"

    def settings(self):
        return {"account": "a1", "top": "r1", "workspace": "w1"}

    def tell(self, deliver, key=None, at=None):
        """Sends every webhook what Frame.io sends after an upload; `deliver` posts it to the address."""
        return [self.send(deliver, hook["url"], key or hook["secret"], str(int(at or time.time()))) for hook in self.webhooks.values()]

    def send(self, deliver, address, key, at):
        body = json.dumps({"type": "file.created", "resource": {"id": "f1", "type": "file"}, "account": {"id": "a1"},
                           "workspace": {"id": "w1"}, "project": {"id": "p1"}, "user": {"id": "u1"}}).encode()
        code = hmac.new(key.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
        return deliver(address, body, {"Content-Type": "application/json", "X-Frameio-Request-Timestamp": at,
                                       "X-Frameio-Signature": "v0=" + code})

    def add(self, name, content=None, parent="r1"):
        id = secrets.token_hex(8)
        self.entries[id] = {"id": id, "name": name, "type": "folder" if content is None else "file", "parent_id": parent,
                            "created_at": "2026-11-01T10:00:00Z", "updated_at": "2026-11-02T10:00:00Z",
                            "view_url": f"https://next.frame.io/{id}"}
        if content is not None:
            self.entries[id] |= {"file_size": len(content), "media_type": "video/mp4", "status": "transcoded"}
            self.content[id] = content
        return id

    def limited(self, seconds=1):
        return 429, {"errors": [{"title": "Too many requests", "detail": "Rate limit exceeded"}]}, {"Retry-After": str(seconds)}

    def asked(self, call):
        match (call.method, call.path.removeprefix("/v4/").split("/")):
            case ("GET", ["me"]):
                return 200, {"data": {"id": "u1", "name": "Ada"}}
            case ("POST", ["accounts", "a1", "workspaces", "w1", "webhooks"]):
                asked = call.json["data"]
                assert asked["name"] and asked["events"]
                id = secrets.token_hex(8)
                self.webhooks[id] = asked | {"id": id, "secret": secrets.token_urlsafe(24), "is_active": True}
                return 201, {"data": self.webhooks[id]}
            case ("DELETE", ["webhooks", id]):
                return (204, b"") if self.webhooks.pop(id, None) else (404, {"errors": [{"detail": "Not found"}]})
            case ("GET", ["accounts", "a1", "folders", folder, "children"]):
                found = [entry for entry in self.entries.values() if entry["parent_id"] == folder]
                start = int(call.query.get("after", 0))
                following = f"{call.path}?after={start + 2}&page_size=2" if start + 2 < len(found) else None
                return 200, {"data": found[start:start + 2], "links": {"next": following}, "total_count": len(found)}
            case ("POST", ["accounts", "a1", "folders", folder, "files", "local_upload"]):
                asked = call.json["data"]
                id = secrets.token_hex(8)
                sizes = [min(3 << 20, asked["file_size"] - at) for at in range(0, asked["file_size"], 3 << 20)]
                self.waiting[id] = {"asked": asked, "folder": folder, "parts": [None] * len(sizes)}
                urls = [{"size": size, "url": f"{self.files.url}/put/{id}/{number}"} for number, size in enumerate(sizes)]
                return 201, {"data": {"id": id, "media_type": "video/mp4", "upload_urls": urls}}
            case ("GET", ["accounts", "a1", "files", id]):
                if id in self.waiting and all(part is not None for part in self.waiting[id]["parts"]):
                    upload = self.waiting.pop(id)
                    made = self.add(upload["asked"]["name"], b"".join(upload["parts"]), upload["folder"])
                    self.entries[id] = self.entries.pop(made) | {"id": id}
                    self.content[id] = self.content.pop(made)
                if id not in self.entries:
                    return 404, {"errors": [{"title": "Not found", "detail": "Not found"}]}
                links = {"media_links": {"original": {"download_url": self.address(self.content[id], "video/mp4")}}} \
                    if call.query.get("include") == "media_links.original" else {}
                return 200, {"data": self.entries[id] | links}
        return 404, {"errors": [{"title": "Not found", "detail": "Not found"}]}

    def serve(self, call):
        if not call.path.startswith("/put/"):
            return super().serve(call)
        if "authorization" in call.headers:
            self.leaks.append(call)
        assert call.method == "PUT" and call.headers["x-amz-acl"] == "private" and call.headers["content-type"] == "video/mp4"
        _, _, id, number = call.path.split("/")
        self.waiting[id]["parts"][int(number)] = call.body
        return 200, b""
