"""Every way to sign in at a service, and what goes wrong in them: each has its state and its sentence, and nothing is lost."""

import json
import subprocess

import pytest

from browser import sign_in, submit
from gate import CONNECTOR, Gate
from main_job import MainJob
from services.box import Box
from waiting import wait_until
from weir_server import PROGRAM, Weir, free_folder

HTML = {"Content-Type": "text/html"}


@pytest.fixture(scope="module")
def gate():
    gate = Gate()
    yield gate
    gate.close()


@pytest.fixture(scope="module")
def job(tmp_path_factory, gate):
    folder = tmp_path_factory.mktemp("files")
    server = Weir(free_folder(tmp_path_factory.mktemp("ways")), {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}).start()
    job = MainJob(server, folder)
    job.administrator = sign_in(server)
    job.call(job.administrator, "POST", "/rest/v1/connectors/import", 201, data=CONNECTOR.encode())
    job.call(job.administrator, "PATCH", "/rest/v1/integrations/gate", json={
        "clientId": gate.client[0], "clientSecret": gate.client[1], "authorizationUrl": gate.url + "/authorize",
        "tokenUrl": gate.url + "/token"})
    job.call(job.administrator, "POST", "/rest/v1/integrations/gate/enable")
    job.member = sign_in(server, job.add_person("robin", "write"))
    yield job
    assert "planted" not in server.log.read_text()
    assert server.stop() == 0


@pytest.fixture(autouse=True)
def fresh(gate):
    gate.tokens, gate.devices, gate.logins = [], [], []
    gate.lifetime, gate.clock, gate.loses, gate.agreed = 3600, 0, False, False


def make(job, gate, name, **more):
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": name, "connector": "gateConnector-v1.0", "endpoint": gate.url} | more)
    return made["id"]


def consent(job, connection):
    """Through the consent page of the service and back; what the browser shows at last."""
    begun = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/authorize")
    return job.member.get(begun["url"])


def now(job, connection):
    return job.call(job.member, "GET", f"/rest/v1/connections/{connection}")


def test(job, connection):
    return job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")


test.__test__ = False

REPLIES = {
    "a page": ((200, "<h1>Sign in</h1>", HTML), "web page"),
    "no token": ((200, {"ok": True}), "no access token"),
    "an error in a 200": ((200, {"error": "invalid_grant", "error_description": "code was used"}), "code was used"),
    "a code that is over": ((400, {"error": "invalid_grant", "error_description": "Code expired"}), "Code expired"),
    "another redirect URI": ((400, {"error": "redirect_uri_mismatch"}), "redirect URI"),
    "a wrong secret": ((401, {"error": "invalid_client"}), "client id or the client secret"),
    "nothing": ((400, ""), "say why"),
    "an overloaded service": ((503, "busy"), "status 503"),
    "a token of another kind": ((200, {"access_token": "x", "token_type": "dpop"}), "bearer tokens only"),
}


@pytest.mark.parametrize("what", REPLIES)
def test_a_bad_token_reply_is_said_and_the_next_try_connects(job, gate, what):
    connection = make(job, gate, f"Reply: {what}")
    reply, words = REPLIES[what]
    gate.tokens = [reply]
    back = consent(job, connection)
    assert back.status_code >= 400 and words in back.text, back.text[:1500]
    assert "planted" not in back.text
    then = now(job, connection)
    assert then["state"] != "healthy" and not then.get("token"), then
    assert consent(job, connection).status_code == 200
    assert now(job, connection)["state"] == "healthy" and test(job, connection)["working"]


def test_a_token_without_an_end_or_a_renewal_says_so(job, gate):
    endless = make(job, gate, "Endless")
    gate.tokens = [gate.granted(expires_in=None, refresh_token=None)]
    assert "doesn't end" in consent(job, endless).text.replace("&#39;", "'")
    assert "expiresAt" not in now(job, endless)["token"]
    ending = make(job, gate, "Ending")
    gate.tokens = [gate.granted(refresh_token=None)]
    assert consent(job, ending).status_code == 200
    token = now(job, ending)["token"]
    assert not token["renewable"] and token["expiresAt"]
    assert test(job, ending)["working"]


def test_fewer_scopes_than_asked_stand_on_the_page(job, gate):
    connection = make(job, gate, "Fewer")
    gate.tokens = [gate.granted(scope="files")]
    page = consent(job, connection)
    assert "grant everything" in page.text and "offline_access" in page.text
    assert now(job, connection)["missingScopes"] == ["offline_access"]


