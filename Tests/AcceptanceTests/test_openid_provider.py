"""Connections at a real OpenID provider: consent with PKCE, refresh tokens that are good once, device codes, and a grant
that was taken back there."""

import json
import subprocess

import pytest

from browser import sign_in
from main_job import MainJob
from openid_provider import OpenIDProvider
from waiting import wait_until
from weir_server import PROGRAM, Weir, free_folder

CONNECTOR = """
connector: glewlwydConnector-v1.0
title: Glewlwyd
description: An OpenID provider.
provenance: {source: glewlwyd 2.7's documentation of its OpenID Connect plugin, date: "2026-11-22"}
endpoint: {default: "https://glewlwyd.example/api/oidc", editable: true}
authentication:
  - kind: oauth2
    grants: [authorization_code, device_code]
    authorizationURL: https://glewlwyd.example/api/oidc/auth
    tokenURL: https://glewlwyd.example/api/oidc/token
    deviceURL: https://glewlwyd.example/api/oidc/device_authorization
    scopes: [openid, files]
check: whoAmI
actions:
  whoAmI: {title: Who am I, group: Account, description: Tells who signed in., method: GET, path: /userinfo}
"""


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    provider = OpenIDProvider(tmp_path_factory.mktemp("glewlwyd"))
    yield provider
    provider.close()


@pytest.fixture(scope="module")
def job(tmp_path_factory, provider):
    server = Weir(free_folder(tmp_path_factory.mktemp("weir")), {"WEIR_EGRESS_ALLOW": provider.address}).start()
    provider.set_up(server.url + "/rest/v1/oauth2/callback", lifetime=6)
    job = MainJob(server, tmp_path_factory.mktemp("files"))
    job.administrator = sign_in(server)
    job.call(job.administrator, "POST", "/rest/v1/connectors/import", 201, data=CONNECTOR.encode())
    job.call(job.administrator, "PATCH", "/rest/v1/integrations/glewlwyd", json={
        "clientId": provider.client[0], "clientSecret": provider.client[1],
        "authorizationUrl": provider.url + "/api/oidc/auth", "tokenUrl": provider.url + "/api/oidc/token"})
    job.call(job.administrator, "POST", "/rest/v1/integrations/glewlwyd/enable")
    job.member = sign_in(server, job.add_person("robin", "write"))
    yield job
    assert server.stop() == 0


def connect(job, provider, connection):
    begun = job.call(job.member, "POST", f"/rest/v1/connections/{connection}/authorize")
    return job.member.get(provider.agree(begun["url"]))


def now(job, connection):
    return job.call(job.member, "GET", f"/rest/v1/connections/{connection}")


def works(job, connection):
    return job.call(job.member, "POST", f"/rest/v1/connections/{connection}/test")["working"]


def events(job, connection, kind):
    return job.call(job.member, "GET", f"/rest/v1/connections/{connection}/events", params={"kind": kind})["items"]


def test_consent_renewal_and_a_grant_that_is_taken_back(job, provider):
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "Provider", "connector": "glewlwydConnector-v1.0", "endpoint": provider.url + "/api/oidc"})["id"]
    assert connect(job, provider, made).status_code == 200
    assert now(job, made)["state"] == "healthy" and now(job, made).get("missingScopes") is None
    # Refresh tokens are good once: each renewal brings the next.
    assert wait_until(lambda: works(job, made) and len(events(job, made, "refreshed")) >= 2, 90), now(job, made)
    assert events(job, made, "dead") == []

    def is_over():
        provider.take_back()  # Again, should a renewal have been under way.
        return not works(job, made) and now(job, made)["state"] != "healthy"

    assert wait_until(is_over, 60)
    then = now(job, made)
    assert then["state"] in ("misconfigured", "needs_reconnect") and then["stateReason"], then
    assert connect(job, provider, made).status_code == 200
    assert wait_until(lambda: works(job, made), 60) and now(job, made)["state"] == "healthy"


def test_a_code_is_entered_while_the_console_waits(job, provider):
    waiting = subprocess.Popen(
        [PROGRAM, "connect", "Device", "--connector", "glewlwydConnector-v1.0", "--endpoint",
         provider.url + "/api/oidc", "--grant", "device_code", "--json"],
        env=job.weir.environment(), stdout=subprocess.PIPE, text=True)
    told = json.loads(waiting.stdout.readline())
    assert told["event"] == "waiting" and told["url"].startswith(provider.url)
    provider.enter(told["code"])
    rest = waiting.communicate(timeout=120)[0].splitlines()
    assert waiting.returncode == 0 and json.loads(rest[-1])["state"] == "healthy", rest
    assert wait_until(lambda: works(job, json.loads(rest[-1])["id"]), 60)
