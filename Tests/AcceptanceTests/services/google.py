"""Google Drive, Sheets and YouTube, as their discovery documents and guides describe them."""

import base64
import hashlib
import json
import re
import secrets
from urllib.parse import unquote

from services.simulator import Simulator, part, span

FOLDER = "application/vnd.google-apps.folder"


class Google(Simulator):
    authorize_path = "/o/oauth2/v2/auth"
    token_path = "/token"
    wants_parameters = {"access_type": "offline", "prompt": "consent"}
    token_type = "Bearer"

    def unauthorized(self):
        return 401, {"error": {"code": 401, "message": "Request had invalid authentication credentials.",
                               "errors": [{"reason": "authError", "message": "Invalid Credentials"}]}}

    def limited(self, seconds=1):
        # Google promises no Retry-After, and says it with a 403.
        return 403, {"error": {"code": 403, "message": "User Rate Limit Exceeded",
                               "errors": [{"domain": "usageLimits", "reason": "userRateLimitExceeded"}]}}

    # -- Uploads that can be resumed

    def begin_upload(self, call, finish):
        total = int(call.headers.get("x-upload-content-length", -1))
        name = secrets.token_urlsafe(8)
        self.uploads = getattr(self, "uploads", {})
        self.uploads[name] = {"bytes": b"", "total": total, "finish": finish}
        return 200, "", {"Location": f"{self.url}{call.path}?uploadType=resumable&upload_id={name}"}

    def go_on(self, call):
        upload = getattr(self, "uploads", {}).get(call.query.get("upload_id"))
        if upload is None:
            return 404, {"error": {"code": 404, "message": "Unknown upload."}}
        told = call.headers.get("content-range", "")
        if not told.startswith("bytes */"):
            first, last, total = span(told)
            assert total == upload["total"] and last - first + 1 == len(call.body)
            if last + 1 < total:
                assert len(call.body) % (256 << 10) == 0, "blocks are multiples of 256 KiB"
            if first == len(upload["bytes"]):
                upload["bytes"] += call.body
        if len(upload["bytes"]) < upload["total"]:
            there = len(upload["bytes"])
            return 308, b"", {"Range": f"bytes=0-{there - 1}"} if there else {}
        return 200, upload["finish"](upload["bytes"])


