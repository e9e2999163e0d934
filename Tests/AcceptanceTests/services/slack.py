"""Slack's Web API with token rotation: status 200 whatever happens, and the sign-in page where a file should be."""

import hashlib
import hmac
import json
import secrets
import time

from services.simulator import Simulator, part


class Slack(Simulator):
    kind = "slack"
    authorize_path = "/oauth/v2/authorize"
    token_path = "/api/oauth.v2.access"
    wants_pkce = False
    scope_separator = ","
    access_lifetime = 43200
    rotates = True
    token_type = "bot"
    signing_secret = "signing-secret-of-weir"

    def __init__(self):
        super().__init__()
        self.entries = {}
        self.content = {}
        self.waiting = {}
        self.messages = []
        self.may_read = True

    def endpoint(self):
        return self.url + "/api"

    def settings(self):
        return {"filesAddress": self.url}

    def add(self, name, content, channel="C1", created=1793620800):
        id = f"F{secrets.token_hex(4).upper()}"
        self.content[id] = content
        self.entries[id] = {"id": id, "name": name, "title": name, "mimetype": "image/jpeg", "size": len(content), "channels": [channel],
                            "created": created, "timestamp": created, "permalink": f"https://example.slack.com/files/{id}",
                            "url_private_download": f"{self.url}/files-pri/T1-{id}/download/{name}"}
        return id

    def ask(self, deliver, address):
        """The question by which Slack makes sure of an address that somebody entered under Event Subscriptions."""
        return self.send(deliver, address, {"token": "x", "challenge": "sesame", "type": "url_verification"})

    def news(self, deliver, address, secret=None, account="T1", at=None):
        event = {"type": "file_shared", "file_id": "F1", "channel_id": "C1"}
        return self.send(deliver, address, {"team_id": account, "type": "event_callback", "event": event}, secret, at)

    def send(self, deliver, address, said, secret=None, at=None):
        body, at = json.dumps(said).encode(), str(int(at or time.time()))
        code = hmac.new((secret or self.signing_secret).encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256)
        return deliver(address, body, {"Content-Type": "application/json", "X-Slack-Request-Timestamp": at,
                                       "X-Slack-Signature": "v0=" + code.hexdigest()})

    def reply(self, reply, grant):
        return {"ok": True, "app_id": "A1", "team": {"id": "T1", "name": "Studio"}, "authed_user": {"id": "U1"},
                "bot_user_id": "B1"} | reply

    def invalid_grant(self):
        return 200, {"ok": False, "error": "invalid_refresh_token"}

    def unauthorized(self):
        return 200, {"ok": False, "error": "token_expired"}

    def limited(self, seconds=1):
        return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)}

    def before(self, call):
        if call.path.startswith("/upload/v1/"):
            if "authorization" in call.headers:
                self.leaks.append(call)
            assert call.method == "POST"
            self.waiting[call.path.rsplit("/", 1)[-1]]["content"] = call.body
            return 200, f"OK - {len(call.body)}", {"Content-Type": "text/plain"}
        if call.path.startswith("/files-pri/") and (self.grant_of(call) is None or not self.may_read):
            return 200, "<html>Sign in to Slack</html>", {"Content-Type": "text/html; charset=utf-8"}
        return None

    def handle(self, call, grant):
        query = call.query
        match call.path:
            case "/api/auth.test":
                return 200, {"ok": True, "team": "Studio", "team_id": "T1", "user_id": "B1"}
            case "/api/conversations.list":
                if "cursor" not in query:
                    return 200, {"ok": True, "channels": [{"id": "C1", "name": "press"}], "response_metadata": {"next_cursor": "dGVhbTpD"}}
                return 200, {"ok": True, "channels": [{"id": "C2", "name": "studio"}], "response_metadata": {"next_cursor": ""}}
            case "/api/files.list":
                found = [entry for entry in self.entries.values() if query.get("channel") in (None, *entry["channels"])
                         and entry["created"] >= float(query.get("ts_from", 0))]
                page, count = int(query["page"]), min(int(query["count"]), 2)
                # A page has as many as were asked for: with two, Weir must go by the total.
                return 200, {"ok": True, "files": found[(page - 1) * count:page * count],
                             "paging": {"count": count, "total": len(found), "page": page, "pages": -(-len(found) // count)}}
            case "/api/files.info":
                entry = self.entries.get(query["file"])
                return 200, {"ok": True, "file": entry} if entry else {"ok": False, "error": "file_not_found"}
            case "/api/files.getUploadURLExternal":
                id = f"F{secrets.token_hex(4).upper()}"
                self.waiting[id] = {"name": query["filename"], "length": int(query["length"])}
                return 200, {"ok": True, "upload_url": f"{self.files.url}/upload/v1/{id}", "file_id": id}
            case "/api/files.completeUploadExternal":
                upload = self.waiting.pop(call.json["files"][0]["id"])
                if len(upload.get("content", b"")) != upload["length"]:
                    return 200, {"ok": False, "error": "file_update_failed"}
                id = self.add(upload["name"], upload["content"], call.json.get("channel_id"))
                return 200, {"ok": True, "files": [self.entries[id]]}
            case "/api/chat.postMessage":
                self.messages.append(call.json)
                return 200, {"ok": True, "ts": "1793620800.000100", "channel": call.json["channel"]}
        if call.path.startswith("/files-pri/"):
            return part(call, self.content[call.path.split("/")[2].removeprefix("T1-")], "image/jpeg")
        return 200, {"ok": False, "error": "unknown_method"}

    def serve(self, call):
        return self.before(call) if call.path.startswith("/upload/") else super().serve(call)
