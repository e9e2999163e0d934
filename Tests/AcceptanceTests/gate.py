"""A service with every way to sign in that answers as a test says: pages where tokens should be, codes that are over, a
clock that is off. Its connector is made for it, so that nothing of it is a real service's."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode

from peer import Peer

CONNECTOR = """
connector: gateConnector-v1.0
title: Gate
description: A service with every way to sign in.
provenance: {source: written for tests, date: "2026-11-22", verifiedAgainst: a simulator}
endpoint: {default: "https://gate.example", editable: true}
authentication:
  - kind: oauth2
    grants: [authorization_code, device_code]
    authorizationURL: https://gate.example/authorize
    tokenURL: https://gate.example/token
    deviceURL: https://gate.example/device
    scopes: [files, offline_access]
    acceptsPrevious: true
  - kind: oauth1
    requestTokenURL: https://gate.example/request
    authorizationURL: https://gate.example/authorize
    tokenURL: https://gate.example/token
  - kind: session
    fields: {person: {title: Person}, word: {title: Word, secret: true}}
    login: {method: POST, url: "${endpoint}/login", json: {person: "${fields.person}", word: "${fields.word}"}}
    token: {body: session}
    lifetimeAt: seconds
    send: {header: Authorization, prefix: "Bearer "}
check: whoAmI
actions:
  whoAmI: {title: Who am I, group: Account, description: Tells who signed in., method: GET, path: /me}
"""


class Gate:
    """`tokens` holds the answers that the token address gives next, each `(status, body)` or `(status, body, headers)`;
    without any it grants. `devices` does the same for those who ask whether a code was entered."""

    client = ("client-of-gate", "planted-secret-of-gate")

    def __init__(self):
        self.tokens, self.devices, self.logins, self.notices = [], [], [], []
        self.access, self.refresh, self.previous, self.dead = set(), None, None, set()
        self.grants = self.refreshes = 0
        self.lifetime = 3600
        self.clock = 0  # By how many seconds its clock is ahead.
        self.loses = False  # Whether it forgets the next refresh token that it gives.
        self.agreed = False
        self.secret = None
        self.peer = Peer(self.answer)
        self.url, self.address = self.peer.url, self.peer.authority

    def close(self):
        self.peer.close()

    def answer(self, call):
        place = getattr(self, "at_" + call.path.strip("/").replace("/", "_").replace(".", "_"), None)
        return place(call) if place else (404, {"error": "no such place"})

    # -- OAuth 2.0

    def at_authorize(self, call):
        """A person who says yes at once."""
        if "oauth_token" in call.query:
            back = {"oauth_token": call.query["oauth_token"], "oauth_verifier": "yes"}
            return 302, "", {"Location": f"{self.callback}?{urlencode(dict(parse_qsl(self.state)) | back)}"}
        back = {"code": secrets.token_hex(8), "state": call.query["state"]}
        return 302, "", {"Location": f"{call.query['redirect_uri']}?{urlencode(back)}"}

    def at_token(self, call):
        if call.headers.get("authorization", "").startswith("OAuth "):
            return self.signed(call)
        form = dict(parse_qsl(call.body.decode()))
        if form["grant_type"].endswith("device_code"):
            return self.devices.pop(0) if self.devices else self.granted()
        if self.tokens:
            return self.tokens.pop(0)
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in (self.refresh, self.previous):
                return 400, {"error": "invalid_grant", "error_description": "the refresh token is not known"}
            self.refreshes += 1
        return self.granted()

    def granted(self, **more):
        self.grants += 1
        token = {"access_token": secrets.token_hex(16), "refresh_token": secrets.token_hex(16), "token_type": "bearer",
                 "expires_in": self.lifetime, "scope": "files offline_access"} | more
        token = {name: value for name, value in token.items() if value is not None}
        self.access.add(token["access_token"])
        if self.loses:
            self.loses = False
        else:
            self.previous, self.refresh = self.refresh, token.get("refresh_token")
        return 200, token

    def at_device(self, call):
        return 200, {"device_code": secrets.token_hex(8), "user_code": "WDJB-MJHT", "expires_in": 600, "interval": 1,
                     "verification_uri": self.url + "/enter"}

    def at_me(self, call):
        proof = call.headers.get("authorization", "")
        known = proof.startswith("OAuth ") or proof.removeprefix("Bearer ") in self.access
        return (200, {"name": "Pat"}) if known else (401, {"error": "invalid_token"})

    # -- OAuth 1.0a

    def signed(self, call):
        fields = dict(part.strip().split("=", 1) for part in call.headers["authorization"][6:].split(","))
        fields = {name: unquote(value.strip('"')) for name, value in fields.items()}
        if abs(int(fields["oauth_timestamp"]) - (time.time() + self.clock)) > 240:
            return 401, f"oauth_problem=timestamp_refused&oauth_acceptable_timestamps={int(time.time() + self.clock)}"
        if not hmac.compare_digest(fields["oauth_signature"], self.signature(call, fields)):
            return 401, "oauth_problem=signature_invalid"
        kind = "asked" if call.path == "/request" else "kept"
        self.secret = secrets.token_hex(8)
        pair = {"oauth_token": f"{kind}-token", "oauth_token_secret": self.secret, "oauth_callback_confirmed": "true"}
        if kind == "asked":
            self.callback, _, self.state = fields["oauth_callback"].partition("?")
        return 200, urlencode(pair), {"Content-Type": "application/x-www-form-urlencoded"}

    at_request = signed

    def signature(self, call, fields):
        def safe(text):
            return quote(text, safe="-._~")

        pairs = sorted((safe(name), safe(value)) for name, value in fields.items()
                       if name not in ("oauth_signature", "realm"))
        base = "&".join(["POST", safe(self.url + call.path), safe("&".join(f"{n}={v}" for n, v in pairs))])
        before = self.secret if call.path == "/token" else ""
        key = f"{safe(self.client[1])}&{safe(before or '')}"
        return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()

    # -- Sessions

    def at_login(self, call):
        if self.logins:
            return self.logins.pop(0)
        if call.json != {"person": "pat", "word": "planted-word"}:
            return 401, {"error": "wrong_word", "message": "The word is wrong."}
        return 200, {"session": self.granted(refresh_token=None)[1]["access_token"], "seconds": self.lifetime}

    # -- Nextcloud's Login Flow v2

    def at_index_php_login_v2(self, call):
        poll = {"token": "planted-poll-token", "endpoint": self.url + "/login/v2/poll"}
        return 200, {"poll": poll, "login": self.url + "/login/v2/flow/x"}

    def at_login_v2_poll(self, call):
        if parse_qs(call.body.decode()).get("token") != ["planted-poll-token"] or not self.agreed:
            return 404, {}
        return 200, {"server": self.url, "loginName": "pat", "appPassword": "planted-app-password"}

    # -- Notices

    def at_hook(self, call):
        self.notices.append(call)
        return 204, ""


def is_signed(call, secret: str) -> bool:
    """Whether a notice is signed as Standard Webhooks says."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
    code = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return f"v1,{code}" == call.headers["webhook-signature"]


def body(call) -> dict:
    return json.loads(call.body)
