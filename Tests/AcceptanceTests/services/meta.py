"""Facebook Pages and Instagram, as Meta's documents describe them: tokens that are exchanged, errors by number."""

import secrets
from dataclasses import replace

from services.simulator import Simulator


class Meta(Simulator):
    wants_pkce = False
    scope_separator = ","
    gives_refresh = False
    access_lifetime = 3600
    long_lifetime = 60 * 86400

    def __init__(self):
        super().__init__()
        self.entries = {}

    def endpoint(self):
        return self.url + "/v22.0"

    def error(self, code, message, status=400):
        return status, {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "x"}}

    def unauthorized(self):
        return self.error(190, "Error validating access token: Session has expired", 400)

    def limited(self, seconds=1):
        return self.error(4, "(#4) Application request limit reached", 403)

    def lasting(self, token):
        """A token of 60 days for one that is still good."""
        for grant in self.grants:
            if grant.access.get(token, 0) > self.now():
                self.refreshes += 1
                access = secrets.token_urlsafe(24)
                grant.access = {access: self.now() + self.long_lifetime}
                return 200, {"access_token": access, "token_type": "bearer", "expires_in": self.long_lifetime}
        return self.unauthorized()

    def paged(self, found, query):
        start = int(query.get("after", 0))
        answer = {"data": found[start:start + 2]}
        if found[start:start + 2]:
            answer["paging"] = {"cursors": {"before": str(start), "after": str(start + 2)}}
        return 200, answer


class Facebook(Meta):
    kind = "facebook"
    authorize_path = "/v22.0/dialog/oauth"
    token_path = "/v22.0/oauth/access_token"
    page = "me"
    page_token = "token-of-page-7"
    asked_for_page = 0

    def __init__(self):
        super().__init__()
        self.videos = {}

    def settings(self):
        return {"page": self.page}

    def add(self, content):
        id = str(1000 + len(self.entries))
        self.entries[id] = content
        return id

    def answer(self, call):
        # The exchange has the same address as the code's, and comes by GET.
        if call.path == self.token_path and call.method == "GET":
            with self.lock:
                asked = call.query
                if asked["grant_type"] != "fb_exchange_token" or (asked["client_id"], asked["client_secret"]) != self.client:
                    return self.error(1, "Error validating client secret.")
                return self.lasting(asked["fb_exchange_token"])
        return super().answer(call)

    def before(self, call):
        if call.headers.get("authorization") != f"Bearer {self.page_token}":
            return None
        path = call.path.removeprefix("/v22.0")
        if path.startswith("/7/"):
            return self.handle(replace(call, path="/v22.0/me" + path.removeprefix("/7")), None)
        return self.of_page(call.query, path.strip("/"))

    def of_page(self, query, id):
        """What is read by its id, which takes the Page's own token."""
        if id in self.entries and query.get("fields") == "id,images":
            return 200, {"id": id, "images": [{"source": self.address(self.entries[id], "image/jpeg", 60), "width": 1}]}
        if id in self.videos and query.get("fields") == "id,source":
            return 200, {"id": id, "source": self.address(self.videos[id], "video/mp4", 60)}
        return self.error(100, "(#100) Tried accessing nonexisting field")

    def handle(self, call, grant):
        match (call.method, call.path.removeprefix("/v22.0")):
            case ("GET", "/7") if call.query.get("fields") == "access_token":
                self.asked_for_page += 1
                return 200, {"access_token": self.page_token, "id": "7"}
            case ("GET", "/8") if call.query.get("fields") == "access_token":
                return 200, {"id": "8"}
            case (_, path) if grant is not None and path.startswith("/7/"):
                return self.error(210, "(#210) A page access token is required to request this resource.")
            case ("GET", "/me/videos"):
                return self.paged([{"id": id, "title": f"Film {id}", "source": "https://video.example/ended", "updated_time": "2026-11-02T10:00:00+0000"}
                                   for id in self.videos], call.query)
            case ("GET", "/me"):
                return 200, {"id": "7", "name": "Quay"}
            case ("GET", "/me/accounts"):
                return self.paged([{"id": "7", "name": "Quay"}, {"id": "8", "name": "Pier"}, {"id": "9", "name": "Lock"}], call.query)
            case ("GET", "/me/photos"):
                return self.paged([{"id": id, "created_time": "2026-11-01T10:00:00+0000", "updated_time": "2026-11-02T10:00:00+0000",
                                    "images": [{"source": self.address(content, "image/jpeg"), "width": 1}]}
                                   for id, content in self.entries.items()], call.query)
            case ("POST", "/me/photos"):
                content = call.body.split(b"\r\n\r\n")
                self.entries["9999"] = next(part for part in content if part.startswith(b"\xff\xd8")).rsplit(b"\r\n--", 1)[0]
                return 200, {"id": "9999", "post_id": "7_9999"}
        return self.error(803, "(#803) Some of the aliases you requested do not exist", 404)


class Instagram(Meta):
    kind = "instagram"
    authorize_path = "/oauth/authorize"
    token_path = "/oauth/access_token"

    def add(self, content, has_address=True):
        id = str(17000 + len(self.entries))
        self.entries[id] = content if has_address else None
        return id

    def reply(self, reply, grant):
        # The first token's reply says neither kind nor lifetime.
        return {"access_token": reply["access_token"], "user_id": 17, "permissions": ",".join(grant.scopes)}

    def before(self, call):
        if call.path == "/access_token":
            if call.query["client_secret"] != self.client[1] or call.query["grant_type"] != "ig_exchange_token":
                return self.error(1, "Error validating client secret.")
            return self.lasting(call.query["access_token"])
        if call.path == "/refresh_access_token":
            assert call.query["grant_type"] == "ig_refresh_token"
            return self.lasting(call.query["access_token"])
        return None

    def shown(self, id):
        content = self.entries[id]
        address = {} if content is None else {"media_url": self.address(content, "image/jpeg", 60)}
        return {"id": id, "media_type": "IMAGE", "timestamp": "2026-11-02T10:00:00+0000", "permalink": f"https://www.instagram.com/p/{id}/"} | address

    def handle(self, call, grant):
        path = call.path.removeprefix("/v22.0/")
        if path == "me":
            return 200, {"user_id": "17", "username": "quay"}
        if path == "me/media":
            return self.paged([self.shown(id) for id in self.entries], call.query)
        if path in self.entries:
            return 200, self.shown(path)
        return self.error(100, "Unsupported get request. Object does not exist", 400)
