"""Contentful's Content Management API, as far as its reference shows assets: versions, processing, publishing, 429."""

import re

from services.dam_base import Library, Refusal, now


class Contentful(Library):
    token = "CFPAT-of-the-space"

    def __init__(self):
        super().__init__()
        self.assets = {}
        self.uploads = {}

    def add(self, name: str, body: bytes, **words) -> str:
        """A file that is processed, with its words by language."""
        key = f"A{len(self.assets) + 1}"
        self.stored["/" + key] = body
        self.assets[key] = {"sys": {"id": key, "version": 1, "createdAt": now(), "updatedAt": now()}, "fields": {
            **words, "file": {"en-US": {"url": f"{self.storage.url}/{key}", "fileName": name, "contentType": "image/jpeg",
                                        "details": {"size": len(body)}}}}}
        return key

    def admit(self, call):
        if call.headers.get("authorization") != f"Bearer {self.token}":
            raise Refusal(401, {"sys": {"type": "Error", "id": "AccessTokenInvalid"}, "message": "The access token is invalid."})

    def handle(self, call):
        path = re.sub("^/spaces/S1/?", "", call.path)
        match [call.method, *path.removeprefix("environments/master/").split("/")]:
            case ["GET", ""]:
                return 200, {"name": "Blog", "sys": {"id": "S1"}}
            case ["POST", "uploads"]:
                self.uploads[key := f"U{len(self.uploads) + 1}"] = call.body
                return 201, {"sys": {"id": key}}
            case ["GET", "assets"]:
                limit, skip = int(call.query["limit"]), int(call.query["skip"])
                found = [asset for asset in self.assets.values()
                         if asset["sys"]["updatedAt"] >= call.query.get("sys.updatedAt[gte]", "")]
                return 200, {"total": len(found), "skip": skip, "items": found[skip:skip + min(limit, 2)]}
            case ["PUT", "assets", key] if key not in self.assets:
                self.assets[key] = {"sys": {"id": key, "version": 1, "updatedAt": now()}, "fields": call.json["fields"]}
                return 201, self.assets[key]
            case ["PUT", "assets", key, "files", "en-US", "process"]:
                asset = self.at_version(call, key)
                asset["waits"] = 2
                return 204, ""
            case ["GET", "assets", key]:
                asset = self.find(key)
                if asset.get("waits"):
                    asset["waits"] -= 1
                    if not asset["waits"]:
                        self.process(asset)
                return 200, asset
            case ["PATCH", "assets", key]:
                asset = self.at_version(call, key)
                [line] = call.json
                asset["fields"]["title"]["en-US"] = line["value"]
                asset["sys"]["version"] += 1
                return 200, asset
            case ["PUT", "assets", key, "published"]:
                asset = self.at_version(call, key)
                if "url" not in asset["fields"]["file"]["en-US"]:
                    raise Refusal(422, {"sys": {"type": "Error", "id": "ValidationFailed"}, "message": "The file isn't processed."})
                asset["sys"] |= {"publishedVersion": asset["sys"]["version"], "version": asset["sys"]["version"] + 1}
                return 200, asset
        raise Refusal(404, {"sys": {"type": "Error", "id": "NotFound"}, "message": "The resource could not be found."})

    def process(self, asset):
        file = asset["fields"]["file"]["en-US"]
        body = self.uploads[file.pop("uploadFrom")["sys"]["id"]]
        self.stored["/" + asset["sys"]["id"]] = body
        file |= {"url": f"{self.storage.url}/{asset['sys']['id']}", "details": {"size": len(body)}}
        asset["sys"]["version"] += 1

    def find(self, key):
        if key not in self.assets:
            raise Refusal(404, {"sys": {"type": "Error", "id": "NotFound"}, "message": "The resource could not be found."})
        return self.assets[key]

    def at_version(self, call, key):
        asset = self.find(key)
        if call.headers.get("x-contentful-version") != str(asset["sys"]["version"]):
            raise Refusal(409, {"sys": {"type": "Error", "id": "VersionMismatch"}, "message": "Version mismatch."})
        return asset
