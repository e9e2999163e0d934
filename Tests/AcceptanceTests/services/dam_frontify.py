"""Frontify's GraphQL API, as its published reference shows it: 200 whatever happens, pages, uploads to one address a part."""

from services.dam_base import Library, Refusal, now


class Frontify(Library):
    token = "developer-token-of-frontify"

    def __init__(self):
        super().__init__()
        self.assets = {}
        self.uploads = {}
        self.parts_each = 3

    def add(self, name: str, body: bytes) -> str:
        key = f"A{len(self.assets) + 1}"
        self.stored[f"/originals/{key}"] = body
        self.assets[key] = {"__typename": "Image", "id": key, "title": name, "filename": name, "size": len(body),
                            "createdAt": now(), "modifiedAt": now(), "downloadUrl": f"{self.storage.url}/originals/{key}"}
        return key

    def admit(self, call):
        if call.headers.get("authorization") != f"Bearer {self.token}":
            raise Refusal(401, {"errors": [{"message": "Unauthenticated."}]})

    def handle(self, call):
        asked = call.json
        query, variables = asked["query"], asked.get("variables", {})
        wanted = variables.get("input", {})
        if "currentUser" in query:
            return self.data(currentUser={"id": "U1", "email": "ada@example.com", "name": "Ada"})
        if "uploadFile" in query:
            key = f"F{len(self.uploads) + 1}"
            self.uploads[key] = wanted["filename"]
            return self.data(uploadFile={"id": key, "urls": [
                f"{self.storage.url}/parts/{key}/{number}" for number in range(self.parts_each)]})
        if "createAsset" in query:
            body = b"".join(self.stored[f"/parts/{wanted['fileId']}/{number}"] for number in range(self.parts_each))
            del self.uploads[wanted["fileId"]]
            return self.data(createAsset={"job": {"assetId": self.add(wanted["title"], body)}})
        if "{ brands" in query:
            return self.data(brands=[{"__typename": "Brand", "id": "B1", "name": "Acme"}])
        if "brand(id" in query:
            found = [{"__typename": "MediaLibrary", "id": "L1", "name": "Pictures"}]
            return self.data(brand={"libraries": {"total": 1, "hasNextPage": False, "items": found}})
        if "browse { folders" in query:
            return self.data(library={"browse": {"folders": {"total": 0, "hasNextPage": False, "items": []}}})
        if "library(id" in query:
            page, limit = variables["page"], min(variables["limit"], 2)
            found = [self.shown(asset, query) for asset in self.assets.values()]
            listed = {"assets": {"total": len(found), "hasNextPage": page * limit < len(found),
                                 "items": found[(page - 1) * limit:page * limit]}}
            return self.data(library={"browse": listed} if "browse" in query else listed)
        if "asset(id" in query and variables.get("asset") in self.assets:
            return self.data(asset=self.assets[variables["asset"]])
        return 200, {"errors": [{"message": "No asset found for this id."}], "data": None}

    @staticmethod
    def shown(asset, query):
        """What GraphQL is asked for and nothing else, as far as words go."""
        return {name: value for name, value in asset.items()
                if name not in ("description", "tags", "copyright") or name in query}

    @staticmethod
    def data(**given):
        return 200, {"data": given, "extensions": {"complexityScore": 3}}
