import os
import uuid

import pytest
import requests

from weir_server import Weir, free_folder

# The stores a deployment can have: everything in the data folder, or PostgreSQL with an S3-compatible store.
STORES = ["sqlite+disk", "postgres+s3"]


def settings_for(store: str) -> dict[str, str]:
    if store == "sqlite+disk":
        return {}
    postgres, s3 = os.environ.get("WEIR_TEST_POSTGRES"), os.environ.get("WEIR_TEST_S3")
    if not postgres or not s3:
        if os.environ.get("CI"):
            pytest.fail("WEIR_TEST_POSTGRES and WEIR_TEST_S3 must be set in CI")
        pytest.skip("needs scripts/with-postgres and scripts/with-s3")
    name = "weir_" + uuid.uuid4().hex[:12]
    import subprocess

    subprocess.run(["psql", postgres, "-qc", f"create database {name}"], check=True)
    bucket = "weir-" + uuid.uuid4().hex[:12]
    requests.put(f"{s3}/{bucket}").raise_for_status()
    base, _, query = postgres.partition("?")
    database = base.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")
    host = s3.split("//", 1)[1]
    return {
        "WEIR_DATABASE_URL": database,
        "WEIR_BLOBS_URL": f"s3://{bucket}?endpoint={s3}&region=us-east-1",
        "WEIR_BLOBS_ACCESS_KEY": "test",
        "WEIR_BLOBS_SECRET_KEY": "test-secret-key",
        "WEIR_EGRESS_ALLOW": host,
    }


@pytest.fixture(scope="module", params=STORES)
def weir(request, tmp_path_factory):
    """A running server; the tests of one file share it."""
    settings = settings_for(request.param) | {"WEIR_IDENTITY_PASSWORD_GRANT": "true"}
    server = Weir(free_folder(tmp_path_factory.mktemp("weir")), settings).start()
    yield server
    if server.process.poll() is None:
        assert server.stop() == 0


@pytest.fixture(scope="module")
def application(weir):
    return weir.add_application("Acceptance", grants=["password", "refresh_token", "client_credentials"])


@pytest.fixture(scope="module")
def api(weir, application):
    """The MediaValet API as the administrator, version 1.2."""
    return weir.api(weir.password_token(application)["access_token"])


@pytest.fixture
def fresh(tmp_path):
    """A data folder that was never used."""
    servers = []

    def make(**settings):
        server = Weir(free_folder(tmp_path), settings)
        servers.append(server)
        return server

    yield make
    for server in servers:
        if server.process and server.process.poll() is None:
            server.kill()
