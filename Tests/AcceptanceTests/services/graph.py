"""Microsoft Graph: OneDrive, a library of SharePoint, and Teams, as its documentation of v1.0 describes them."""

import hashlib
import json
import re
import secrets
from urllib.parse import quote, unquote

from services.simulator import Simulator, span


class Graph(Simulator):
    authorize_path = "/common/oauth2/v2.0/authorize"
    token_path = "/common/oauth2/v2.0/token"
    access_lifetime = 3599
    rotates = True
    token_type = "Bearer"

    def endpoint(self):
        return self.url + "/v1.0"

    def reply(self, reply, grant):
        # Without the scope there is no refresh token, and no word about it.
        if "offline_access" not in grant.scopes:
            reply.pop("refresh_token", None)
        return reply | {"ext_expires_in": 3599}

    def unauthorized(self):
        return 401, {"error": {"code": "InvalidAuthenticationToken", "message": "Lifetime validation failed, the token is expired."}}

    def limited(self, seconds=1):
        return 429, {"error": {"code": "TooManyRequests", "message": "Too many requests"}}, {"Retry-After": str(seconds)}

    def refused(self, status, code, message):
        return status, {"error": {"code": code, "message": message, "innerError": {"request-id": "x"}}}


class OneDrive(Graph):
    kind = "onedrive"
    base = "/me/drive"

    def __init__(self):
        super().__init__()
        self.items = {"root": {"id": "root", "name": "root", "root": {}, "folder": {"childCount": 0}}}
        self.content = {}
        self.log = []
        self.sessions = {}
        self.page = 2
        self.expired = False
        self.subscriptions = []
        self.deliver = None  # Posts to a subscriber's address; Microsoft asks it a question first.

    # -- What a test arranges

    def add(self, name, content=None, parent="root", id=None):
        id = id or f"01{secrets.token_hex(8).upper()}"
        item = {"id": id, "name": name, "parentReference": {"id": parent, "driveId": "b!1"},
                "createdDateTime": "2026-11-01T10:00:00Z", "lastModifiedDateTime": "2026-11-02T10:00:00Z",
                "webUrl": f"https://example.sharepoint.com/{name}"}
        self.items[id] = item | ({"folder": {"childCount": 0}} if content is None else {})
        if content is not None:
            self.fill(id, content)
        self.log.append(id)
        return id

    def fill(self, id, content):
        self.content[id] = content
        self.items[id] |= {"size": len(content), "cTag": secrets.token_hex(4), "eTag": secrets.token_hex(4),
                           "file": {"mimeType": "image/jpeg", "hashes": {"quickXorHash": hashlib.md5(content).hexdigest()}}}

    def remove(self, id):
        del self.items[id]
        self.log.append(id)

    # -- Answers

    def before(self, call):
        if call.path.startswith("/up/"):
            # The upload's address speaks for itself: credentials there are an error (and a leak).
            if "authorization" in call.headers:
                self.leaks.append(call)
            return self.take(call)
        return None

    def handle(self, call, grant):
        path = call.path.removeprefix("/v1.0")
        if path == "/me":
            return 200, {"id": "u1", "displayName": "Ada"}
        if path == "/subscriptions":
            return self.subscribe(call.json)
        if found := re.fullmatch(r"/subscriptions/([^/]+)", path):
            subscription = next((one for one in self.subscriptions if one["id"] == found[1]), None)
            if subscription is None:
                return self.refused(404, "ResourceNotFound", "The object was not found.")
            if call.method == "DELETE":
                self.subscriptions.remove(subscription)
                return 204, b""
            subscription |= call.json
            return 200, subscription
        if found := self.handle_more(call, path):
            return found
        if not path.startswith(self.base):
            return self.refused(404, "itemNotFound", "The resource could not be found.")
        path = path.removeprefix(self.base)
        if path == "":
            return 200, {"id": "b!1", "driveType": "business"}
        if path == "/root/delta":
            return self.delta(call)
        if found := re.fullmatch(r"/root/search\(q='(.*)'\)", path):
            text = unquote(found[1]).lower()
            return 200, {"value": [item for item in self.items.values() if text in item["name"].lower()]}
        if found := re.fullmatch(r"/items/([^/:]+):/([^/:]+):/createUploadSession", path):
            return self.session(unquote(found[1]), unquote(found[2]), call.json["item"]["@microsoft.graph.conflictBehavior"])
        if found := re.fullmatch(r"/items/([^/]+)/createUploadSession", path):
            item = self.items[found[1]]
            return self.session(item["parentReference"]["id"], item["name"], "replace")
        if found := re.fullmatch(r"/items/([^/]+)/children", path):
            return self.children(unquote(found[1]), call)
        if found := re.fullmatch(r"/items/([^/]+)", path):
            return self.one(unquote(found[1]), call)
        return self.refused(404, "itemNotFound", "The resource could not be found.")

    def handle_more(self, call, path):
        return None

    def subscribe(self, asked):
        if self.deliver:
            question = secrets.token_hex(8) + " +&"
            status, text = self.deliver(f"{asked['notificationUrl']}?validationToken={quote(question)}", b"", {})
            if (status, text) != (200, question):
                return self.refused(400, "InvalidRequest", "Subscription validation request failed.")
        subscription = asked | {"id": "sub" + str(len(self.subscriptions) + 1)}
        self.subscriptions.append(subscription)
        return 201, subscription

    def tell(self, deliver, **forged):
        """Sends every subscriber what Microsoft sends after a change."""
        return [deliver(one["notificationUrl"], json.dumps({"value": [{
            "subscriptionId": one["id"], "clientState": one["clientState"], "changeType": "updated",
            "resource": "me/drive/root"} | forged]}).encode(), {"Content-Type": "application/json"})
            for one in self.subscriptions]

    def one(self, id, call):
        item = self.items.get(id)
        if item is None:
            return self.refused(404, "itemNotFound", "Item not found")
        if call.method == "DELETE":
            self.remove(id)
            return 204, b""
        if call.method == "PATCH":
            item |= call.json
            self.log.append(id)
        if "downloadUrl" in call.query.get("$select", ""):
            return 200, {"id": id, "name": item["name"], "@microsoft.graph.downloadUrl": self.address(self.content[id], "image/jpeg", 3600)}
        return 200, item

    def children(self, id, call):
        if id not in self.items:
            return self.refused(404, "itemNotFound", "Item not found")
        found = [item for item in self.items.values() if item.get("parentReference", {}).get("id") == id]
        if call.method == "POST":
            asked = call.json
            if any(item["name"] == asked["name"] for item in found):
                return self.refused(409, "nameAlreadyExists", "Name already exists")
            return 201, self.items[self.add(asked["name"], parent=id)]
        start = int(call.query.get("$skiptoken", 0))
        answer = {"value": found[start:start + self.page]}
        if start + self.page < len(found):
            answer["@odata.nextLink"] = f"{self.url}{call.path}?$skiptoken={start + self.page}"
        return 200, answer

    def delta(self, call):
        token = call.query.get("token", "0")
        link = f"{self.url}{call.path}?token="
        if token == "latest":
            return 200, {"value": [], "@odata.deltaLink": f"{link}{len(self.log)}"}
        if self.expired:
            self.expired = False
            return 410, {"error": {"code": "resyncChangesApplyDifferences", "message": "Resync required."}}, {"Location": link + "0"}
        start = int(token)
        page = list(dict.fromkeys(self.log[start:start + self.page]))
        value = [self.items.get(id) or {"id": id, "deleted": {"state": "deleted"}} for id in page]
        after = start + self.page
        if after < len(self.log):
            return 200, {"value": value, "@odata.nextLink": f"{link}{after}"}
        return 200, {"value": value, "@odata.deltaLink": f"{link}{len(self.log)}"}

    def session(self, parent, name, conflict):
        there = [item for item in self.items.values()
                 if item["name"] == name and item.get("parentReference", {}).get("id") == parent]
        if there and conflict == "fail":
            return self.refused(409, "nameAlreadyExists", "Name already exists")
        token = secrets.token_hex(8)
        self.sessions[token] = {"parent": parent, "name": name, "bytes": b"", "there": there[0]["id"] if there else None}
        return 200, {"uploadUrl": f"{self.files.url}/up/{token}", "nextExpectedRanges": ["0-"]}

    def serve(self, call):
        return self.before(call) if call.path.startswith("/up/") else super().serve(call)

    def take(self, call):
        session = self.sessions[call.path.rsplit("/", 1)[-1]]
        if call.method == "GET":
            return 200, {"nextExpectedRanges": [f"{len(session['bytes'])}-"]}
        first, last, total = span(call.headers["content-range"])
        assert last + 1 == total or len(call.body) % (320 << 10) == 0, "blocks are multiples of 320 KiB"
        if first != len(session["bytes"]):
            return self.refused(416, "invalidRange", "The uploaded fragment overlaps with data already received.")
        session["bytes"] += call.body
        if last + 1 < total:
            return 202, {"nextExpectedRanges": [f"{last + 1}-"]}
        if session["there"]:
            self.fill(session["there"], session["bytes"])
            self.log.append(session["there"])
            return 200, self.items[session["there"]]
        return 201, self.items[self.add(session["name"], session["bytes"], session["parent"])]


