"""Nextcloud, as its developer manual shows it: a log-in in the browser that gives an app password (login flow v2), WebDAV whose
folders have another ETag when anything below them changed, uploads in pieces, and OCS."""

import base64
import hashlib
import secrets
import xml.etree.ElementTree as ElementTree
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape

from peer import Peer
from services.simulator import part

DATE = "Sun, 22 Nov 2026 10:00:00 GMT"


class Nextcloud:
    # Who signs in by a mail address has another user id.
    login, user = "ada@example.com", "ada"

    def __init__(self):
        self.passwords = {}  # App passwords by the device they were given to.
        self.waiting = {}  # Log-ins by the token that is polled: who agreed.
        self.pages = {}
        self.tree = {"": {"etag": "0"}}  # Folders and files by path; a file has content.
        self.pieces = {}
        self.count = 0
        self.peer = Peer(self.answer)
        self.url = self.peer.url

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.peer.close()

    @property
    def calls(self):
        return self.peer.calls

    def asked(self, method):
        return [call for call in self.calls if call.method == method]

    # -- What a test arranges

    def app_password(self, device="Test") -> str:
        self.passwords[device] = "-".join(secrets.token_hex(2) for _ in range(5))
        return self.passwords[device]

    def put(self, path, content):
        parent = path.rpartition("/")[0]
        if parent and parent not in self.tree:
            self.put(parent, None)
        self.tree[path] = {"content": content} if content is not None else {}
        self.touch(path)

    def touch(self, path):
        """What changes changes everything above it."""
        while True:
            self.count += 1
            self.tree[path]["etag"] = f"{self.count:x}"
            if not path:
                return
            path = path.rpartition("/")[0]

    def remove(self, path):
        for each in [each for each in self.tree if each == path or each.startswith(path + "/")]:
            del self.tree[each]
        self.touch(path.rpartition("/")[0])

    def agree(self, page: str) -> None:
        """A person opens the page, signs in and lets the device in."""
        self.waiting[self.pages[urlsplit(page).path]] = True

    # -- Answers

    def answer(self, call):
        path = call.path
        if path == "/index.php/login/v2" and call.method == "POST":
            token, page = secrets.token_urlsafe(48), f"/login/v2/flow/{secrets.token_urlsafe(48)}"
            self.waiting[token], self.pages[page] = False, token
            assert call.headers.get("user-agent"), "the person is shown which program asks"
            return 200, {"poll": {"token": token, "endpoint": self.url + "/login/v2/poll"}, "login": self.url + page}
        if path == "/login/v2/poll":
            token = call.body.decode().removeprefix("token=")
            if not self.waiting.get(token):
                return 404, []
            # It is given once.
            del self.waiting[token]
            return 200, {"server": self.url, "loginName": self.login, "appPassword": self.app_password("Weir")}
        proof = base64.b64decode(call.headers.get("authorization", "Basic ").removeprefix("Basic ")).decode()
        name, _, password = proof.partition(":")
        if name not in (self.login, self.user) or password not in self.passwords.values():
            return 401, self.fault("No public access to this resource., Username or password was incorrect"), {
                "Content-Type": "application/xml", "WWW-Authenticate": "Basic realm=Nextcloud"}
        for root in (f"/remote.php/dav/files/{self.user}", "/remote.php/webdav"):
            if path == root or path.startswith(root + "/"):
                return self.dav(call, root, unquote(path[len(root):]).strip("/"))
        if path.startswith(f"/remote.php/dav/uploads/{self.user}/"):
            return self.chunk(call, path.removeprefix(f"/remote.php/dav/uploads/{self.user}/"))
        if path == "/remote.php/dav/" and call.method == "SEARCH":
            return self.search(call)
        if path.startswith("/ocs/v2.php/cloud/"):
            return self.ocs(call, path.removeprefix("/ocs/v2.php/cloud/"))
        return 404, "<!DOCTYPE html><h1>Page not found</h1>", {"Content-Type": "text/html"}

    def ocs(self, call, word):
        if call.headers.get("ocs-apirequest") != "true" or call.query.get("format") != "json":
            return 412, {"message": "CSRF check failed"}
        data = {"user": {"id": self.user, "display-name": "Ada", "email": self.login, "quota": {"quota": -3, "used": 17}},
                "capabilities": {"version": {"major": 32, "string": "32.0.1"}, "capabilities": {
                    "core": {"webdav-root": "remote.php/webdav"}, "dav": {"chunking": "1.0"}}}}.get(word)
        if data is None:
            return 404, {"ocs": {"meta": {"status": "failure", "statuscode": 404, "message": "Not found"}, "data": []}}
        return 200, {"ocs": {"meta": {"status": "ok", "statuscode": 200, "message": "OK"}, "data": data}}

    def search(self, call):
        asked = ElementTree.fromstring(call.body)
        scope = asked.find(".//{DAV:}scope/{DAV:}href").text
        words = asked.find(".//{DAV:}like/{DAV:}literal").text.strip("%").lower()
        if not scope.startswith(f"/files/{self.user}"):
            return self.refuse(404, "Search scope not found")
        top = unquote(scope.removeprefix(f"/files/{self.user}")).strip("/")
        found = [path for path in self.tree if path.startswith(top) and words in path.rpartition("/")[2].lower() and path]
        return 207, self.shown(f"/remote.php/dav/files/{self.user}", found), {"Content-Type": "application/xml; charset=utf-8"}

    @staticmethod
    def fault(text):
        return ('<?xml version="1.0" encoding="utf-8"?><d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">'
                f"<s:exception>Sabre\\DAV\\Exception</s:exception><s:message>{escape(text)}</s:message></d:error>")

    def refuse(self, status, text):
        return status, self.fault(text), {"Content-Type": "application/xml; charset=utf-8"}

    def dav(self, call, root, path):
        parent = path.rpartition("/")[0]
        if call.method == "PUT":
            if parent not in self.tree:
                return self.refuse(409, "Parent node does not exist")
            isNew = path not in self.tree
            self.put(path, call.body)
            return (201 if isNew else 204), b"", {"OC-ETag": f'"{self.tree[path]["etag"]}"'}
        if call.method == "MKCOL":
            if path in self.tree:
                return self.refuse(405, "The resource you tried to create already exists")
            if parent not in self.tree:
                return self.refuse(409, "Parent node does not exist")
            self.put(path, None)
            return 201, b""
        if path not in self.tree:
            return self.refuse(404, f"File with name {path} could not be located")
        node = self.tree[path]
        if call.method == "PROPFIND":
            near = [each for each in self.tree if each and each.rpartition("/")[0] == path] if call.headers["depth"] == "1" else []
            if "content" in node:
                near = []
            return 207, self.shown(root, [path] + sorted(near)), {"Content-Type": "application/xml; charset=utf-8"}
        if call.method == "DELETE":
            self.remove(path)
            return 204, b""
        if call.method == "MOVE":
            target = self.target(call)
            if target in self.tree and call.headers.get("overwrite") == "F":
                return self.refuse(412, "The destination node already exists, and the overwrite header is set to false")
            for each in [each for each in self.tree if each == path or each.startswith(path + "/")]:
                self.tree[target + each[len(path):]] = self.tree.pop(each)
            self.touch(parent)
            self.touch(target)
            return 201, b""
        if "content" not in node:
            return self.refuse(501, "GET is not implemented for folders")
        status, content, headers = part(call, node["content"], "image/jpeg")
        return status, content, headers | {"ETag": f'"{node["etag"]}"', "Last-Modified": DATE}

    def target(self, call):
        place = unquote(urlsplit(call.headers["destination"]).path)
        return place.removeprefix(f"/remote.php/dav/files/{self.user}").removeprefix("/remote.php/webdav").strip("/")

    def chunk(self, call, path):
        folder, _, name = path.partition("/")
        if call.method == "MKCOL":
            self.pieces[folder] = {}
            return 201, b""
        if folder not in self.pieces:
            return self.refuse(404, f"File with name {folder} could not be located")
        if call.method == "PROPFIND":
            return 207, '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"/>', {"Content-Type": "application/xml"}
        if call.method == "PUT":
            assert f"/remote.php/dav/files/{self.user}/" in call.headers["destination"], call.headers
            self.pieces[folder][name] = call.body
            return 201, b""
        if call.method == "DELETE":
            del self.pieces[folder]
            return 204, b""
        pieces = self.pieces.pop(folder)
        content = b"".join(pieces[each] for each in sorted(pieces))
        if int(call.headers["oc-total-length"]) != len(content):
            return self.refuse(400, "Chunks on server do not sum up")
        self.put(self.target(call), content)
        return 201, b""

    def shown(self, root, paths):
        rows = []
        for path in paths:
            node = self.tree[path]
            folder = "content" not in node
            address = quote(f"{root}/{path}".rstrip("/") + ("/" if folder else ""))
            kind = "<d:resourcetype><d:collection/></d:resourcetype>" if folder else (
                f"<d:resourcetype/><d:getcontentlength>{len(node['content'])}</d:getcontentlength>"
                "<d:getcontenttype>image/jpeg</d:getcontenttype>"
                f"<oc:checksums><oc:checksum>SHA1:{hashlib.sha1(node['content']).hexdigest()}</oc:checksum></oc:checksums>")
            missing = "<d:getcontentlength/><d:getcontenttype/><d:creationdate/>" if folder else "<d:creationdate/>"
            rows.append(
                f"<d:response><d:href>{address}</d:href><d:propstat><d:prop>{kind}<d:getlastmodified>{DATE}</d:getlastmodified>"
                f"<d:getetag>&quot;{node['etag']}&quot;</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
                f"<d:propstat><d:prop>{missing}</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>")
        return ('<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" '
                f'xmlns:oc="http://owncloud.org/ns">{"".join(rows)}</d:multistatus>')
