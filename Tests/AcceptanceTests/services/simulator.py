"""What all simulated services have in common: consent, tokens that are checked and renewed, limits, and faults on demand.

A simulator follows a service's public documents. It listens on two ports of this machine: one for the API, one for files,
so that files come from "another host" that must be given no credentials.

    with Dropbox() as service:
        service.put("/harbour.jpg", b"…")
        service.pass_time(5 * 3600)                 # its tokens have run out
        service.fail_next(service.limited(seconds=1))
"""

import base64
import hashlib
import secrets
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

from peer import Peer


@dataclass
class Grant:
    """What one consent gave; every token of it dies when an old refresh token is used again."""

    scopes: list[str]
    access: dict[str, float] = field(default_factory=dict)  # Token and when it ends.
    refresh: str | None = None
    used: set[str] = field(default_factory=set)
    ends: float = 0  # When the newest token ends.
    isRevoked: bool = False


class Simulator:
    kind = ""  # Of the integration, as `dropbox`.
    authorize_path = "/authorize"
    token_path = "/token"
    client = ("client-of-weir", "secret-of-weir")
    client_proof = "body"  # or "basic"
    wants_pkce = True
    wants_parameters = {}  # Of the authorization URL, as `access_type=offline`.
    scope_separator = " "
    code_lifetime = 600
    access_lifetime = 3600
    first_lifetime = None  # Of the first token, where a test wants it to end soon.
    gives_refresh = True
    rotates = False  # Whether each refresh gives another refresh token, and the old one is good once.
    token_type = "bearer"
    form = {}  # What the connection's form needs besides.
    asks_person = True  # Whether somebody consents in a browser.

    def __init__(self):
        self.lock = threading.RLock()
        self.offset = 0.0
        self.codes = {}
        self.grants = []
        self.refreshes = 0
        self.authorizations = []
        self.faults = []
        self.leaks = []  # Requests to the file host that carried credentials.
        self.addresses = {}  # Of files, with their content and when they end.
        self.api = Peer(self.answer)
        self.files = Peer(self.serve)
        self.url = self.api.url

    # -- Life

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.api.close()
        self.files.close()

    def now(self) -> float:
        return time.time() + self.offset

    def pass_time(self, seconds: float):
        self.offset += seconds

    @property
    def calls(self):
        return self.api.calls

    # -- What a test arranges

    def endpoint(self) -> str:
        """What the connection's endpoint is set to."""
        return self.url

    def settings(self) -> dict[str, str]:
        """The connection's further settings."""
        return {}

    def fail_next(self, *answers):
        """The next calls of the API, tokens aside, are answered so; an answer may be a function of the call."""
        self.faults += answers

    def limited(self, seconds: int = 1):
        """The service's own way to say "too many requests"."""
        return 429, {"error": "too many requests"}, {"Retry-After": str(seconds)}

    # -- Answers

    def answer(self, call):
        with self.lock:
            if call.path == self.authorize_path:
                return self.authorize(call)
            if call.path == self.token_path:
                return self.token(call)
            special = self.before(call)
            if special is not None:
                return special
            grant = self.grant_of(call)
            if grant is None:
                return self.unauthorized()
            if self.faults:
                fault = self.faults.pop(0)
                return fault(call) if callable(fault) else fault
            return self.handle(call, grant)

    def before(self, call):
        """Addresses that are open without a token."""
        return None

    def handle(self, call, grant):
        raise NotImplementedError

    def unauthorized(self):
        return 401, {"error": "invalid_token"}

    def grant_of(self, call) -> Grant | None:
        token = call.headers.get("authorization", "").removeprefix("Bearer ")
        for grant in self.grants:
            if not grant.isRevoked and grant.access.get(token, 0) > self.now():
                return grant
        return None

    # -- Consent and tokens (RFC 6749, RFC 7636)

    def authorize(self, call):
        self.authorizations.append(call.query)
        asked = call.query
        if asked.get("client_id") != self.client[0]:
            return 400, "<h1>Unknown client</h1>", {"Content-Type": "text/html"}
        redirect, state = asked.get("redirect_uri", ""), asked.get("state", "")
        if not redirect.endswith("/rest/v1/oauth2/callback") or not state:
            return 400, "<h1>The redirect URI isn't registered</h1>", {"Content-Type": "text/html"}
        missing = {name: value for name, value in self.wants_parameters.items() if asked.get(name) != value}
        challenge = asked.get("code_challenge") if asked.get("code_challenge_method") == "S256" else None
        if asked.get("response_type") != "code" or missing or (self.wants_pkce and not challenge):
            back = {"error": "invalid_request", "error_description": f"missing {missing or 'code_challenge'}", "state": state}
            return 302, "", {"Location": f"{redirect}?{urlencode(back)}"}
        code = secrets.token_urlsafe(24)
        scopes = [scope for scope in asked.get("scope", "").split(self.scope_separator) if scope]
        self.codes[code] = (self.now() + self.code_lifetime, redirect, challenge, scopes)
        return 302, "", {"Location": f"{redirect}?{urlencode({'code': code, 'state': state})}"}

    def token(self, call):
        form = {name: values[-1] for name, values in parse_qs(call.body.decode(), keep_blank_values=True).items()}
        if not self.is_client(call, form):
            return 401, {"error": "invalid_client"}
        if form.get("grant_type") == "authorization_code":
            return self.redeem(form)
        if form.get("grant_type") == "refresh_token":
            return self.renew(form)
        return 400, {"error": "unsupported_grant_type"}

    def is_client(self, call, form) -> bool:
        if self.client_proof == "basic":
            proof = base64.b64encode(":".join(self.client).encode()).decode()
            return call.headers.get("authorization") == f"Basic {proof}"
        return (form.get("client_id"), form.get("client_secret")) == self.client

    def redeem(self, form):
        ends, redirect, challenge, scopes = self.codes.pop(form.get("code"), (0, "", None, []))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proved = challenge is None or base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge
        if ends < self.now() or redirect != form.get("redirect_uri") or not proved:
            return self.invalid_grant()
        grant = Grant(scopes)
        self.grants.append(grant)
        return 200, self.granted(grant, isFirst=True)

    def renew(self, form):
        token = form.get("refresh_token")
        for grant in self.grants:
            if grant.refresh == token and not grant.isRevoked:
                self.refreshes += 1
                return 200, self.granted(grant, isFirst=False)
            if token in grant.used:
                # Somebody has copied it: the whole family goes.
                grant.isRevoked = True
        return self.invalid_grant()

    def invalid_grant(self):
        return 400, {"error": "invalid_grant", "error_description": "The code or token isn't good."}

    def granted(self, grant: Grant, isFirst: bool) -> dict:
        access = secrets.token_urlsafe(24)
        lifetime = self.first_lifetime if isFirst and self.first_lifetime else self.access_lifetime
        if self.rotates:
            grant.access = {}
        grant.access[access] = grant.ends = self.now() + lifetime
        reply = {"access_token": access, "token_type": self.token_type, "expires_in": lifetime,
                 "scope": self.scope_separator.join(grant.scopes)}
        if self.gives_refresh and (isFirst or self.rotates):
            if grant.refresh:
                grant.used.add(grant.refresh)
            grant.refresh = secrets.token_urlsafe(24)
            reply["refresh_token"] = grant.refresh
        return self.reply(reply, grant)

    def reply(self, reply: dict, grant: Grant) -> dict:
        """The token reply in the service's own form."""
        return reply

    # -- Files on another host, at addresses that end

    def address(self, content: bytes, mime: str = "application/octet-stream", lifetime: float = 900) -> str:
        token = secrets.token_urlsafe(12)
        self.addresses[f"/{token}"] = (content, mime, self.now() + lifetime)
        return f"{self.files.url}/{token}"

    def serve(self, call):
        if "authorization" in call.headers or "cookie" in call.headers:
            self.leaks.append(call)
        content, mime, ends = self.addresses.get(call.path, (None, "", 0))
        if content is None or ends < self.now():
            return 403, "<h1>This address has run out</h1>", {"Content-Type": "text/html"}
        return part(call, content, mime)


def part(call, content: bytes, mime: str):
    """The bytes that a request asks for (RFC 9110, section 14)."""
    wanted = call.headers.get("range", "")
    if not wanted.startswith("bytes="):
        return 200, content, {"Content-Type": mime, "ETag": f'"{len(content)}"'}
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    first, last = int(first), min(int(last or len(content)), len(content) - 1)
    if first >= len(content):
        return 416, b"", {"Content-Range": f"bytes */{len(content)}"}
    return 206, content[first:last + 1], {
        "Content-Type": mime, "Content-Range": f"bytes {first}-{last}/{len(content)}", "ETag": f'"{len(content)}"'}


def span(text: str) -> tuple[int, int, int]:
    """First and last byte and the total of a `Content-Range: bytes 0-4/10`."""
    place, _, total = text.removeprefix("bytes ").partition("/")
    first, _, last = place.partition("-")
    return int(first), int(last), int(total)
