"""The media routes of WordPress' REST API, as its handbook shows them: application passwords, Link headers, multipart uploads."""

import base64

from services.dam_base import Library, Refusal, now, parts


class WordPress(Library):
    user, password = "ada", "abcd EFGH ijkl MNOP"

    def __init__(self):
        super().__init__()
        self.media = []

    def add(self, name: str, body: bytes, **words) -> dict:
        number = len(self.media) + 1
        self.stored[f"/uploads/{name}"] = body
        item = {"id": number, "slug": name.partition(".")[0], "title": {"rendered": words.get("title") or name},
                "alt_text": words.get("alt_text", ""), "media_type": "image", "mime_type": "image/jpeg",
                "source_url": f"{self.storage.url}/uploads/{name}", "modified_gmt": now()[:-1],
                "media_details": {"filesize": len(body), "sizes": {"full": {"file": name}}}}
        self.media.append(item)
        return item

    def admit(self, call):
        given = base64.b64decode(call.headers.get("authorization", "Basic ").removeprefix("Basic ")).decode()
        if given.replace(" ", "") != f"{self.user}:{self.password}".replace(" ", ""):
            raise Refusal(401, {"code": "incorrect_password", "message": "The provided password is an invalid application password.",
                                "data": {"status": 401}})

    def handle(self, call):
        match [call.method, *call.path.removeprefix("/wp-json/wp/v2/").split("/")]:
            case ["GET", "users", "me"]:
                return 200, {"id": 1, "name": "Ada"}
            case ["GET", "media"]:
                page, size = int(call.query.get("page", 1)), min(int(call.query["per_page"]), 2)
                more = page * size < len(self.media)
                link = {"Link": f'<{self.url}{call.path}?per_page={size}&page={page + 1}>; rel="next"'} if more else {}
                return 200, self.media[(page - 1) * size:page * size], link
            case ["POST", "media"]:
                fields = parts(call)
                name = call.body.partition(b'filename="')[2].partition(b'"')[0].decode()
                return 201, self.add(name, fields["file"], title=fields.get("title"), alt_text=fields.get("alt_text", ""))
            case ["GET", "media", number] if number.isdigit() and int(number) <= len(self.media):
                return 200, self.media[int(number) - 1]
        raise Refusal(404, {"code": "rest_post_invalid_id", "message": "Invalid post ID."})
