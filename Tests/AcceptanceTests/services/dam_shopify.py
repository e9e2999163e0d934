"""Shopify's GraphQL Admin API, as far as its reference shows files: 200 whatever happens, cursors, staged uploads, throttling."""

from services.dam_base import Library, Refusal, now, parts


class Shopify(Library):
    token = "shpat-of-the-shop"

    def __init__(self):
        super().__init__()
        self.files = []
        self.throttled = 0  # How many of the next requests are too many.

    def add(self, name: str, body: bytes) -> dict:
        key = f"gid://shopify/MediaImage/{len(self.files) + 1}"
        self.stored[f"/cdn/{len(self.files) + 1}"] = body
        file = {"__typename": "MediaImage", "id": key, "alt": name, "createdAt": now(), "updatedAt": now(), "fileStatus": "READY",
                "mimeType": "image/jpeg",
                "originalSource": {"fileSize": len(body), "url": f"{self.storage.url}/cdn/{len(self.files) + 1}"}}
        self.files.append(file)
        return file

    def admit(self, call):
        if call.headers.get("x-shopify-access-token") != self.token:
            raise Refusal(401, {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"})
        if not call.path.startswith("/admin/api/2026-10/"):
            raise Refusal(404, {"errors": "Not Found"})

    def keep(self, call):
        fields = parts(call)
        if fields.get("policy") != "signed-by-shopify" or list(fields)[-1] != "file":
            return 403, "<Error/>"
        self.stored["/staged/" + fields["key"]] = fields["file"]
        return 201, ""

    def handle(self, call):
        if self.throttled:
            self.throttled -= 1
            return 200, {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]}
        asked = call.json
        query, variables = asked["query"], asked.get("variables", {})
        if "shop {" in query:
            return self.data(shop={"id": "S1", "name": "Boats", "myshopifyDomain": "boats.myshopify.com"})
        if "stagedUploadsCreate" in query:
            [wanted] = variables["input"]
            assert wanted["httpMethod"] == "POST" and wanted["fileSize"].isdigit()
            place = {"url": self.storage.url + "/upload", "resourceUrl": f"{self.storage.url}/staged/{wanted['filename']}",
                     "parameters": [{"name": "key", "value": wanted["filename"]}, {"name": "policy", "value": "signed-by-shopify"}]}
            return self.data(stagedUploadsCreate={"stagedTargets": [place], "userErrors": []})
        if "fileCreate" in query:
            [wanted] = variables["files"]
            body = self.stored.get("/staged/" + wanted["originalSource"].rpartition("/")[2])
            if body is None:
                return self.data(fileCreate={"files": None, "userErrors": [
                    {"field": ["files"], "message": "File couldn't be fetched", "code": "INVALID"}]})
            file = self.add(wanted.get("alt", ""), body) | {"fileStatus": "PROCESSING"}
            self.files[-1] = file
            return self.data(fileCreate={"files": [file], "userErrors": []})
        if "node(id" in query:
            for file in self.files:
                if file["id"] == variables["id"]:
                    given, file["fileStatus"] = dict(file), "READY"
                    return self.data(node=given)
            return self.data(node=None)
        if "files(first" in query:
            start = int(variables.get("after", 0))
            end = start + min(variables["first"], 2)
            return self.data(files={"nodes": self.files[start:end], "pageInfo": {
                "hasNextPage": end < len(self.files), "endCursor": str(end)}})
        return 200, {"errors": [{"message": "Field doesn't exist on type 'QueryRoot'"}]}

    @staticmethod
    def data(**given):
        return 200, {"data": given, "extensions": {"cost": {"actualQueryCost": 3}}}
