"""Two loopback servers for moving large files: one that hands out a sparse file, one that takes bytes and forgets them.

  python3 transfer_servers.py GIGABYTES     prints the two ports; counts what arrives at /counts

The source knows ranges and ETags (RFC 9110). The sink takes blocks and block lists as Azure Block Blob storage does, and
plain PUTs with the little of WebDAV that rclone asks for. Both do as little as they can, so that the mover is measured.
"""

import json
import os
import socket
import sys
import tempfile
import threading
from urllib.parse import parse_qs, urlsplit

SIZE = int(float(sys.argv[1]) * 1_000_000_000)
CHUNK = 1 << 20
counts = {"bytes": 0, "blocks": {}, "puts": 0, "done": False}
stored = {}
lock = threading.Lock()


def read_head(connection, pending):
    while b"\r\n\r\n" not in pending:
        more = connection.recv(65536)
        if not more:
            return None, b""
        pending += more
    head, rest = pending.split(b"\r\n\r\n", 1)
    lines = head.decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ", 2)
    headers = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in lines[1:])}
    return (method, target, headers), rest


def answer(connection, status, body=b"", **headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"] + [
        f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + body)


def serve(handle):
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def one(connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pending = b""
        try:
            while True:
                request, pending = read_head(connection, pending)
                if request is None:
                    return
                pending = handle(connection, *request, pending)
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


sparse = tempfile.TemporaryFile()
sparse.truncate(SIZE)


def source(connection, method, target, headers, pending):
    if target.endswith("/"):
        answer(connection, "200 OK", b'<a href="big.bin">big.bin</a>', Content_Type="text/html")
        return pending
    start, end, status, extra = 0, SIZE, "200 OK", ""
    if "range" in headers:
        first, _, last = headers["range"].removeprefix("bytes=").partition("-")
        start, end = int(first), min(SIZE, int(last) + 1 if last else SIZE)
        status, extra = "206 Partial Content", f"Content-Range: bytes {start}-{end - 1}/{SIZE}\r\n"
    connection.sendall(
        f"HTTP/1.1 {status}\r\nContent-Length: {end - start}\r\nContent-Type: application/octet-stream\r\n"
        f"Accept-Ranges: bytes\r\nETag: \"big\"\r\nLast-Modified: Sun, 01 Nov 2026 00:00:00 GMT\r\n{extra}\r\n".encode())
    if method == "HEAD":
        return pending
    while start < end:
        start += os.sendfile(connection.fileno(), sparse.fileno(), start, min(end - start, 8 << 20))
    return pending


def swallow(connection, headers, pending, tell):
    """Reads a body and forgets it; chunked ones, too."""
    buffer = bytearray(CHUNK)

    def take(count):
        nonlocal pending
        first = min(count, len(pending))
        pending, count = pending[first:], count - first
        tell(first)
        while count:
            got = connection.recv_into(buffer, min(count, CHUNK))
            if not got:
                raise OSError("cut off")
            count -= got
            tell(got)

    if headers.get("expect", "").lower() == "100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    if "content-length" in headers:
        take(int(headers["content-length"]))
        return pending
    if headers.get("transfer-encoding") != "chunked":
        return pending
    while True:
        while b"\r\n" not in pending:
            pending += connection.recv(65536)
        line, pending = pending.split(b"\r\n", 1)
        size = int(line, 16)
        take(size)
        while len(pending) < 2:
            pending += connection.recv(65536)
        pending = pending[2:]
        if size == 0:
            return pending


PROPS = """<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>{path}</D:href><D:propstat><D:prop>
{kind}<D:getlastmodified>Sun, 01 Nov 2026 00:00:00 GMT</D:getlastmodified></D:prop><D:status>HTTP/1.1 200 OK</D:status>
</D:propstat></D:response></D:multistatus>"""


def sink(connection, method, target, headers, pending):
    parts = urlsplit(target)
    query = parse_qs(parts.query)
    if parts.path == "/counts":
        with lock:
            body = json.dumps(counts).encode()
            if "reset" in query:
                counts.update(bytes=0, blocks={}, puts=0, done=False)
                stored.clear()
        answer(connection, "200 OK", body, Content_Type="application/json")
        return pending
    if method == "PROPFIND":
        pending = swallow(connection, headers, pending, lambda _: None)
        if parts.path in stored or parts.path.endswith("/"):
            kind = ("<D:resourcetype><D:collection/></D:resourcetype>" if parts.path.endswith("/")
                    else f"<D:resourcetype/><D:getcontentlength>{stored[parts.path]}</D:getcontentlength>")
            answer(connection, "207 Multi-Status", PROPS.format(path=parts.path, kind=kind).encode(),
                   Content_Type="application/xml")
        else:
            answer(connection, "404 Not Found")
        return pending
    block = query.get("blockid", [""])[0]
    received = 0

    def tell(count):
        nonlocal received
        received += count
        counts["bytes"] += count
        if block:
            counts["blocks"][block] = counts["blocks"].get(block, 0) + count

    pending = swallow(connection, headers, pending, tell)
    with lock:
        if method == "PUT":
            counts["puts"] += 1
            stored[parts.path] = received
            counts["done"] = counts["done"] or query.get("comp") == ["blocklist"] or not query
    answer(connection, "201 Created", ETag='"sink"')
    return pending


if __name__ == "__main__":
    print(json.dumps({"source": serve(source), "sink": serve(sink)}), flush=True)
    threading.Event().wait()
