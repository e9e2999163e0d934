"""Flows in a folder, mails about failures through a real SMTP server, and the process log as files."""

import json
import os
import socket
import ssl
import subprocess
import threading

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from main_job import MainJob
from waiting import wait_until
from weir_server import PROGRAM

FLOW = "name: Told\nsteps:\n  - {id: end, action: weir/fail, input: {message: Nobody is there.}}\n"


class Box:
    """Keeps what it is handed."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, session.ssl is not None))
        return "250 kept"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return key, certificate


@pytest.mark.parametrize("is_implicit", [False, True])
def test_a_failure_is_mailed_over_tls_to_a_server_that_asks_for_a_password(fresh, authority, is_implicit):
    from browser import sign_in

    key, certificate = authority
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    box = Box()
    tls = {"ssl_context": context} if is_implicit else {"tls_context": context, "require_starttls": True}
    controller = Controller(
        box, hostname="localhost", port=0, auth_required=True, auth_require_tls=not is_implicit,
        authenticator=lambda server, session, envelope, mechanism, data: AuthResult(
            success=data.login == b"weir" and data.password == b"s3cret:pass"), **tls)
    controller.port = free_port()
    controller.start()
    try:
        scheme = "smtps" if is_implicit else "smtp"
        weir = fresh(
            WEIR_MAIL_URL=f"{scheme}://weir:s3cret%3Apass@localhost:{controller.port}",
            WEIR_MAIL_FROM="Weir <weir@example.com>", WEIR_EGRESS_TRUST=str(certificate)).start()
        job = MainJob(weir, weir.folder)
        job.administrator = sign_in(weir)
        job.member = sign_in(weir, job.add_person("kim", "write"))
        target = job.call(job.member, "POST", "/rest/v1/notices", 201, json={"kind": "email", "address": "ann@example.com"})
        flow = job.add_flow(FLOW)
        assert job.ended(job.run(flow))["state"] == "failed"
        wait_until(lambda: box.mails)
        sender, recipients, content, was_encrypted = box.mails[0]
        assert (sender, recipients) == ("weir@example.com", ["ann@example.com"])
        # Where TLS comes first, the server understands nothing else, and doesn't note it.
        assert was_encrypted or is_implicit
        import email
        from email import policy

        mail = email.message_from_bytes(content, policy=policy.default)
        assert mail["subject"] == "[Weir] Told: a run failed"
        assert "Nobody is there." in mail.get_content()
        job.call(job.member, "DELETE", f"/rest/v1/notices/{target['id']}", 204)
        # Notices of connections go the same way.
        told = job.call(job.member, "POST", "/rest/v1/connection-notices", 201, json={
            "kind": "email", "address": "ben@example.com"})
        job.call(job.member, "POST", f"/rest/v1/connection-notices/{told['id']}/test", 204)
        assert box.mails[-1][1] == ["ben@example.com"]
        trial = email.message_from_bytes(box.mails[-1][2], policy=policy.default).get_content()
        assert "this is a test" in trial and f"{weir.url}/app/connection-notices" in trial
    finally:
        controller.stop()


class Meddled:
    """A mail server behind somebody who adds an answer of their own, in clear, behind the one to STARTTLS."""

    def __init__(self, context: ssl.SSLContext):
        self.context = context
        self.heard = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            try:
                self.talk(plain)
            except OSError:
                plain.close()

    def talk(self, plain):
        plain.sendall(b"220 here\r\n")
        plain.recv(1000)
        plain.sendall(b"250-here\r\n250 STARTTLS\r\n")
        plain.recv(1000)
        plain.sendall(b"220 go on\r\n250-here\r\n250 AUTH PLAIN\r\n250-half of")
        with self.context.wrap_socket(plain, server_side=True) as secure:
            self.heard.append(secure.recv(1000))
            secure.sendall(b"250-here\r\n250 SIZE 1000000\r\n")
            self.heard.append(secure.recv(1000))

    def close(self):
        self.listener.close()


def test_what_is_said_in_clear_behind_starttls_is_not_believed(fresh, authority):
    from browser import sign_in

    key, certificate = authority
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Meddled(context)
    try:
        weir = fresh(
            WEIR_MAIL_URL=f"smtp://weir:s3cret@localhost:{server.port}", WEIR_MAIL_FROM="weir@example.com",
            WEIR_EGRESS_TRUST=str(certificate)).start()
        job = MainJob(weir, weir.folder)
        job.administrator = job.member = sign_in(weir)
        target = job.call(job.member, "POST", "/rest/v1/notices", 201, json={"kind": "email", "address": "ann@example.com"})
        told = job.member.post(f"{weir.url}/rest/v1/notices/{target['id']}/test", headers={"Origin": weir.url})
        assert told.status_code >= 400, "the server offers no way to sign in once the connection is encrypted"
        assert server.heard[0] == b"EHLO weir.invalid\r\n" and b"AUTH" not in b"".join(server.heard)
    finally:
        server.close()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def weir_flow(server, *arguments) -> subprocess.CompletedProcess:
    return subprocess.run(
        [PROGRAM, "flow", *map(str, arguments)], env=server.environment(), capture_output=True, text=True, timeout=120)


def test_a_folder_and_the_server_are_kept_in_step(fresh, tmp_path):
    server = fresh().start()
    assert server.stop() == 0
    folder = tmp_path / "flows"
    folder.mkdir()
    file = folder / "hello.yaml"
    file.write_text("# Mine.\nname: Hello\nsteps:\n  - {id: a, action: weir/noop, input: {text: one}}\n")
    pushed = weir_flow(server, "push", folder)
    assert pushed.returncode == 0, pushed.stderr + pushed.stdout
    text = file.read_text()
    assert text.startswith("weir:\n  flow: ") and "version: 1\n" in text and "# Mine." in text
    assert weir_flow(server, "push", folder).stdout == ""
    assert weir_flow(server, "diff", folder).returncode == 0

    other = tmp_path / "other"
    assert weir_flow(server, "pull", other).returncode == 0
    [copy] = list(other.iterdir())
    copy.write_text(copy.read_text().replace("one", "two"))
    assert weir_flow(server, "push", other).returncode == 0

    file.write_text(file.read_text().replace("one", "three"))
    conflict = weir_flow(server, "push", folder)
    assert conflict.returncode == 1 and "conflict  hello.yaml" in conflict.stdout
    difference = weir_flow(server, "diff", folder)
    assert difference.returncode == 1 and 'input.text: "two" → "three"' in difference.stdout
    assert weir_flow(server, "pull", folder).returncode == 1
    assert weir_flow(server, "pull", folder, "--force").returncode == 0
    assert "two" in file.read_text() and "version: 2\n" in file.read_text()

    file.write_text(file.read_text().replace("weir/noop", "weir/gone"))
    wrong = weir_flow(server, "push", folder)
    assert wrong.returncode == 65 and 'Step "a", field "action"' in wrong.stdout