class GoogleDrive(Google):
    kind = "googledrive"

    def __init__(self):
        super().__init__()
        self.items = {"root": {"id": "root", "name": "My Drive", "mimeType": FOLDER, "parents": []}}
        self.content = {}
        self.changes = []
        self.page = 2  # Google may give fewer than were asked for.
        self.emptyFirst = False
        self.watches = []

    def add(self, name, content=None, parent="root", mime="image/jpeg", id=None):
        id = id or secrets.token_hex(8)
        item = {"id": id, "name": name, "parents": [parent], "trashed": False, "mimeType": FOLDER if content is None else mime,
                "createdTime": "2026-11-01T10:00:00.000Z", "modifiedTime": "2026-11-02T10:00:00.000Z",
                "webViewLink": f"https://drive.google.com/file/d/{id}/view"}
        self.items[id] = item
        if content is not None:
            self.fill(item, content)
        self.changed(id)
        return id

    def fill(self, item, content):
        self.content[item["id"]] = content
        item |= {"size": str(len(content)), "md5Checksum": hashlib.md5(content).hexdigest(),
                 "sha256Checksum": hashlib.sha256(content).hexdigest(), "headRevisionId": secrets.token_hex(6)}

    def changed(self, id):
        self.changes.append(id)

    def remove(self, id):
        del self.items[id]
        self.changed(id)

    def tell(self, deliver, state="change", **forged):
        """Sends every channel what Drive sends after a change; `deliver` posts it to the address."""
        return [deliver(watch["address"], b"", {
            "X-Goog-Channel-ID": watch["id"], "X-Goog-Message-Number": "2", "X-Goog-Resource-ID": "changes",
            "X-Goog-Resource-State": state, "X-Goog-Channel-Token": watch["token"]} | forged) for watch in self.watches]

    def handle(self, call, grant):
        path, query = call.path, call.query
        if call.method == "PUT" and path.startswith("/upload/"):
            return self.go_on(call)
        match (call.method, path.strip("/").split("/")):
            case ("GET", ["drive", "v3", "about"]):
                assert query["fields"]
                return 200, {"user": {"displayName": "Ada", "emailAddress": "ada@example.com"}}
            case ("GET", ["drive", "v3", "files"]):
                return self.listed(query)
            case ("POST", ["drive", "v3", "files"]):
                asked = call.json
                assert asked["mimeType"] == FOLDER
                return 200, self.items[self.add(asked["name"], parent=asked["parents"][0])]
            case ("GET", ["drive", "v3", "changes", "startPageToken"]):
                return 200, {"startPageToken": str(len(self.changes))}
            case ("POST", ["drive", "v3", "changes", "watch"]):
                asked = call.json
                if not asked["address"].startswith("https://"):
                    return 400, {"error": {"code": 400, "errors": [{"reason": "push.webhookUrlNotHttps"}],
                                           "message": "WebHook callback must be HTTPS"}}
                if any(watch["id"] == asked["id"] for watch in self.watches):
                    return 400, {"error": {"code": 400, "errors": [{"reason": "channelIdNotUnique"}],
                                           "message": f"Channel id {asked['id']} not unique"}}
                self.watches.append(asked)
                return 200, {"id": call.json["id"], "resourceId": "changes", "expiration": str(int((self.now() + 604800) * 1000))}
            case ("GET", ["drive", "v3", "changes"]):
                return self.told(query)
            case ("GET", ["drive", "v3", "drives"]):
                return 200, {"drives": []}
            case ("POST", ["upload", "drive", "v3", "files"]):
                asked = call.json
                return self.begin_upload(call, lambda content: self.items[self.add(asked["name"], content, asked["parents"][0])])
            case (method, ["drive", "v3", "files", id]) | (method, ["upload", "drive", "v3", "files", id]):
                return self.one(call, method, unquote(id))
        return 404, {"error": {"code": 404, "message": "Not found."}}

    def one(self, call, method, id):
        item = self.items.get(id)
        if item is None:
            return 404, {"error": {"code": 404, "message": f"File not found: {id}.", "errors": [{"reason": "notFound"}]}}
        if method == "PATCH" and call.path.startswith("/upload/"):
            def finish(content):
                self.fill(item, content)
                self.changed(id)
                return item
            return self.begin_upload(call, finish)
        if method == "PATCH":
            item |= call.json
            self.changed(id)
            return 200, item
        if call.query.get("alt") == "media":
            return part(call, self.content[id], item["mimeType"])
        return 200, item

    def listed(self, query):
        wanted = query.get("q", "")
        found = [item for item in self.items.values() if item["id"] != "root" and not item["trashed"]]
        if parent := re.search(r"'([^']*)' in parents", wanted):
            found = [item for item in found if parent[1] in item["parents"]]
        if "mimeType = '" + FOLDER in wanted:
            found = [item for item in found if item["mimeType"] == FOLDER]
        if text := re.search(r"(?:fullText|name) contains '([^']*)'", wanted):
            found = [item for item in found if text[1].lower() in item["name"].lower()]
        start = json.loads(base64.b64decode(query["pageToken"])) if query.get("pageToken") else 0
        if self.emptyFirst and start == 0 and "pageToken" not in query:
            # An empty page with another one behind it, as shared drives give.
            return 200, {"files": [], "nextPageToken": base64.b64encode(b"0").decode()}
        size = min(self.page, int(query.get("pageSize", 100)))
        found = [{name: value for name, value in item.items() if name != "description" or name in query["fields"]} for item in found]
        answer = {"files": found[start:start + size]}
        if start + size < len(found):
            answer["nextPageToken"] = base64.b64encode(json.dumps(start + size).encode()).decode()
        return 200, answer

    def told(self, query):
        try:
            start = int(query["pageToken"])
        except (KeyError, ValueError):
            start = -1
        if not 0 <= start <= len(self.changes):
            return 400, {"error": {"code": 400, "message": "Invalid Value for pageToken", "errors": [
                {"reason": "invalid", "location": "pageToken"}]}}
        page = self.changes[start:start + self.page]
        changes = [{"changeType": "file", "fileId": id, "removed": id not in self.items,
                    **({"file": self.items[id]} if id in self.items else {})} for id in page]
        more = start + len(page) < len(self.changes)
        return 200, {"changes": changes, "nextPageToken" if more else "newStartPageToken": str(start + len(page))}


