"""Airtable's Web API, as its reference shows it: records by cursor, small files in base 64, 429."""

import base64

from services.dam_base import Library, Refusal, now


class Airtable(Library):
    token = "pat-of-airtable"

    def __init__(self):
        super().__init__()
        self.records = [{"id": f"rec{number}", "createdTime": now(), "fields": {"Name": f"Record {number}"}} for number in range(5)]

    def admit(self, call):
        if call.headers.get("authorization") != f"Bearer {self.token}":
            raise Refusal(401, {"error": {"type": "AUTHENTICATION_REQUIRED", "message": "Authentication required"}})

    def handle(self, call):
        match [call.method, *call.path.removeprefix("/v0/").split("/")]:
            case ["GET", "meta", "whoami"]:
                return 200, {"id": "usr1"}
            case ["GET", "app1", "tbl1"]:
                start = int(call.query.get("offset", "o0")[1:])
                more = {"offset": f"o{start + 2}"} if start + 2 < len(self.records) else {}
                return 200, {"records": self.records[start:start + 2]} | more
            case ["POST", "app1", key, field, "uploadAttachment"]:
                [record] = [record for record in self.records if record["id"] == key]
                path = f"/attachments/{key}/{call.json['filename']}"
                self.stored[path] = base64.b64decode(call.json["file"])
                record["fields"].setdefault(field, []).append({"id": "att1", "url": self.storage.url + path})
                return 200, record
        raise Refusal(404, {"error": "NOT_FOUND"})
