"""Another system on loopback: counts what it is told, fails when it is asked to, and calls back."""

import json
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hub:
    def __init__(self, seed: int):
        self.calls = Counter()
        self.addresses = {}
        self.lock = threading.Lock()
        self.chance = random.Random(seed)
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status = hub.take(self.path, self.headers["X-Key"], body)
                # So that there is a chance to die in the middle of it.
                time.sleep(hub.chance.uniform(0, 0.1))
                answer = json.dumps({"taken": status == 200}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, path: str, key: str, body: bytes) -> int:
        with self.lock:
            self.calls[key] += 1
            if path == "/address":
                told = json.loads(body)
                self.addresses[told["n"]] = told["address"]
            return 500 if path == "/flaky" and self.calls[key] <= 2 else 200

    def close(self):
        self.server.shutdown()
        self.server.server_close()
