"""glewlwyd, an OpenID provider that nobody here wrote, on a free port of 127.0.0.1 with a database of its own.

It is taken from Debian, and unpacked instead of installed: its package sets up a service that listens on all addresses
with a well-known password (see `ensure_glewlwyd` in scripts/lib)."""

import os
import secrets
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from file_servers import free_port, wait_for_port

ROOT = Path(os.environ.get("WEIR_TEST_GLEWLWYD") or Path(__file__).resolve().parents[2] / ".build" / "glewlwyd")

SETTINGS = """
port={port}
bind_address="127.0.0.1"
external_url="{url}"
login_url="login.html"
api_prefix="api"
log_mode="file"
log_level="WARNING"
log_file="{folder}/glewlwyd.log"
cookie_secure=0
session_expiration=86400
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="{modules}/user"
client_module_path="{modules}/client"
user_auth_scheme_module_path="{modules}/scheme"
plugin_module_path="{modules}/plugin"
hash_algorithm="SHA512"
database = {{ type="sqlite3" path="{folder}/glewlwyd.db" }};
"""


class OpenIDProvider:
    """One client, `client`, and one person, `ann`: a browser that is signed in there and has agreed to everything."""

    client = ("weir", secrets.token_urlsafe(16))
    scopes = "openid files"

    def __init__(self, folder: Path):
        program = ROOT / "usr" / "bin" / "glewlwyd"
        if not program.exists():
            if os.environ.get("CI"):
                pytest.fail("glewlwyd must be there in CI: scripts/test unpacks it")
            pytest.skip("needs glewlwyd, as scripts/test unpacks it")
        port = free_port()
        self.address = f"127.0.0.1:{port}"
        self.url = f"http://{self.address}"
        schema = ROOT / "usr" / "share" / "dbconfig-common" / "data" / "glewlwyd" / "install" / "sqlite3"
        with sqlite3.connect(folder / "glewlwyd.db") as database:
            database.executescript(schema.read_text())
        settings = folder / "glewlwyd.conf"
        settings.write_text(SETTINGS.format(
            port=port, url=self.url, folder=folder, modules=ROOT / "usr" / "lib" / "glewlwyd"))
        self.process = subprocess.Popen(
            [str(program), "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(port, self.process)
        self.administrator = self.signed_in("admin", "password")

    def signed_in(self, name: str, password: str) -> requests.Session:
        session = requests.Session()
        self.ask(session, "POST", "/auth/", username=name, password=password)
        return session

    def ask(self, session, method: str, path: str, **values):
        answer = session.request(method, f"{self.url}/api{path}", json=values or None)
        assert answer.status_code == 200, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    def set_up(self, redirect_uri: str, lifetime: int) -> "OpenIDProvider":
        """- lifetime: of access tokens, in seconds. Refresh tokens are good once."""
        ask, administrator = self.ask, self.administrator
        ask(administrator, "POST", "/mod/plugin/", module="oidc", name="oidc", display_name="OpenID Connect",
            enabled=True, parameters={
                "iss": self.url, "jwt-type": "sha", "jwt-key-size": "256", "key": secrets.token_hex(32),
                "access-token-duration": lifetime, "refresh-token-duration": 1_209_600, "code-duration": 600,
                "refresh-token-rolling": True, "refresh-token-one-use": "always", "allow-non-oidc": True,
                "auth-type-code-enabled": True, "auth-type-code-revoke-replayed": True,
                "auth-type-device-enabled": True, "auth-type-refresh-enabled": True, "auth-type-token-enabled": False,
                "auth-type-id-token-enabled": True, "auth-type-none-enabled": False,
                "auth-type-password-enabled": False, "auth-type-client-enabled": False,
                "device-authorization-expiration": 600, "device-authorization-interval": 1, "pkce-allowed": True,
                "pkce-method-plain-allowed": False, "subject-type": "public"})
        ask(administrator, "POST", "/scope/", name="files", display_name="Files", password_required=True,
            password_max_age=0, scheme={})
        password = secrets.token_urlsafe(12)
        ask(administrator, "POST", "/user/?source=database", username="ann", password=password, name="Ann",
            email="ann@example.com", scope=["openid", "files", "g_profile"], enabled=True)
        ask(administrator, "POST", "/client/?source=database", client_id=self.client[0], name="Weir",
            confidential=True, enabled=True, client_secret=self.client[1], password=self.client[1],
            redirect_uri=[redirect_uri], authorization_type=["code", "refresh_token", "device_authorization"],
            scope=["openid", "files"], token_endpoint_auth_method=["client_secret_post", "client_secret_basic"])
        self.ann = self.signed_in("ann", password)
        ask(self.ann, "PUT", f"/auth/grant/{self.client[0]}", scope=self.scopes)
        return self

    # -- What a person does there

    def agree(self, url: str) -> str:
        """Agrees on the page that the person was sent to; where the browser is sent then."""
        answer = self.ann.get(url + "&g_continue", allow_redirects=False)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def enter(self, code: str) -> None:
        answer = self.ann.get(f"{self.url}/api/oidc/device", params={"code": code, "g_continue": ""},
                              allow_redirects=False)
        assert answer.status_code == 302 and "deviceComplete" in answer.headers["location"], answer.headers

    def take_back(self) -> None:
        """Ends all grants of the person."""
        for token in self.ann.get(f"{self.url}/api/oidc/token", params={"limit": 1000}).json():
            if token["enabled"]:
                self.ask(self.ann, "DELETE", f"/oidc/token/{quote(token['token_hash'], safe='')}")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(30)
