"""An OAuth 2.0 provider of the strict kind on loopback: refresh tokens work once, and using an old one again revokes all
that came of it. Slow as it is told to be, and with an API that takes the newest access token alone."""

import base64
import hashlib
import json
import secrets
import select
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class RotatingProvider:
    """`delay` seconds pass before a refresh is looked at. One whose client has gone by then never happened."""

    def __init__(self):
        self.lock = threading.Lock()
        self.delay = 0.0
        self.lifetime = 3600
        self.accepted = 0
        self.abandoned = 0
        self.reused = 0
        self.refused = 0
        self.in_flight = 0
        self.most_in_flight = 0
        self.calls = 0
        self.arrived = threading.Event()
        self.access = None
        self.refresh = None
        self.old = set()
        self.codes = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                provider.answer_api(self)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                if urlsplit(self.path).path == "/token":
                    provider.answer_token(self, {name: values[0] for name, values in parse_qs(body).items()})
                else:
                    provider.answer_api(self)

            def send(self, status, value):
                sent = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 1024
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_port}"
        self.url = "http://" + self.address

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    # -- What a test does

    def consent(self, url: str) -> dict:
        """Agrees on the page that the person was sent to, and gives the parameters to go back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked["code_challenge"]
        return {"state": asked["state"], "code": code}

    def spoil(self) -> None:
        """The access token is good no more, before its time."""
        with self.lock:
            self.access = None
            self.arrived.clear()

    # -- What clients ask

    def answer_token(self, handler, form: dict) -> None:
        if form.get("grant_type") != "refresh_token":
            challenge = self.codes.pop(form.get("code"), None)
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if challenge != base64.urlsafe_b64encode(digest).decode().rstrip("="):
                return handler.send(400, {"error": "invalid_grant"})
            return handler.send(200, self.grant())
        with self.lock:
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        self.arrived.set()
        try:
            is_there = self.wait(handler.connection)
        finally:
            with self.lock:
                self.in_flight -= 1
        if not is_there:
            with self.lock:
                self.abandoned += 1
            handler.close_connection = True
            return None
        with self.lock:
            answer = self.rotate(form.get("refresh_token"))
        return handler.send(*answer)

    def wait(self, connection: socket.socket) -> bool:
        """Whether the client is still there after the delay."""
        end = time.monotonic() + self.delay
        while True:
            left = end - time.monotonic()
            readable, _, _ = select.select([connection], [], [], max(0, min(left, 0.05)))
            if readable:
                try:
                    if not connection.recv(1, socket.MSG_PEEK):
                        return False
                except OSError:
                    return False
            if left <= 0:
                return True

    def rotate(self, token: str) -> tuple:
        if token != self.refresh or token is None:
            self.refused += 1
            if token in self.old:
                self.reused += 1
                self.access = self.refresh = None
            return 400, {"error": "invalid_grant", "error_description": "unknown or used refresh token"}
        self.old.add(token)
        self.accepted += 1
        return 200, self.grant()

    def grant(self) -> dict:
        self.access, self.refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        return {"access_token": self.access, "refresh_token": self.refresh, "token_type": "Bearer",
                "expires_in": self.lifetime}

    def answer_api(self, handler) -> None:
        with self.lock:
            self.calls += 1
            is_good = self.access and handler.headers.get("authorization") == f"Bearer {self.access}"
        if not is_good:
            return handler.send(401, {"message": "token expired"})
        return handler.send(200, {"payload": {"id": "1", "username": "robin"}, "errors": [], "warnings": []})
