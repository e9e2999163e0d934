"""Brandfolder's API v4, as its OpenAPI reference shows it: counted pages, a storage to send files to, assets of attachments."""

from services.dam_base import Library, Refusal


class Brandfolder(Library):
    token = "key-of-brandfolder"

    def __init__(self):
        super().__init__()
        self.assets = {}
        self.attachments = {}

    def add(self, name: str, body: bytes) -> str:
        path = f"/objects/{len(self.stored) + 1}"
        self.stored[path] = body
        return self.make(name, self.storage.url + path, name)

    def make(self, name: str, address: str, file_name: str) -> str:
        key = f"a{len(self.assets) + 1}"
        body = self.stored[address.removeprefix(self.storage.url)]
        self.assets[key] = {"id": key, "type": "generic_files", "attributes": {"name": name}}
        self.attachments["t" + key] = {"id": "t" + key, "attributes": {
            "filename": file_name, "size": len(body), "mimetype": "image/jpeg", "url": address}}
        return "t" + key

    def admit(self, call):
        if call.headers.get("authorization") != f"Bearer {self.token}":
            raise Refusal(401, {"errors": [{"title": "Unauthorized", "detail": "The API key isn't valid."}]})

    def handle(self, call):
        match [call.method, *call.path.removeprefix("/api/v4/").split("/")]:
            case ["GET", "brandfolders"]:
                return self.page(call, [{"id": "b1", "attributes": {"name": "Acme"}}])
            case ["GET", "brandfolders", "b1", "assets"]:
                return self.page(call, list(self.assets.values()))
            case ["GET", "attachments", key] if key in self.attachments:
                return 200, {"data": self.attachments[key]}
            case ["GET", "upload_requests"]:
                place = f"{self.storage.url}/objects/sent-{len(self.stored)}"
                return 200, {"upload_url": place, "object_url": place, "resumable_upload_url": place}
            case ["POST", "brandfolders", "b1", "assets"]:
                asked = call.json
                assert asked["section_key"] == "s1"
                [wanted] = asked["data"]["attributes"]
                [file] = wanted["attachments"]
                key = self.make(wanted["name"], file["url"], file["filename"])
                return 200, {"data": [self.assets[key[1:]]]}
        raise Refusal(404, {"errors": [{"title": "Not found", "detail": "There is no such resource."}]})

    @staticmethod
    def page(call, found):
        number, size = int(call.query["page"]), min(int(call.query["per"]), 2)
        return 200, {"data": found[(number - 1) * size:number * size], "meta": {"total_count": len(found)}}
