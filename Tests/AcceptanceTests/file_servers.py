"""Real servers that keep files, on loopback, for as long as a test needs them."""

import base64
import contextlib
import hashlib
import hmac
import http.server
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

USER, PASSWORD = "ada", "correct horse"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < end, "the server doesn't answer"
        time.sleep(0.05)


@contextlib.contextmanager
def webdav(folder: Path):
    """WsgiDAV (PyPI) on a folder; yields its address."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    config = folder.parent / "wsgidav.yaml"
    config.write_text(
        f"host: 127.0.0.1\nport: {port}\nserver: cheroot\nprovider_mapping:\n  /: {folder}\n"
        f"simple_dc:\n  user_mapping:\n    '*':\n      {USER}: {{password: '{PASSWORD}'}}\n"
        "http_authenticator:\n  accept_basic: true\n  accept_digest: false\n  default_to_digest: false\n"
        "verbose: 1\nlogging: {enable: false}\nlock_storage: true\nproperty_manager: true\n")
    process = subprocess.Popen(
        [sys.executable, "-c", "from wsgidav.server.server_cli import run; run()", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


@contextlib.contextmanager
def sftp(folder: Path, password: str | None = None):
    """OpenSSH's sshd, as the user who runs the tests; yields port, private key and the server's key.

    With a password it lets root in by that one, which only this server knows: it runs with a file of passwords of its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keys = folder.parent / "ssh"
    keys.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)], check=True)
    (keys / "authorized_keys").write_text((keys / "user.pub").read_text())
    port = free_port()
    (keys / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {keys}/host\nPidFile none\nStrictModes no\nUsePAM no\n"
        f"AuthorizedKeysFile {keys}/authorized_keys\nPasswordAuthentication {'yes' if password else 'no'}\nPermitRootLogin yes\n"
        "Subsystem sftp internal-sftp\n")
    with contextlib.suppress(PermissionError):
        Path("/run/sshd").mkdir(exist_ok=True)
    command = ["/usr/sbin/sshd", "-D", "-f", str(keys / "sshd_config")]
    if password:
        digest = subprocess.run(["openssl", "passwd", "-6", "-stdin"], input=password, text=True, capture_output=True, check=True)
        (keys / "shadow").write_text(f"root:{digest.stdout.strip()}:20000:0:99999:7:::\nsshd:!:20000::::::\n")
        command = ["unshare", "--mount", "--propagation", "private", "sh", "-c",
                   f"mount --bind '{keys}/shadow' /etc/shadow && exec {' '.join(command)}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port, process)
        yield port, (keys / "user").read_text(), " ".join((keys / "host.pub").read_text().split()[:2])
    finally:
        process.terminate()
        process.wait(30)


class Azure(http.server.BaseHTTPRequestHandler):
    """Block blobs as Microsoft's REST reference says, with every signature checked. One container, "media"."""

    protocol_version = "HTTP/1.1"
    account, key = "weirtest", base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    page = 3

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(self, status, code):
        self.answer(status, f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{code}</Message></Error>".encode(),
                    x_ms_error_code=code, Content_Type="application/xml")

    def is_signed(self, parts) -> bool:
        query = urllib.parse.parse_qs(parts.query, keep_blank_values=True)
        if query.get("sig") == ["good"]:
            return True
        length = self.headers.get("Content-Length") or ""
        lines = [self.command] + [self.headers.get(name) or "" for name in ("Content-Encoding", "Content-Language")]
        lines += ["" if length == "0" else length]
        lines += [self.headers.get(name) or "" for name in ("Content-MD5", "Content-Type", "Date", "If-Modified-Since",
                                                            "If-Match", "If-None-Match", "If-Unmodified-Since", "Range")]
        own = sorted((name.lower(), value) for name, value in self.headers.items() if name.lower().startswith("x-ms-"))
        lines += [f"{name}:{value}" for name, value in own]
        resource = f"/{self.account}{parts.path}"
        for name in sorted(query):
            resource += f"\n{name.lower()}:" + ",".join(sorted(query[name]))
        text = "\n".join(lines + [resource])
        signature = base64.b64encode(
            hmac.new(base64.b64decode(self.key), text.encode(), hashlib.sha256).digest()).decode()
        return self.headers.get("Authorization") == f"SharedKey {self.account}:{signature}"

    def handle_any(self):
        body = b""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        if not self.is_signed(parts):
            return self.refuse(403, "AuthenticationFailed")
        container, _, name = urllib.parse.unquote(parts.path).lstrip("/").partition("/")
        if container != "media":
            return self.refuse(404, "ContainerNotFound")
        blobs, blocks = self.server.blobs, self.server.blocks
        if query.get("comp") == "list":
            return self.list(query)
        if self.command == "PUT" and query.get("comp") == "block":
            blocks[(name, query["blockid"])] = body
            return self.answer(201)
        if self.command == "PUT" and query.get("comp") == "blocklist":
            import xml.etree.ElementTree as ElementTree

            ids = [each.text for each in ElementTree.fromstring(body)]
            if any((name, each) not in blocks for each in ids):
                return self.refuse(400, "InvalidBlockList")
            blobs[name] = b"".join(blocks.pop((name, each)) for each in ids)
            return self.answer(201, ETag='"' + hashlib.md5(blobs[name]).hexdigest() + '"')
        if name not in blobs:
            return self.refuse(404, "BlobNotFound")
        if self.command == "DELETE":
            del blobs[name]
            return self.answer(202)
        data, status, extra = blobs[name], 200, {}
        if asked := self.headers.get("Range"):
            first, _, last = asked.removeprefix("bytes=").partition("-")
            first, last = int(first), min(int(last or len(data)), len(data) - 1)
            status, extra = 206, {"Content_Range": f"bytes {first}-{last}/{len(data)}"}
            data = data[first:last + 1]
        etag = '"' + hashlib.md5(blobs[name]).hexdigest() + '"'
        self.answer(status, data, ETag=etag, Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT",
                    Content_Type="image/jpeg", Content_Length=str(len(data)), **extra)

    do_GET = do_PUT = do_DELETE = do_HEAD = handle_any

    def list(self, query):
        from xml.sax.saxutils import escape

        prefix, delimiter, marker = query.get("prefix", ""), query.get("delimiter", ""), query.get("marker", "")
        entries = []
        for name in sorted(self.server.blobs):
            if not name.startswith(prefix):
                continue
            cut = name[len(prefix):].find(delimiter) if delimiter else -1
            entry = (name[:len(prefix) + cut + 1], True) if cut >= 0 else (name, False)
            if entry not in entries:
                entries.append(entry)
        entries = [entry for entry in entries if entry[0] >= marker]
        page, rest = entries[:self.page], entries[self.page:]
        rows = "".join(
            f"<BlobPrefix><Name>{escape(name)}</Name></BlobPrefix>" if is_folder else
            f"<Blob><Name>{escape(name)}</Name><Properties><Last-Modified>Sun, 22 Nov 2026 10:00:00 GMT</Last-Modified>"
            f"<Etag>0x{hashlib.md5(self.server.blobs[name]).hexdigest()}</Etag>"
            f"<Content-Length>{len(self.server.blobs[name])}</Content-Length><Content-Type>image/jpeg</Content-Type>"
            f"</Properties></Blob>" for name, is_folder in page)
        body = (f"<?xml version='1.0' encoding='utf-8'?><EnumerationResults><Blobs>{rows}</Blobs>"
                f"<NextMarker>{escape(rest[0][0]) if rest else ''}</NextMarker></EnumerationResults>")
        self.answer(200, body.encode(), Content_Type="application/xml")


@contextlib.contextmanager
def azure():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Azure)
    server.blobs, server.blocks = {}, {}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
