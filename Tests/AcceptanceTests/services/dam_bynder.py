"""Bynder's API v4, as far as its public documentation and clients show it: assets by pages, uploads by blocks into a storage."""

from urllib.parse import parse_qs

from services.dam_base import Library, Refusal, now, parts


class Bynder(Library):
    token = "permanent-token-of-bynder"

    def __init__(self):
        super().__init__()
        self.assets = {}
        self.uploads = {}
        self.registered = []
        self.asked = 0

    def add(self, name: str, body: bytes) -> str:
        key = f"A{len(self.assets) + 1:04}"
        self.stored[f"/originals/{key}"] = body
        self.assets[key] = {"id": key, "name": name, "type": "image", "fileSize": len(body), "dateCreated": now(),
                            "dateModified": now(), "tags": []}
        return key

    def admit(self, call):
        if call.headers.get("authorization") != f"Bearer {self.token}":
            raise Refusal(401, {"message": "Invalid access token", "statuscode": 401})

    def keep(self, call):
        fields = parts(call)
        if fields.get("Policy") != "signed-by-bynder" or "key" not in fields:
            return 403, "<Error><Code>AccessDenied</Code></Error>"
        self.stored[fields["key"]] = fields["file"]
        return 201, ""

    def handle(self, call):
        form = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()} if call.method == "POST" else {}
        match [part for part in call.path.split("/") if part]:
            case ["api", "v4", "currentUser"]:
                return 200, {"id": "U1", "email": "ada@example.com", "username": "ada"}
            case ["api", "v4", "brands"]:
                return 200, [{"id": "B1", "name": "Acme"}]
            case ["api", "v4", "media"]:
                page, limit = int(call.query["page"]), int(call.query["limit"])
                found = [asset for asset in self.assets.values()
                         if asset["dateModified"] >= call.query.get("dateModifiedFrom", "")]
                return 200, found[(page - 1) * limit:page * limit]
            case ["api", "v4", "media", key, "download"] if key in self.assets:
                return 200, {"s3_file": f"{self.storage.url}/originals/{key}"}
            case ["api", "v4", "media", key] if key in self.assets and call.method == "GET":
                return 200, self.assets[key]
            case ["api", "upload", "endpoint"]:
                return 200, self.storage.url + "/bucket"
            case ["api", "upload", "init"]:
                key = f"up{len(self.uploads) + 1}"
                self.uploads[key] = form["filename"]
                return 200, {"s3file": {"uploadid": key, "targetid": "T" + key}, "s3_filename": f"files/{key}",
                             "multipart_params": {"acl": "private", "Policy": "signed-by-bynder", "key": "to be replaced"}}
            case ["api", "v4", "upload", "poll"]:
                self.asked += 1
                done = [call.query["items"]] if self.asked % 2 == 0 else []
                return 200, {"itemsDone": done, "itemsFailed": [], "itemsRejected": []}
            case ["api", "v4", "upload", key] if "chunkNumber" in form:
                if form["filename"] not in self.stored:
                    raise Refusal(400, {"message": "The chunk isn't in the storage."})
                self.registered.append(int(form["chunkNumber"]))
                return 200, {"status": "ok"}
            case ["api", "v4", "upload", key]:
                if int(form["chunks"]) != len(self.registered):
                    raise Refusal(400, {"message": "Not all chunks are registered."})
                return 200, {"importId": f"I-{key}"}
            case ["api", "v4", "media", "save", key]:
                upload = key.removeprefix("I-")
                body = b"".join(self.stored[f"files/{upload}/p{number}"] for number in self.registered)
                made = self.add(form["name"], body)
                self.assets[made]["tags"] = form.get("tags", "").split(",")
                return 200, {"success": True, "mediaid": made, "batchId": "X"}
        raise Refusal(404, {"message": "Not found"})
