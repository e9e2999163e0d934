"""The OpenID provider, driven by Authlib: an OpenID client that nobody here wrote."""

import base64
import hashlib
import secrets
from urllib.parse import parse_qs, urlparse

import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import jwt

from browser import form, sign_in
from urllib.parse import urljoin

REDIRECT = "https://client.example/callback"


@pytest.fixture(scope="module")
def code_application(weir):
    return weir.add_application("OpenID client", grants=["authorization_code", "refresh_token"], redirect=[REDIRECT])


@pytest.fixture(scope="module")
def discovery(weir):
    answer = weir.session().get(weir.url + "/.well-known/openid-configuration")
    assert answer.status_code == 200
    return answer.json()


def client(weir, application, **options):
    session = OAuth2Session(application["clientId"], application["clientSecret"], redirect_uri=REDIRECT,
                            scope="openid profile api offline_access", **options)
    session.verify = weir.certificate
    session.trust_env = False
    return session


def authorize(weir, browser, url, decision="allow"):
    """Goes to the consent page and decides; answers what came back on the redirect URI."""
    answer = browser.get(url, allow_redirects=False)
    while answer.is_redirect and not answer.headers["location"].startswith(REDIRECT):
        answer = browser.get(urljoin(answer.url, answer.headers["location"]), allow_redirects=False)
    if not answer.is_redirect:
        consent = form(answer, "/connect/authorize")
        answer = browser.post(urljoin(answer.url, consent["action"]), data=consent["fields"] | {"decision": decision},
                              allow_redirects=False)
    location = answer.headers["location"]
    assert location.startswith(REDIRECT), location
    return location


def flow(weir, application, discovery, **parameters):
    session = client(weir, application, code_challenge_method="S256")
    verifier = secrets.token_urlsafe(48)
    url, state = session.create_authorization_url(
        discovery["authorization_endpoint"], code_verifier=verifier, **parameters)
    location = authorize(weir, sign_in(weir), url)
    answer = parse_qs(urlparse(location).query)
    assert answer["state"] == [state]
    assert answer["iss"] == [discovery["issuer"]]
    return session, location, verifier


def test_code_flow_with_pkce_gives_tokens_that_verify(weir, code_application, discovery):
    session, location, verifier = flow(weir, code_application, discovery, nonce="n-1")
    token = session.fetch_token(discovery["token_endpoint"], authorization_response=location, code_verifier=verifier)
    assert token["token_type"] == "Bearer" and token["refresh_token"] and 0 < token["expires_in"] <= 86400
    keys = weir.session().get(discovery["jwks_uri"]).json()
    identity = jwt.decode(token["id_token"], keys, claims_options={
        "iss": {"essential": True, "value": discovery["issuer"]},
        "aud": {"essential": True, "value": code_application["clientId"]}})
    identity.validate()
    assert identity["nonce"] == "n-1"
    access = jwt.decode(token["access_token"], keys)
    access.validate()
    assert access.header["alg"] == "RS256" and access["exp"]
    user = session.get(discovery["userinfo_endpoint"]).json()
    assert user["sub"] == identity["sub"]


def test_a_code_works_once_and_its_replay_revokes_what_it_gave(weir, code_application, discovery):
    session, location, verifier = flow(weir, code_application, discovery)
    code = parse_qs(urlparse(location).query)["code"][0]
    data = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "code_verifier": verifier}
    auth = (code_application["clientId"], code_application["clientSecret"])
    first = weir.session().post(discovery["token_endpoint"], data=data, auth=auth)
    assert first.status_code == 200
    again = weir.session().post(discovery["token_endpoint"], data=data, auth=auth)
    assert again.status_code == 400 and again.json()["error"] == "invalid_grant"
    seen = weir.session().post(discovery["introspection_endpoint"], data={"token": first.json()["access_token"]}, auth=auth)
    assert seen.json()["active"] is False


def test_a_wrong_verifier_and_a_wrong_redirect_are_refused(weir, code_application, discovery):
    _, location, verifier = flow(weir, code_application, discovery)
    code = parse_qs(urlparse(location).query)["code"][0]
    auth = (code_application["clientId"], code_application["clientSecret"])
    for change in ({"code_verifier": secrets.token_urlsafe(48)}, {"redirect_uri": REDIRECT + "/other"}):
        data = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "code_verifier": verifier}
        answer = weir.session().post(discovery["token_endpoint"], data=data | change, auth=auth)
        assert answer.status_code == 400 and answer.json()["error"] == "invalid_grant"