class SharePoint(OneDrive):
    kind = "sharepoint"
    base = "/drives/b!1"

    def settings(self):
        return {"library": "b!1"}

    def handle_more(self, call, path):
        path = unquote(path)
        if path == "/sites/root":
            return 200, {"id": "example.sharepoint.com,1,2", "displayName": "Example"}
        if path == "/sites":
            return 200, {"value": [{"id": "example.sharepoint.com,1,2", "displayName": "Example"}]}
        if path == "/sites/example.sharepoint.com,1,2/drives":
            return 200, {"value": [{"id": "b!1", "name": "Documents", "driveType": "documentLibrary"}]}
        return None

    def answer(self, call):
        call.path = call.path.replace("b%211", "b!1")
        return super().answer(call)


class Teams(Graph):
    kind = "teams"

    def __init__(self):
        super().__init__()
        self.messages = []

    def handle(self, call, grant):
        match (call.method, [unquote(step) for step in call.path.removeprefix("/v1.0/").split("/")]):
            case ("GET", ["me"]):
                return 200, {"id": "u1", "displayName": "Ada"}
            case ("GET", ["me", "joinedTeams"]):
                if "$skiptoken" not in call.query:
                    return 200, {"value": [{"id": "t1", "displayName": "Studio"}],
                                 "@odata.nextLink": f"{self.url}{call.path}?$skiptoken=1"}
                return 200, {"value": [{"id": "t2", "displayName": "Press"}]}
            case ("GET", ["teams", _, "channels"]):
                return 200, {"value": [{"id": "19:a@thread.tacv2", "displayName": "General"}]}
            case ("POST", ["teams", team, "channels", channel, "messages"]):
                self.messages.append((team, channel, call.json))
                return 201, {"id": str(len(self.messages)), "createdDateTime": "2026-11-22T10:00:00Z"}
        return self.refused(404, "NotFound", "Not found")
