"""Canto, as its public API documentation and public integrations show it: a tree of folders and albums, assets by kind, uploads
by a form that Canto signed for its storage."""

import secrets

from services.dam_base import parts
from services.simulator import Simulator, part


class Canto(Simulator):
    kind = "canto"
    authorize_path = "/oauth/api/oauth2/compatible/authorize"
    token_path = "/oauth/api/oauth2/compatible/token"
    wants_pkce = False
    access_lifetime = 30 * 86400

    def __init__(self):
        super().__init__()
        self.assets = {}
        self.content = {}
        self.edits = []
        self.uploads = []
        self.tree = [{"id": "F1", "name": "Campaigns", "scheme": "folder", "idPath": "F1"},
                     {"id": "L1", "name": "Spring", "scheme": "album", "idPath": "L1"}]

    def unauthorized(self):
        return 401, {"error": "invalid_token", "error_description": "The access token has expired."}

    def add(self, name, content, tags=()):
        id = secrets.token_hex(8)
        self.content[id] = content
        self.assets[id] = {"id": id, "scheme": "image", "name": name, "size": str(len(content)), "time": "20261120100000000",
                           "approvalStatus": "Approved", "owner": "ada", "tag": list(tags), "keyword": [], "copyright": "Ada",
                           "default": {"Content Type": "image/jpeg"}}
        return id

    def page(self, call, found):
        start = int(call.query["start"])
        return 200, {"results": found[start:start + min(2, int(call.query["limit"]))], "found": len(found),
                     "limit": int(call.query["limit"]), "start": start}

    def handle(self, call, grant):
        match [call.method, *call.path.strip("/").split("/")]:
            case ["GET", "api", "v1", "user"]:
                return 200, {"userId": "ada", "email": "ada@example.com"}
            case ["GET", "api", "v1", "search"]:
                words = call.query.get("keyword", "")
                return self.page(call, [asset for asset in self.assets.values() if words in asset["name"]])
            case ["GET", "api", "v1", "tree"]:
                return 200, {"results": self.tree, "sortBy": "name", "sortDirection": "ascending"}
            case ["GET", "api", "v1", "tree", "F1"]:
                return 200, {"results": [{"id": "L2", "name": "Winter", "scheme": "album", "idPath": "F1/L2"}]}
            case ["GET", "api", "v1", "album", "L1"]:
                return self.page(call, list(self.assets.values()))
            case ["GET", "api", "v1", "image", id] if id in self.assets:
                return 200, self.assets[id]
            case ["GET", "api_binary", "v1", "image", id] if id in self.content:
                return part(call, self.content[id], "image/jpeg")
            case ["PUT", "api", "v1", "batch", "edit", "apply"]:
                self.edits.append(call.json)
                for place in call.json["contents"]:
                    for line in call.json["properties"]:
                        self.assets[place["id"]].setdefault("additional", {})[line["propertyId"]] = line["propertyValue"]
                return 200, {"status": "OK"}
            case ["GET", "api", "v1", "upload", "setting"]:
                return 200, {"url": self.files.url + "/bucket", "key": "upload/$${filename}", "acl": "private", "AWSAccessKeyId": "AKIA",
                             "Policy": "signed-by-canto", "Signature": "S", "x-amz-meta-file_name": "", "x-amz-meta-tag": "",
                             "x-amz-meta-scheme": "", "x-amz-meta-id": "", "x-amz-meta-album_id": ""}
            case ["GET", "api", "v1", "upload", "status"]:
                return 200, {"results": self.uploads}
        return 404, {"error": "not_found", "message": f"There is no {call.path}."}

    def serve(self, call):
        if call.method != "POST":
            return super().serve(call)
        if "authorization" in call.headers:
            self.leaks.append(call)
        fields = parts(call)
        if fields.get("Policy") != "signed-by-canto" or fields.get("Signature") != "S" or list(fields)[-1] != "file":
            return 403, "<Error><Code>AccessDenied</Code></Error>", {"Content-Type": "application/xml"}
        id = self.add(fields["x-amz-meta-file_name"], fields["file"], [fields["x-amz-meta-tag"]])
        self.uploads.append({"id": id, "scheme": "image", "name": fields["x-amz-meta-file_name"], "status": "Done"})
        return 204, b""