class GoogleSheets(Google):
    kind = "googlesheets"

    def __init__(self):
        super().__init__()
        self.sheets = {"s1": {"Shots": [["Name", "Rating"], ["harbour.jpg", 3]]}}

    def settings(self):
        return {"driveAddress": self.url}

    def handle(self, call, grant):
        match (call.method, [unquote(step) for step in call.path.strip("/").split("/")]):
            case ("GET", ["drive", "v3", "about"]):
                return 200, {"user": {"displayName": "Ada"}}
            case ("GET", ["drive", "v3", "files"]):
                return 200, {"files": [{"id": id, "name": f"Sheet {id}"} for id in self.sheets]}
            case ("GET", ["v4", "spreadsheets", id]):
                return 200, {"sheets": [{"properties": {"title": name}} for name in self.sheets[id]]}
            case ("GET", ["v4", "spreadsheets", id, "values", name]):
                return 200, {"range": name, "majorDimension": "ROWS", "values": self.sheets[id][name]}
            case ("POST", ["v4", "spreadsheets", id, "values", name]) if name.endswith(":append"):
                assert call.query["valueInputOption"] in ("RAW", "USER_ENTERED")
                self.sheets[id][name.removesuffix(":append")] += call.json["values"]
                return 200, {"updates": {"updatedRows": len(call.json["values"])}}
        return 404, {"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}

    def limited(self, seconds=1):
        return 429, {"error": {"code": 429, "message": "Quota exceeded for quota metric 'Read requests'.", "status": "RESOURCE_EXHAUSTED"}}


class YouTube(Google):
    kind = "youtube"

    def __init__(self):
        super().__init__()
        self.videos = {"v1": "Harbour", "v2": "Pier", "v3": "Lock"}
        self.content = {}

    def handle(self, call, grant):
        query = call.query
        if call.method == "PUT":
            return self.go_on(call)
        match (call.method, call.path):
            case ("GET", "/youtube/v3/channels"):
                return 200, {"items": [{"id": "UC1", "snippet": {"title": "Quay"},
                                        "contentDetails": {"relatedPlaylists": {"uploads": "UU1"}}}]}
            case ("GET", "/youtube/v3/playlistItems"):
                start = int(query.get("pageToken", 0))
                found = [{"etag": f"e-{id}", "snippet": {"title": name}, "contentDetails": {"videoId": id}}
                         for id, name in self.videos.items()]
                more = {"nextPageToken": str(start + 2)} if start + 2 < len(found) else {}
                return 200, {"items": found[start:start + 2], "pageInfo": {"totalResults": len(found)}} | more
            case ("GET", "/youtube/v3/playlists"):
                return 200, {"items": [{"id": "PL1", "snippet": {"title": "Harbours"}}], "pageInfo": {"totalResults": 1}}
            case ("POST", "/upload/youtube/v3/videos"):
                asked = call.json

                def finish(content):
                    id = f"v{len(self.videos) + 1}"
                    self.videos[id], self.content[id] = asked["snippet"]["title"], content
                    return {"id": id, "snippet": asked["snippet"], "status": asked["status"]}
                return self.begin_upload(call, finish)
        return 404, {"error": {"code": 404, "message": "Not found."}}
