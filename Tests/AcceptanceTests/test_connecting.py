"""Integrations and connections against an OAuth server that nobody here wrote, through the pages and the API."""

import pytest

from browser import form, sign_in, submit
from provider import Provider
from weir_server import Weir, free_folder

CONNECTOR = "mediavaletConnector-v1.0"


@pytest.fixture(scope="module")
def provider():
    with Provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def weir(tmp_path_factory, provider):
    weir = Weir(free_folder(tmp_path_factory.mktemp("weir")), {"WEIR_EGRESS_ALLOW": provider.address}).start()
    yield weir
    assert weir.stop() == 0


@pytest.fixture(scope="module")
def administrator(weir):
    return sign_in(weir)


@pytest.fixture(scope="module")
def client(weir, provider, administrator):
    """The application, registered there and entered here on the integration's page."""
    page = administrator.get(weir.url + "/app/integrations/mediavalet")
    redirect = weir.url + "/rest/v1/oauth2/callback"
    assert redirect in page.text
    client = provider.register(redirect)
    saved = submit(administrator, page, "/app/integrations/mediavalet", clientID=client.client_id,
                   clientSecret=client.secret, endpoint=weir.url, authorizationURL=provider.url + "/authorize",
                   tokenURL=provider.url + "/token", enabled="true")
    assert "Ready" in saved.text and client.secret not in saved.text
    return client


@pytest.fixture(scope="module")
def member(weir, administrator):
    return sign_in(weir, person(weir, administrator, "robin", "write"))


def person(weir, administrator, name, role):
    added = administrator.post(weir.url + "/rest/v1/people", headers={"Origin": weir.url}, json={
        "userName": name, "displayName": name.title(), "libraryRole": role})
    assert added.status_code == 201, added.text
    return {"userName": name, "password": added.json()["password"]}


def make(weir, member, name):
    made = member.post(weir.url + "/rest/v1/connections", headers={"Origin": weir.url}, json={
        "name": name, "connector": CONNECTOR, "endpoint": weir.url})
    assert made.status_code == 201, made.text
    return made.json()["id"]


def state(weir, member, connection):
    return member.get(f"{weir.url}/rest/v1/connections/{connection}").json()


def test_two_clicks_connect(weir, client, member, provider):
    connection = make(weir, member, "Two clicks")
    page = member.get(f"{weir.url}/app/connections/{connection}")
    consent = submit(member, page, "/authorize")
    assert consent.url.startswith(provider.url), consent.text[:500]
    back = submit(member, consent, "/authorize", decision="allow")
    assert back.url.startswith(f"{weir.url}/app/connections/{connection}"), back.text[:800]
    assert "Healthy" in back.text and "renewed by itself" in back.text
    # Again: the connection stays who it is.
    consent = submit(member, back, "/authorize")
    submit(member, consent, "/authorize", decision="allow")
    assert state(weir, member, connection)["state"] == "healthy"


def test_a_no_is_shown_and_changes_nothing(weir, client, member):
    connection = make(weir, member, "No")
    consent = submit(member, member.get(f"{weir.url}/app/connections/{connection}"), "/authorize")
    back = submit(member, consent, "/authorize", decision="deny")
    assert back.status_code == 400 and "access_denied" in back.text
    assert state(weir, member, connection)["state"] == "incomplete"


def test_a_return_works_once_and_in_one_browser(weir, client, member, provider):
    connection = make(weir, member, "Once")
    consent = submit(member, member.get(f"{weir.url}/app/connections/{connection}"), "/authorize")
    allow = form(consent, "/authorize")
    answer = member.post(provider.url + allow["action"], data={"decision": "allow"}, allow_redirects=False)
    callback = answer.headers["location"]
    stranger = weir.session()
    assert "Sign in" in stranger.get(callback).text
    assert member.get(callback).status_code == 200
    grants = provider.grants
    replayed = member.get(callback)
    assert replayed.status_code == 400 and "used already" in replayed.text
    assert provider.grants == grants


