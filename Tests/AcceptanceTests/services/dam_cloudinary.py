"""Cloudinary's Admin, search and Upload APIs, as their references show them: basic authentication, cursors, blocks, 420."""

import base64
import re

from services.dam_base import Library, Refusal, now, parts


class Cloudinary(Library):
    key, secret = "874837483274837", "a676b67565c6767a6767d6767f676fe1"

    def __init__(self):
        super().__init__()
        self.assets = []
        self.blocks = {}

    def add(self, name: str, body: bytes, folder: str = "") -> dict:
        number = len(self.assets) + 1
        self.stored[f"/{number}"] = body
        asset = {"asset_id": f"a{number}", "public_id": name.partition(".")[0], "filename": name, "asset_folder": folder,
                 "bytes": len(body), "etag": f"e{number}", "uploaded_at": now(), "secure_url": f"{self.storage.url}/{number}"}
        self.assets.append(asset)
        return asset

    def admit(self, call):
        given = base64.b64decode(call.headers.get("authorization", "Basic ").removeprefix("Basic ")).decode()
        if given != f"{self.key}:{self.secret}":
            raise Refusal(401, {"error": {"message": "unknown api key"}})

    def handle(self, call):
        match [call.method, *call.path.removeprefix("/v1_1/demo/").split("/")]:
            case ["GET", "ping"]:
                return 200, {"status": "ok"}
            case ["POST", "resources", "search"]:
                start = int(call.json.get("next_cursor", 0))
                found, end = self.assets[start:start + 2], start + 2
                return 200, {"total_count": len(self.assets), "resources": found} | (
                    {"next_cursor": str(end)} if end < len(self.assets) else {})
            case ["GET", "folders"]:
                return 200, {"folders": [], "next_cursor": None, "total_count": 0}
            case ["GET", "resources", "by_asset_folder"]:
                start = int(call.query.get("next_cursor", 0))
                found = [self.shown(asset, call.query) for asset in self.assets if asset["asset_folder"] == call.query["asset_folder"]]
                return 200, {"resources": found[start:start + 2]} | ({"next_cursor": str(start + 2)} if start + 2 < len(found) else {})
            case ["GET", "resources", key]:
                for asset in self.assets:
                    if asset["asset_id"] == key:
                        return 200, asset
            case ["POST", _, "upload"]:
                return self.take(call)
        raise Refusal(404, {"error": {"message": "Resource not found"}})

    @staticmethod
    def shown(asset, query):
        """Tags and context only where they were asked for."""
        return {name: value for name, value in asset.items()
                if name not in ("tags", "context") or query.get(name) == "true"}

    def take(self, call):
        first, last, total = map(int, re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", call.headers["content-range"]).groups())
        fields, key = parts(call), call.headers["x-unique-upload-id"]
        kept = self.blocks.setdefault(key, bytearray())
        if len(kept) != first or (last + 1 < total and last + 1 - first < 5 << 20):
            raise Refusal(400, {"error": {"message": "All parts except EOF-chunk must be larger than 5mb"}})
        kept += fields["file"]
        if len(kept) < total:
            return 200, {"done": False, "bytes": len(kept)}
        return 200, self.add(fields["filename_override"], bytes(kept), fields.get("asset_folder", ""))
