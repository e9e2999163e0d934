"""Flickr with OAuth 1.0a (RFC 5849): every signature is verified by a library that nobody here wrote."""

import re
import secrets
from urllib.parse import unquote, urlencode

from oauthlib.oauth1.rfc5849 import signature

from services.simulator import Simulator


class Flickr(Simulator):
    kind = "flickr"
    authorize_path = "/services/oauth/authorize"
    token_path = "/services/oauth/access_token"
    request_path = "/services/oauth/request_token"

    def __init__(self):
        super().__init__()
        self.tokens = {}  # Token and its secret.
        self.requests = {}
        self.nonces = set()
        self.photos = {}
        self.refused = []

    def endpoint(self):
        return self.url + "/services"

    def settings(self):
        return {"uploadAddress": self.url + "/services"}

    def add(self, title, content, updated="1793620900"):
        id = str(50000 + len(self.photos))
        self.photos[id] = {"id": id, "title": title, "dateupload": "1793620800", "lastupdate": updated, "media": "photo",
                           "tags": "", "content": content}
        return id

    # -- Signatures

    def signed(self, call, token_secret) -> dict | None:
        """The protocol's parameters, when the signature over everything is good and the nonce is new."""
        header = call.headers.get("authorization", "")
        own = dict(re.findall(r'(\w+)="([^"]*)"', header.removeprefix("OAuth ")))
        body = call.body.decode() if call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded") else ""
        address = self.url + call.path + ("?" + urlencode(call.query) if call.query else "")
        given = signature.collect_parameters(uri_query=urlencode(call.query), body=body, headers={"Authorization": header})
        given = [(name, value) for name, value in given if name != "oauth_signature"]
        text = signature.signature_base_string(
            call.method, signature.base_string_uri(address), signature.normalize_parameters(given))
        wanted = signature.sign_hmac_sha1_with_client(text, _Secrets(self.client[1], token_secret))

        nonce = (own.get("oauth_nonce"), own.get("oauth_timestamp"))
        isGood = own.get("oauth_consumer_key") == self.client[0] and unquote(own.get("oauth_signature", "")) == wanted \
            and nonce not in self.nonces and abs(int(own.get("oauth_timestamp", 0)) - self.now()) < 600
        self.nonces.add(nonce)
        if not isGood:
            self.refused.append(call)
            return None
        return {name: unquote(value) for name, value in own.items()}

    # -- The three steps

    def answer(self, call):
        with self.lock:
            if call.path == self.request_path:
                own = self.signed(call, "")
                if own is None or not own.get("oauth_callback"):
                    return 401, "oauth_problem=signature_invalid", {"Content-Type": "text/plain"}
                token = secrets.token_hex(8)
                self.requests[token] = [own["oauth_callback"], secrets.token_hex(8), None]
                return 200, urlencode({"oauth_callback_confirmed": "true", "oauth_token": token,
                                       "oauth_token_secret": self.requests[token][1]}), {"Content-Type": "text/plain"}
            if call.path == self.authorize_path:
                self.authorizations.append(call.query)
                request = self.requests[call.query["oauth_token"]]
                request[2] = secrets.token_hex(8)
                back = urlencode({"oauth_token": call.query["oauth_token"], "oauth_verifier": request[2]})
                return 302, "", {"Location": request[0] + ("&" if "?" in request[0] else "?") + back}
            if call.path == self.token_path:
                token = re.search(r'oauth_token="([^"]*)"', call.headers.get("authorization", ""))
                request = self.requests.pop(token[1], None) if token else None
                own = self.signed(call, request[1]) if request else None
                if own is None or own.get("oauth_verifier") != request[2]:
                    return 401, "oauth_problem=verifier_invalid", {"Content-Type": "text/plain"}
                made = secrets.token_hex(12)
                self.tokens[made] = secrets.token_hex(8)
                return 200, urlencode({"fullname": "Ada", "oauth_token": made, "oauth_token_secret": self.tokens[made],
                                       "user_nsid": "1@N01", "username": "ada"}), {"Content-Type": "text/plain"}
            token = re.search(r'oauth_token="([^"]*)"', call.headers.get("authorization", ""))
            secret = self.tokens.get(token[1]) if token else None
            if secret is None or self.signed(call, secret) is None:
                return 200, {"stat": "fail", "code": 96, "message": "Invalid signature"}
            if self.faults:
                return self.faults.pop(0)
            return self.handle(call, None)

    def limited(self, seconds=1):
        return 429, {"stat": "fail", "code": 0, "message": "Rate limit exceeded"}, {"Retry-After": str(seconds)}

    def handle(self, call, grant):
        query = call.query
        if call.path == "/services/upload/":
            content = call.body.split(b'name="photo"', 1)[1].split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
            title = re.search(rb'name="title"\r\n\r\n([^\r]*)', call.body)[1].decode()
            return 200, f'<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="ok"><photoid>{self.add(title, content)}</photoid></rsp>', {
                "Content-Type": "text/xml; charset=utf-8"}
        assert query.get("format") == "json" and query.get("nojsoncallback") == "1"
        match query["method"]:
            case "flickr.test.login":
                return 200, {"stat": "ok", "user": {"id": "1@N01", "username": {"_content": "ada"}}}
            case "flickr.people.getPhotos" | "flickr.photos.recentlyUpdated":
                found = [self.shown(photo, query["extras"]) for photo in self.photos.values() if photo["lastupdate"] >= query.get("min_date", "")]
                page = int(query["page"])
                size = min(int(query["per_page"]), 500)
                return 200, {"stat": "ok", "photos": {"page": page, "total": str(len(found)), "photo": found[(page - 1) * size:page * size]}}
            case "flickr.photosets.getList":
                return 200, {"stat": "ok", "photosets": {"photoset": [{"id": "72", "title": {"_content": "Autumn"}}]}}
            case "flickr.photosets.getPhotos":
                return 200, {"stat": "ok", "photoset": {"id": query["photoset_id"], "photo": []}}
            case "flickr.photos.getInfo":
                photo = self.photos.get(query["photo_id"])
                return 200, {"stat": "ok", "photo": {"id": photo["id"], "title": {"_content": photo["title"]}}} if photo else {
                    "stat": "fail", "code": 1, "message": "Photo not found"}
        return 200, {"stat": "fail", "code": 112, "message": "Method not found"}

    def shown(self, photo, extras=""):
        """Words only where they were asked for, as the real one."""
        asked = {"ownername" if extra == "owner_name" else extra for extra in extras.split(",")}
        shown = {name: value for name, value in photo.items()
                 if name != "content" and (name in asked or name not in ("description", "tags", "ownername"))}
        return shown | {"url_o": self.address(photo["content"], "image/jpeg", 86400)}


class _Secrets:
    """What oauthlib signs with."""

    def __init__(self, client_secret, resource_owner_secret):
        self.client_secret = client_secret
        self.resource_owner_secret = resource_owner_secret
