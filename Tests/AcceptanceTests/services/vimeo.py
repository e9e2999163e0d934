"""Vimeo, as the description of its API 3.4 and of tus have it."""

import secrets

from services.simulator import Simulator


class Vimeo(Simulator):
    kind = "vimeo"
    authorize_path = "/oauth/authorize"
    token_path = "/oauth/access_token"
    client_proof = "basic"
    wants_pkce = False
    gives_refresh = False
    access_lifetime = 10 ** 9

    def __init__(self):
        super().__init__()
        self.videos = {}
        self.uploads = {}

    def reply(self, reply, grant):
        reply.pop("expires_in")
        return reply | {"user": {"uri": "/users/1"}}

    def unauthorized(self):
        return 401, {"error": "You must provide a valid authenticated access token.", "error_code": 8000}

    def limited(self, seconds=1):
        return 429, {"error": "Too many API requests."}, {"Retry-After": str(seconds), "X-RateLimit-Remaining": "0"}

    def add(self, name, content):
        number = str(len(self.videos) + 1)
        self.videos[number] = {"uri": f"/videos/{number}", "resource_key": secrets.token_hex(10), "name": name, "created_time": "2026-11-01T10:00:00+00:00",
                               "modified_time": "2026-11-02T10:00:00+00:00", "link": f"https://vimeo.com/{number}", "content": content}
        return number

    def shown(self, number, fields=""):
        """Only what was asked for, as the real one."""
        video = self.videos[number]
        asked = {field.partition(".")[0] for field in fields.split(",")}
        return {name: value for name, value in video.items() if name in asked} | {
            "download": [{"quality": "source", "link": f"{self.url}/redirect/{number}", "size": len(video["content"])}]}

    def before(self, call):
        if call.path.startswith("/redirect/"):
            # The link speaks for itself, and leads to a network of copies.
            video = self.videos[call.path.rsplit("/", 1)[-1]]
            return 302, b"", {"Location": self.address(video["content"], "video/mp4", 3600)}
        return None

    def handle(self, call, grant):
        assert call.headers["accept"].startswith("application/vnd.vimeo.")
        query = call.query
        match (call.method, call.path):
            case ("GET", "/me"):
                return 200, {"uri": "/users/1", "name": "Ada"}
            case ("GET", "/me/videos"):
                page = int(query["page"])
                numbers = list(self.videos)
                return 200, {"total": len(numbers), "page": page, "data": [self.shown(number, query["fields"]) for number in numbers[(page - 1) * 2:page * 2]]}
            case ("GET", "/me/projects"):
                return 200, {"total": 1, "page": 1, "data": [{"uri": "/users/1/projects/55", "resource_key": "k55", "name": "Films"}]}
            case ("GET", "/me/projects/55/videos"):
                return 200, {"total": 1, "page": 1, "data": [self.shown("2", query["fields"])]}
            case ("POST", "/me/videos"):
                asked = call.json
                assert asked["upload"]["approach"] == "tus"
                token = secrets.token_hex(8)
                number = self.add(asked["name"], b"")
                self.uploads[token] = (number, asked["upload"]["size"])
                return 200, {"uri": f"/videos/{number}", "link": f"https://vimeo.com/{number}",
                             "upload": {"approach": "tus", "upload_link": f"{self.files.url}/tus/{token}", "size": asked["upload"]["size"]}}
            case ("GET", "/videos"):
                number = query["uris"].rsplit("/", 1)[-1]
                return 200, {"total": 1, "data": [self.shown(number, query["fields"])]}
        return 404, {"error": "The requested resource couldn't be found.", "error_code": 5000}

    def serve(self, call):
        if not call.path.startswith("/tus/"):
            return super().serve(call)
        if "authorization" in call.headers:
            self.leaks.append(call)
        number, size = self.uploads[call.path.rsplit("/", 1)[-1]]
        video = self.videos[number]
        assert call.headers["tus-resumable"] == "1.0.0"
        if call.method == "PATCH":
            assert call.headers["content-type"] == "application/offset+octet-stream"
            if int(call.headers["upload-offset"]) != len(video["content"]):
                return 409, b""
            video["content"] += call.body
        return (204 if call.method == "PATCH" else 200), b"", {
            "Tus-Resumable": "1.0.0", "Upload-Offset": str(len(video["content"])), "Upload-Length": str(size)}
