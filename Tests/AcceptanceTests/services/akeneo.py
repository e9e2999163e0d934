"""Akeneo's REST API, as its reference shows it: tokens by password and refresh, the next page's address in the answer,
media files that belong to an attribute of a product."""

import json
from urllib.parse import parse_qs, quote

from services.dam_base import parts
from services.simulator import Grant, Simulator, part

PRODUCT = "12951d98-210e-4bcd-9ed2-66a7b9b2b0e1"


class Akeneo(Simulator):
    kind = "akeneo"
    token_path = "/api/oauth/v1/token"
    client_proof = "basic"
    rotates = True
    person = ("robin_1234", "password-of-the-connection")
    asks_person = False
    form = {"authentication": "oauth2", "grant": "password", "userName": person[0], "password": person[1]}

    def __init__(self):
        super().__init__()
        self.media = {}
        self.products = {PRODUCT: {"uuid": PRODUCT, "enabled": True, "family": "boats", "categories": [], "values": {},
                                   "created": "2026-11-01T10:00:00+00:00", "updated": "2026-11-20T10:00:00+00:00"}}

    def limited(self, seconds=1):
        return 429, {"code": 429, "message": "Too many requests."}, {"Retry-After": str(seconds)}

    def unauthorized(self):
        return 401, {"code": 401, "message": "The access token provided has expired."}

    def token(self, call):
        form = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
        if not self.is_client(call, form):
            return 422, {"code": 422, "message": 'Parameter "client_id" is missing or does not match any client, or secret is invalid'}
        if form.get("grant_type") != "password":
            return super().token(call)
        if (form.get("username"), form.get("password")) != self.person:
            return 422, {"code": 422, "message": "No user found for the given username and password combination"}
        grant = Grant([])
        self.grants.append(grant)
        return 200, self.granted(grant, isFirst=True)

    def add(self, name, content):
        code = f"a/b/{len(self.media)}_{name}"
        self.media[code] = (name, content)
        return code

    def shown(self, code):
        name, content = self.media[code]
        address = f"{self.url}/api/rest/v1/media-files/{quote(code)}"
        return {"code": code, "original_filename": name, "mime_type": "image/jpeg", "size": len(content), "extension": "jpg",
                "_links": {"self": {"href": address}, "download": {"href": address + "/download"}}}

    def page(self, call, found):
        number = int(call.query.get("page", 1))
        links = {"self": {"href": f"{self.url}{call.path}?page={number}"}}
        if number * 2 < len(found):
            links["next"] = {"href": f"{self.url}{call.path}?page={number + 1}&limit={call.query.get('limit', 10)}"}
        return 200, {"_links": links, "current_page": number, "_embedded": {"items": found[number * 2 - 2:number * 2]}}

    def handle(self, call, grant):
        path = call.path.removeprefix("/api/rest/v1/")
        code = path.removeprefix("media-files/").removesuffix("/download")
        match (call.method, path):
            case ("GET", "channels"):
                return self.page(call, [{"code": "ecommerce", "locales": ["en_US"], "labels": {}}])
            case ("GET", "media-files"):
                return self.page(call, [self.shown(each) for each in self.media])
            case ("GET", "products-uuid"):
                wanted = json.loads(call.query.get("search", "{}")).get("updated", [{"value": ""}])[0]["value"]
                found = [each for each in self.products.values() if each["updated"].replace("T", " ") > wanted]
                return self.page(call, found)
            case ("PATCH", _) if path.startswith("products-uuid/"):
                if call.json.get("family", "boats") != "boats":
                    return 422, {"code": 422, "message": "Validation failed.", "errors": [
                        {"property": "family", "message": f"The {call.json['family']} family does not exist."}]}
                self.products[path.removeprefix("products-uuid/")] |= call.json
                return 204, b""
            case ("POST", "media-files"):
                fields = parts(call)
                place = json.loads(fields["product"])
                assert place["uuid"] in self.products and place["attribute"], place
                made = self.add("up.bin", fields["file"])
                return 201, b"", {"Location": f"{self.url}/api/rest/v1/media-files/{quote(made)}"}
            case ("GET", _) if path.endswith("/download") and code in self.media:
                return part(call, self.media[code][1], "image/jpeg")
        return 404, {"code": 404, "message": f"Resource `{path}` does not exist."}