def test_somebody_without_an_account_connects_by_a_link(weir, client, member, provider):
    connection = make(weir, member, "By link")
    page = member.get(f"{weir.url}/app/connections/{connection}")
    made = submit(member, page, "/invitations", recipient="Ann of the agency", days="3")
    link = made.text.split('id="link" value="')[1].split('"')[0]
    assert link.startswith(weir.url + "/connect/")
    ann = weir.session()
    asked = ann.get(link)
    assert "Robin" in asked.text and "Ann of the agency" in asked.text and "MediaValet" in asked.text
    consent = submit(ann, asked, "/connect/")
    done = submit(ann, consent, "/authorize", decision="allow")
    assert done.url == weir.url + "/connect/done" and "Connected" in done.text
    assert state(weir, member, connection)["state"] == "healthy"
    assert ann.get(link).status_code == 404
    assert "Sign in" in ann.get(f"{weir.url}/app/connections/{connection}").text


def test_a_form_of_another_site_begins_nothing(weir, client, member):
    connection = make(weir, member, "Elsewhere")
    page = member.get(f"{weir.url}/app/connections/{connection}")
    link = submit(member, page, "/invitations").text.split('id="link" value="')[1].split('"')[0]
    refused = weir.session().post(link, headers={"Sec-Fetch-Site": "cross-site"}, allow_redirects=False)
    assert refused.status_code == 403


def test_a_dry_run_and_a_wrong_secret(weir, client, administrator, member):
    address = weir.url + "/app/integrations/mediavalet"
    good = submit(administrator, administrator.get(address), "/check")
    assert "knows the client" in good.text and "consent page opens" in good.text, good.text[:3000]
    connection = make(weir, member, "Wrong secret")
    submit(administrator, good, "/app/integrations/mediavalet", clientSecret="planted-wrong", enabled="true")
    bad = submit(administrator, administrator.get(address), "/check")
    assert "client secret is wrong" in bad.text and "planted-wrong" not in bad.text
    consent = submit(member, member.get(f"{weir.url}/app/connections/{connection}"), "/authorize")
    back = submit(member, consent, "/authorize", decision="allow")
    assert "client id or the client secret" in back.text and "planted-wrong" not in back.text
    submit(administrator, bad, "/app/integrations/mediavalet", clientSecret=client.secret, enabled="true")
    consent = submit(member, member.get(f"{weir.url}/app/connections/{connection}"), "/authorize")
    assert "Healthy" in submit(member, consent, "/authorize", decision="allow").text


@pytest.mark.parametrize("role", ["read", "commenter", "write", "manager"])
def test_only_site_administrators_see_integrations(weir, client, administrator, role):
    somebody = sign_in(weir, person(weir, administrator, f"somebody-{role}", role))
    origin = {"Origin": weir.url}
    api = weir.url + "/rest/v1/integrations"
    for method, path in [
            ("GET", ""), ("GET", "/mediavalet"), ("PATCH", "/mediavalet"), ("POST", "/mediavalet/enable"),
            ("POST", "/mediavalet/disable"), ("POST", "/mediavalet/check"), ("GET", "/mediavalet/history"),
            ("GET", "/mediavalet/connections"), ("GET", "/mediavalet/applications"),
            ("POST", "/mediavalet/applications"), ("POST", "/mediavalet/applications/default/default"),
            ("DELETE", "/mediavalet/applications/default")]:
        answer = somebody.request(method, api + path, headers=origin, json={})
        assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"
        assert client.client_id not in answer.text
    for path in ["", "/mediavalet"]:
        assert somebody.get(weir.url + "/app/integrations" + path).status_code == 403
    for path in ["", "/check", "/applications", "/default", "/remove"]:
        answer = somebody.post(f"{weir.url}/app/integrations/mediavalet{path}", headers=origin)
        assert answer.status_code == 403, path


def test_another_default_leaves_connections_alone(weir, client, administrator, member, provider):
    before = make(weir, member, "Before the second application")
    address = weir.url + "/app/integrations/mediavalet"
    added = submit(administrator, administrator.get(address), "/applications", name="brand-b", title="Brand B")
    second = provider.register(weir.url + "/rest/v1/oauth2/callback")
    saved = submit(administrator, added, "/app/integrations/mediavalet", clientID=second.client_id,
                   clientSecret=second.secret, endpoint=weir.url, authorizationURL=provider.url + "/authorize",
                   tokenURL=provider.url + "/token", enabled="true")
    submit(administrator, saved, "/default")
    after = make(weir, member, "After it")
    for connection, registered in [(before, client), (after, second)]:
        consent = submit(member, member.get(f"{weir.url}/app/connections/{connection}"), "/authorize")
        assert registered.client_id in consent.text
        assert "Healthy" in submit(member, consent, "/authorize", decision="allow").text