def test_a_provider_that_lost_its_own_rotation_is_asked_with_the_token_before(job, gate):
    gate.lifetime = 1  # Every use renews.
    connection = make(job, gate, "Previous")
    assert consent(job, connection).status_code == 200
    gate.loses = True
    before = gate.refreshes
    assert wait_until(lambda: test(job, connection) and gate.refreshes > before and not gate.loses, 60)
    # Weir holds a refresh token now that the provider doesn't know any more.
    lost = gate.refreshes
    gate.lifetime = 3600
    assert wait_until(lambda: test(job, connection)["working"] and gate.refreshes > lost, 60), now(job, connection)
    assert now(job, connection)["state"] == "healthy"
    events = job.call(job.member, "GET", f"/rest/v1/connections/{connection}/events", params={"kind": "dead"})
    assert events["items"] == []


def test_box_s_code_of_thirty_seconds_that_comes_late_is_told_and_the_next_connects(job):
    with Box() as box:
        job.call(job.administrator, "PATCH", "/rest/v1/integrations/box", json={
            "clientId": box.client[0], "clientSecret": box.client[1], "endpoint": box.endpoint(),
            "authorizationUrl": box.url + box.authorize_path, "tokenUrl": box.url + box.token_path})
        job.call(job.administrator, "POST", "/rest/v1/integrations/box/enable")
        connection = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
            "name": "Box", "connector": "boxConnector-v1.0", "endpoint": box.endpoint(), "settings": box.settings()})["id"]
        begun = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/authorize")
        sent = job.member.get(begun["url"], allow_redirects=False).headers["location"]
        box.pass_time(31)
        late = job.member.get(sent)
        assert late.status_code >= 400 and "invalid_grant" in late.text
        assert now(job, connection)["state"] == "incomplete" and "invalid_grant" in now(job, connection)["stateReason"]
        assert consent(job, connection).status_code == 200
        assert now(job, connection)["state"] == "healthy" and test(job, connection)["working"]


# -- Codes that are entered elsewhere


def begin(job, connection):
    return job.call(job.member, "POST", f"/rest/v1/connections/{connection}/device")


def poll(job, connection):
    return job.member.post(f"{job.weir.url}/rest/v1/connections/{connection}/device/poll",
                           headers={"Origin": job.weir.url})


def test_a_code_is_waited_for_and_asked_for_less_often_when_told(job, gate):
    connection = make(job, gate, "Device", authentication="oauth2", grant="device_code")
    gate.devices = [(400, {"error": "authorization_pending"}), (400, {"error": "slow_down"})]
    begun = begin(job, connection)
    assert begun["userCode"] == "WDJB-MJHT" and begun["url"] == gate.url + "/enter"
    page = job.member.get(f"{job.weir.url}/app/connections/{connection}/waiting")
    assert "WDJB-MJHT" in page.text
    assert poll(job, connection).json()["state"] == "pending"
    assert wait_until(lambda: poll(job, connection) and not gate.devices, 30)
    slow = poll(job, connection).json()
    assert slow["state"] == "pending" and slow["interval"] == 6, slow
    assert wait_until(lambda: poll(job, connection).json()["state"] != "pending", 60)
    assert now(job, connection)["state"] == "healthy" and test(job, connection)["working"]


@pytest.mark.parametrize("code, words", [("access_denied", "said no"), ("expired_token", "nobody agreed in time")])
def test_a_code_that_came_to_nothing_says_why(job, gate, code, words):
    connection = make(job, gate, f"Device: {code}", authentication="oauth2", grant="device_code")
    gate.devices = [(400, {"error": code})]
    begin(job, connection)
    answers = []
    assert wait_until(lambda: answers.append(poll(job, connection)) or answers[-1].status_code >= 400, 30)
    assert words in answers[-1].text
    assert words in now(job, connection)["stateReason"] and now(job, connection)["state"] == "incomplete"
    begin(job, connection)
    assert wait_until(lambda: poll(job, connection).json()["state"] != "pending", 30)
    assert now(job, connection)["state"] == "healthy"


