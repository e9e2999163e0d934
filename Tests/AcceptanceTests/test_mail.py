"""Mail from flows, through a real SMTP server."""

import email
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


def mailing(fresh, server, password="s3cret", **settings):
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
    input: {{to: [ann@example.com, ben@example.com], subject: "Grüße ☀", text: "12 Bilder sind da."}}
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