def test_an_unregistered_redirect_uri_is_never_redirected_to(weir, code_application, discovery):
    answer = sign_in(weir).get(discovery["authorization_endpoint"], allow_redirects=False, params={
        "client_id": code_application["clientId"], "response_type": "code", "scope": "openid",
        "redirect_uri": "https://evil.example/", "state": "s"})
    assert answer.status_code == 400 and "location" not in answer.headers


def test_plain_pkce_is_refused(weir, code_application, discovery):
    location = authorize(weir, sign_in(weir), discovery["authorization_endpoint"] + "?" + "&".join([
        "client_id=" + code_application["clientId"], "response_type=code", "scope=openid", "state=s",
        "redirect_uri=" + REDIRECT, "code_challenge=" + "a" * 43, "code_challenge_method=plain"]))
    assert parse_qs(urlparse(location).query)["error"] == ["invalid_request"]


def test_refusing_consent_says_access_denied(weir, code_application, discovery):
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).rstrip(b"=").decode()
    url = discovery["authorization_endpoint"] + "?" + "&".join([
        "client_id=" + code_application["clientId"], "response_type=code", "scope=openid%20api", "state=s",
        "redirect_uri=" + REDIRECT, "code_challenge=" + challenge, "code_challenge_method=S256", "prompt=consent"])
    location = authorize(weir, sign_in(weir), url, decision="deny")
    assert parse_qs(urlparse(location).query)["error"] == ["access_denied"]


def test_refresh_rotates_and_reuse_revokes_the_family(weir, code_application, discovery):
    session, location, verifier = flow(weir, code_application, discovery)
    first = dict(session.fetch_token(
        discovery["token_endpoint"], authorization_response=location, code_verifier=verifier))
    second = dict(session.refresh_token(discovery["token_endpoint"], refresh_token=first["refresh_token"]))
    assert second["refresh_token"] != first["refresh_token"]
    auth = (code_application["clientId"], code_application["clientSecret"])

    def refresh(token):
        return weir.session().post(
            discovery["token_endpoint"], data={"grant_type": "refresh_token", "refresh_token": token}, auth=auth)

    assert refresh(first["refresh_token"]).status_code == 400
    assert refresh(second["refresh_token"]).status_code == 400, "the whole family must be revoked"


def test_revocation_and_introspection(weir, application, discovery):
    token = weir.password_token(application)
    auth = (application["clientId"], application["clientSecret"])
    look = lambda: weir.session().post(
        discovery["introspection_endpoint"], data={"token": token["access_token"]}, auth=auth).json()
    assert look()["active"] is True
    gone = weir.session().post(discovery["revocation_endpoint"], data={"token": token["access_token"]}, auth=auth)
    assert gone.status_code == 200
    assert look()["active"] is False
    assert weir.api(token["access_token"]).get(weir.url + "/assets").status_code == 401


def test_mediavalet_clients_refresh_with_the_secret_in_the_body(weir, application):
    token = weir.password_token(application)
    answer = weir.session().post(weir.url + "/connect/token", data={
        "grant_type": "refresh_token", "refresh_token": token["refresh_token"],
        "client_id": application["clientId"], "client_secret": application["clientSecret"]})
    assert answer.status_code == 200 and answer.json()["access_token"].count(".") == 2


def test_client_credentials(weir, application, discovery):
    session = client(weir, application)
    token = session.fetch_token(discovery["token_endpoint"], grant_type="client_credentials", scope="api")
    assert "refresh_token" not in token and "id_token" not in token


@pytest.mark.parametrize("change, error", [
    ({"grant_type": "nonsense"}, "unsupported_grant_type"),
    ({"grant_type": ""}, "invalid_request"),
    ({"password": "wrong"}, "invalid_grant"),
    ({"scope": "openid nonsense"}, "invalid_scope"),
])
def test_token_errors_are_those_of_rfc_6749(weir, application, change, error):
    data = {"grant_type": "password", "username": weir.administrator["userName"],
            "password": weir.administrator["password"], "scope": "openid api"} | change
    answer = weir.session().post(
        weir.url + "/connect/token", data=data, auth=(application["clientId"], application["clientSecret"]))
    assert answer.status_code == 400 and answer.json()["error"] == error, answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_wrong_client_secret_is_401(weir, application):
    answer = weir.session().post(weir.url + "/connect/token", data={"grant_type": "client_credentials"},
                                 auth=(application["clientId"], "wrong"))
    assert answer.status_code == 401 and answer.json()["error"] == "invalid_client"
