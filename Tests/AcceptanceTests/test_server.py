"""`weir serve`: start with nothing, settings, signals, and what operators look at."""

import json
import subprocess

import requests
from openapi_spec_validator import validate

from weir_server import PROGRAM


def test_a_first_start_makes_everything_and_shows_the_password_once(fresh):
    server = fresh().start()
    assert server.administrator["userName"] and len(server.administrator["password"]) >= 16
    assert (server.folder / "certificate.pem").exists()
    assert server.stop() == 0
    server.administrator = None
    server.start()
    assert server.administrator is None


def test_sigterm_ends_with_0(fresh):
    server = fresh().start()
    assert server.stop() == 0


def test_an_unknown_setting_is_refused_with_its_name(fresh):
    server = fresh(WEIR_HTTP_PROT="1")
    done = server.run("serve", check=False)
    assert done.returncode != 0
    assert "WEIR_HTTP_PROT" in done.stderr and "WEIR_HTTP_PORT" in done.stderr


def test_a_wrong_setting_is_refused_with_name_value_and_what_is_accepted(fresh, tmp_path):
    done = fresh(WEIR_HTTP_PORT="many").run("serve", check=False)
    assert done.returncode != 0
    assert "http.port" in done.stderr and "many" in done.stderr and "65535" in done.stderr
    settings = tmp_path / "weir.yaml"
    settings.write_text("http:\n  prot: 1\n")
    done = fresh().run("serve", "--settings", str(settings), check=False)
    assert done.returncode != 0 and "http.prot" in done.stderr


def test_health_readiness_and_metrics(weir):
    session = weir.session()
    assert session.get(weir.url + "/healthz").status_code == 200
    assert session.get(weir.url + "/readyz").status_code == 200
    metrics = session.get(weir.url + "/metrics")
    assert metrics.status_code == 200
    assert metrics.headers["content-type"].startswith("text/plain")
    assert "# TYPE" in metrics.text


def test_the_openapi_document_is_valid_and_names_the_routes(weir):
    document = weir.session().get(weir.url + "/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    validate(document)
    for path in ["/assets", "/uploads", "/connect/token", "/rest/v1/flows"]:
        assert path in document["paths"], path


def test_every_answer_carries_a_request_id(weir):
    answer = weir.session().get(weir.url + "/healthz")
    assert answer.headers["x-request-id"]


def test_http2_is_spoken(weir):
    done = subprocess.run(
        ["curl", "-s", "--http2", "--cacert", weir.certificate, "-o", "/dev/null", "-w", "%{http_version}",
         weir.url + "/healthz"], capture_output=True, text=True, timeout=30)
    assert done.stdout == "2"


def test_plain_http_is_refused_beyond_this_machine(fresh):
    done = fresh(WEIR_TLS_MODE="off", WEIR_HTTP_HOST="0.0.0.0").run("serve", "--port", "0", check=False)
    assert done.returncode != 0 and "http.allowPlain" in done.stderr


def test_help_names_every_command():
    done = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0
    for command in ["serve", "demo", "user", "app", "connect", "flow", "import", "doctor"]:
        assert command in done.stdout, command


def test_doctor_says_what_it_looked_at(weir):
    report = json.loads(weir.run("doctor", "--json").stdout)
    assert report["checks"] and all(check["result"] in ("good", "warning", "bad") for check in report["checks"])
