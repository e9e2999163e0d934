"""Mail from flows, through a real SMTP server."""

import email
import json
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from browser import sign_in
from main_job import MainJob


class Box:
    """Keeps what it is handed."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 kept"


@pytest.fixture
def server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        Box(), hostname="127.0.0.1", port=port, auth_required=True, auth_require_tls=False,
        authenticator=lambda server, session, envelope, mechanism, data: AuthResult(
            success=data.login == b"weir" and data.password == b"s3cret", handled=False))
    controller.start()
    yield controller
    controller.stop()


def mailing(fresh, server, password="s3cret", more="", **settings):
    """A flow that sends a mail, through a connection to the server."""
    weir = fresh(**settings).start()
    job = MainJob(weir, weir.folder)
    job.administrator = sign_in(weir)
    job.member = sign_in(weir, job.add_person("kim", "write"))
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "Post", "connector": "mailConnector-v1.0", "authentication": "basic", "userName": "weir",
        "password": password, "settings": {"host": "127.0.0.1", "port": str(server.port), "protection": "none",
                                           "from": "Weir <weir@example.com>"}})
    flow = job.add_flow(f"""
name: Tell
steps:
  - id: send
    action: mailConnector-v1.0/sendMail
    connection: {made["id"]}
    input: {{to: [ann@example.com, ben@example.com], subject: "Grüße ☀", text: "12 Bilder sind da."{more}}}
""")
    return job, made, job.ended(job.run(flow))


def test_a_flow_sends_a_mail(fresh, server):
    job, made, run = mailing(fresh, server, WEIR_EGRESS_ALLOW="127.0.0.1")
    assert run["state"] == "succeeded", run
    (sender, recipients, content), = server.handler.mails
    assert (sender, recipients) == ("weir@example.com", ["ann@example.com", "ben@example.com"])
    mail = email.message_from_bytes(content, policy=policy.default)
    assert mail["Subject"] == "Grüße ☀" and mail.get_content().strip() == "12 Bilder sind da."
    # The password goes to no other server that somebody enters afterwards.
    moved = job.call(job.member, "PATCH", f"/rest/v1/connections/{made['id']}", 200,
                     json={"settings": {"host": "mail.evil.example", "from": "weir@example.com"}})
    assert moved["state"] == "incomplete"


def test_a_wrong_password_is_said_and_nothing_is_sent(fresh, server):
    _, _, run = mailing(fresh, server, password="planted-wrong", WEIR_EGRESS_ALLOW="127.0.0.1")
    assert run["state"] == "failed" and "planted-wrong" not in str(run)
    assert server.handler.mails == []


def test_a_server_at_a_private_address_is_not_reached_unless_that_is_allowed(fresh, server):
    _, _, run = mailing(fresh, server)
    assert run["state"] == "failed" and run["failure"]["code"] == "address_refused", run
    assert server.handler.mails == []


def file_of(folder, name: str, size: int) -> str:
    (folder / name).write_bytes(bytes(number % 251 for number in range(1000)) * (size // 1000))
    return json.dumps({"$file": {"name": name, "size": size, "from": {"connection": "folder", "locator": f"{folder.name}/{name}"}}})


def test_a_mail_has_html_and_files(fresh, server, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    attached = [file_of(files, "Übung 1.jpg", 200_000), file_of(files, "empty.txt", 0)]
    more = f', html: "<h1>12 Bilder</h1>", attachments: [{", ".join(attached)}]'
    _, _, run = mailing(fresh, server, more=more, WEIR_EGRESS_ALLOW="127.0.0.1", WEIR_FOLDERS_ROOTS=str(files))
    assert run["state"] == "succeeded", run
    (_, _, content), = server.handler.mails
    mail = email.message_from_bytes(content, policy=policy.default)
    assert mail.get_body(("plain",)).get_content().strip() == "12 Bilder sind da."
    assert mail.get_body(("html",)).get_content().strip() == "<h1>12 Bilder</h1>"
    parts = {part.get_filename(): part for part in mail.iter_attachments()}
    assert set(parts) == {"Übung 1.jpg", "empty.txt"} and not mail.defects
    assert parts["Übung 1.jpg"].get_content_type() == "image/jpeg"
    assert parts["Übung 1.jpg"].get_content() == (files / "Übung 1.jpg").read_bytes()


def test_files_that_no_mail_server_takes_are_refused_before_anything_is_sent(fresh, server, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    attached = [file_of(files, "a.bin", 10_000_000), file_of(files, "b.bin", 10_000_000)]
    more = f', attachments: [{", ".join(attached)}]'
    _, _, run = mailing(fresh, server, more=more, WEIR_EGRESS_ALLOW="127.0.0.1", WEIR_FOLDERS_ROOTS=str(files))
    assert run["state"] == "failed" and run["failure"]["code"] == "file_too_large" and "b.bin" in run["failure"]["message"]
    assert server.handler.mails == []
