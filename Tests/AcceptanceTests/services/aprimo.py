"""Aprimo's DAM, as its developer pages and the public client aprimo-js show it: pages asked for in headers, orders for
originals, uploads in segments, tokens of ten minutes."""

import re

from services.dam_base import parts
from services.simulator import Simulator


class Aprimo(Simulator):
    kind = "aprimo"
    authorize_path = "/login/connect/authorize"
    token_path = "/login/connect/token"
    access_lifetime = 600
    form = {"authentication": "oauth2", "grant": "authorization_code"}

    def __init__(self):
        super().__init__()
        self.records = {}
        self.content = {}
        self.orders = {}
        self.uploads = {}
        self.expressions = []

    def settings(self):
        return {"uploadAddress": self.url}

    def unauthorized(self):
        return 401, {"message": "Authorization has been denied for this request."}

    def error(self, status, text):
        return status, {"exceptionMessage": text, "exceptionType": "BadRequest", "stackTrace": None}

    def add(self, name, content, classification="C1"):
        id = f"R{len(self.records) + 1}"
        self.content[id] = content
        self.records[id] = {"id": id, "title": name, "status": "released", "contentType": "Asset", "createdOn": "2026-11-20T10:00:00Z",
                            "modifiedOn": f"2026-11-2{len(self.records) % 10}T10:00:00Z", "classification": classification,
                            "_embedded": {"masterfilelatestversion": {"id": "V" + id, "fileName": name, "fileSize": len(content)}}}
        return id

    def page(self, call, found):
        number, size = int(call.headers["page"]), min(2, int(call.headers["pagesize"]))
        return 200, {"page": number, "pageSize": size, "totalCount": len(found), "items": found[(number - 1) * size:number * size]}

    def handle(self, call, grant):
        if call.path.startswith("/uploads/"):
            return self.take(call)
        if call.headers.get("api-version") != "1":
            return self.error(400, "The API version is missing.")
        match [call.method, *call.path.removeprefix("/api/core/").split("/")]:
            case ["GET", "languages"]:
                return self.page(call, [{"id": "en", "name": "English", "culture": "en-US"}])
            case ["GET", "classifications"]:
                return self.page(call, [{"id": "C1", "name": "Press", "namePath": "/Media/Press", "parentId": None}])
            case ["POST", "search", "records"]:
                asked = call.json["searchExpression"]
                self.expressions.append(asked)
                return self.page(call, self.found(asked))
            case ["GET", "record", id] if id in self.records:
                return 200, self.records[id]
            case ["PUT", "record", id] if id in self.records:
                self.records[id] |= {"status": call.json.get("status", self.records[id]["status"])}
                return 204, b""
            case ["DELETE", "record", id] if id in self.records:
                del self.records[id]
                return 204, b""
            case ["POST", "orders"]:
                [target] = call.json["targets"]
                self.orders[key := f"O{len(self.orders) + 1}"] = [target["recordId"], 0]
                return 201, {"id": key, "status": "Pending"}
            case ["GET", "order", key] if key in self.orders:
                self.orders[key][1] += 1
                record, asked = self.orders[key]
                if asked == 1:
                    return 200, {"id": key, "status": "Executing"}
                return 200, {"id": key, "status": "Success", "deliveredFiles": [self.address(self.content[record], "image/jpeg")]}
            case ["POST", "records"]:
                asked = call.json
                [file] = asked["files"]["addOrUpdate"]
                [version] = file["versions"]["addOrUpdate"]
                if asked["files"]["master"] != version["id"] or version["id"] not in self.uploads:
                    return self.error(400, "The token isn't known.")
                made = self.add(version["fileName"], self.uploads.pop(version["id"]))
                self.records[made]["status"] = asked["status"]
                return 201, {"id": made}
        return self.error(404, f"There is no {call.path}.")

    def found(self, asked):
        records = list(self.records.values())
        if asked["expression"] == "Classification.Id = ?":
            return [record for record in records if [record["classification"]] == asked["parameters"]]
        if since := re.fullmatch("ModifiedOn > '(.*)'", asked["expression"]):
            return [record for record in records if record["modifiedOn"] > since.group(1)]
        return records

    def take(self, call):
        if call.path == "/uploads/segments":
            key = f"S{len(self.uploads) + 1}"
            self.uploads[key] = {}
            return 200, {"uri": f"{self.url}/uploads/segments/{key}"}
        key = call.path.split("/")[3]
        if call.path.endswith("/commit"):
            if call.json["segmentcount"] != len(self.uploads[key]):
                return self.error(400, "Segments are missing.")
            self.uploads[token := f"token-of-{key}"] = b"".join(self.uploads.pop(key)[number] for number in range(call.json["segmentcount"]))
            return 200, {"token": token}
        number = int(call.query["index"])
        self.uploads[key][number] = parts(call)[f"segment{number}"]
        return 202, b""
