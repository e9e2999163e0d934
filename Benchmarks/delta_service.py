"""A drive on loopback that tells what changed since a cursor: that of `Benchmarks/sources --known`."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class DeltaService:
    """Folders and files by id. What is changed by :meth:`put` and :meth:`remove` is told from the cursor on."""

    def __init__(self):
        self.items, self.bytes, self.log = {}, {}, []
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                kind, _, rest = self.path[1:].partition("/")
                found = getattr(service, "get_" + kind)(rest)
                status = 404 if found is None else 200
                sent = found if isinstance(found, bytes) else json.dumps(found).encode()
                self.send_response(status)
                self.send_header("content-type", "application/octet-stream" if kind == "bytes" else "application/json")
                self.send_header("content-length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def put(self, id: str, parent: str, name: str, content: bytes | None, version: str) -> None:
        kind = "folder" if content is None else "file"
        self.items[id] = {"id": id, "parent": parent, "name": name, "kind": kind, "version": version,
                          "size": len(content or b"")}
        self.bytes[id] = content
        self.log.append({"id": id, "item": self.items[id]})

    def remove(self, id: str) -> None:
        del self.items[id]
        self.log.append({"id": id, "removed": True})

    def get_list(self, folder):
        return {"items": [item for item in self.items.values() if item["parent"] == folder]}

    def get_read(self, id):
        return self.items.get(id)

    def get_bytes(self, id):
        return self.bytes.get(id)

    def get_start(self, _):
        return {"cursor": str(len(self.log))}

    def get_changes(self, cursor):
        begin = int(cursor)
        end = min(begin + 50, len(self.log))
        return {"changes": self.log[begin:end], "cursor": str(end), "more": end < len(self.log)}