def test_the_console_prints_a_code_and_waits(job, gate):
    gate.devices = [(400, {"error": "authorization_pending"})]
    waiting = subprocess.Popen(
        [PROGRAM, "connect", "Console", "--connector", "gateConnector-v1.0", "--endpoint", gate.url, "--authentication",
         "oauth2", "--grant", "device_code", "--json"], env=job.weir.environment(), stdout=subprocess.PIPE, text=True)
    lines = [json.loads(line) for line in waiting.communicate(timeout=120)[0].splitlines()]
    assert waiting.returncode == 0
    assert lines[0]["event"] == "waiting" and lines[0]["code"] == "WDJB-MJHT"
    assert lines[-1]["state"] == "healthy"


def test_the_console_prints_a_link_that_works_once(job, gate):
    made = job.weir.run_json("connect", "By link", "--connector", "gateConnector-v1.0", "--endpoint", gate.url, "--link",
                             "--recipient", "Ann of the agency")
    assert "/connect/" in made["link"] and made["state"] == "incomplete"
    # The console knows the address that is set, and not the port that this server took.
    link = job.weir.url + "/connect/" + made["link"].rpartition("/")[2]
    ann = job.weir.session()
    asked = ann.get(link)
    assert "Ann of the agency" in asked.text and "Gate" in asked.text
    done = submit(ann, asked, "/connect/")
    assert done.url == job.weir.url + "/connect/done", done.text[:800]
    assert now(job, made["id"])["state"] == "healthy"
    assert ann.get(link).status_code == 404
    # Again, for a connection that is there: another link, the same connection.
    again = job.weir.run_json("connect", "By link", "--link")
    assert again["id"] == made["id"] and again["link"] != made["link"]
    wrong = job.weir.run("connect", "Nothing of that name", "--link", check=False)
    assert wrong.returncode == 66, wrong.stderr


# -- OAuth 1.0a, sessions, Nextcloud


def test_oauth1_signs_and_a_clock_five_minutes_off_is_named(job, gate):
    connection = make(job, gate, "Signed", authentication="oauth1")
    gate.clock = 300
    begun = job.member.post(f"{job.weir.url}/rest/v1/connections/{connection}/authorize",
                            headers={"Origin": job.weir.url})
    assert begun.status_code >= 400 and "clock" in begun.text, begun.text
    assert "clock" in now(job, connection)["stateReason"]
    gate.clock = 120
    assert consent(job, connection).status_code == 200
    assert now(job, connection)["state"] == "healthy" and test(job, connection)["working"]


def test_a_service_whose_clock_is_ahead_ends_tokens_early_and_that_costs_one_renewal(job, gate):
    connection = make(job, gate, "Ahead")
    assert consent(job, connection).status_code == 200
    before = gate.refreshes
    gate.access.clear()
    assert wait_until(lambda: test(job, connection)["working"], 60), now(job, connection)
    assert gate.refreshes == before + 1 and now(job, connection)["state"] == "healthy"


def test_a_session_is_begun_anew_and_a_wrong_word_is_told(job, gate):
    values = {"person": "pat", "word": "planted-word"}
    connection = make(job, gate, "Session", authentication="session", session=values)
    assert test(job, connection)["working"] and now(job, connection)["state"] == "healthy"
    gate.access.clear()
    assert wait_until(lambda: test(job, connection)["working"], 60), now(job, connection)
    wrong = make(job, gate, "Wrong word", authentication="session", session=values | {"word": "planted-other"})
    told = test(job, wrong)
    assert not told["working"] and "planted" not in json.dumps(told)
    then = now(job, wrong)
    assert then["state"] in ("misconfigured", "needs_reconnect") and then["stateReason"], then
    gate.logins = [(200, "<h1>Maintenance</h1>", HTML)]
    away = make(job, gate, "Page", authentication="session", session=values)
    assert not test(job, away)["working"]
    assert now(job, away)["state"] == "unavailable" and "no JSON" in now(job, away)["stateReason"]
    assert wait_until(lambda: test(job, away)["working"], 60), now(job, away)


def test_nextcloud_s_log_in_gives_an_app_password(job, gate):
    connection = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "Cloud", "connector": "nextcloudConnector-v1.0", "endpoint": gate.url,
        "authentication": "nextcloud"})["id"]
    begun = begin(job, connection)
    assert begun["url"] == gate.url + "/login/v2/flow/x" and "userCode" not in begun
    assert poll(job, connection).json()["state"] == "pending"
    gate.agreed = True
    assert wait_until(lambda: poll(job, connection).json().get("state") != "pending", 30)
    then = now(job, connection)
    assert then["state"] == "healthy" and then["userName"] == "pat"
    assert "planted" not in json.dumps(then)
