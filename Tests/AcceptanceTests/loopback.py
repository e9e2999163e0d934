"""A web service of somebody else's on loopback: keeps what it is sent and answers as a test says."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Service:
    """`answer(method, path, headers, body)` gives a status and what is sent as JSON."""

    def __init__(self, answer):
        self.calls = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                try:
                    value = json.loads(body) if body else None
                except ValueError:
                    value = body.decode()
                status, given = answer(self.command, self.path, dict(self.headers), value)
                service.calls.append((self.command, self.path, value, status))
                sent = json.dumps(given).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_PUT = do_POST = do_DELETE = serve

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_port}"
        self.url = "http://" + self.address

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
