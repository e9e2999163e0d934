"""Files of services through their connectors, from outside, against servers that nobody here wrote where there are such."""

import hashlib
import json
import os
import shutil
import subprocess
import uuid

import pytest
import requests

import file_servers
from weir_server import PROGRAM, Weir, free_folder

NAMES = ["Übung.jpg", "e\u0301te\u0301 ☀.jpg", "a & b #1+2%20.jpg", "日本語.jpg"]


class Service:
    """A connection to a server, driven by the command line."""

    def __init__(self, tmp_path, connector, endpoint, *, user=None, secret=None, kind="basic", settings=()):
        host = endpoint.split("//", 1)[1].split("/", 1)[0]
        self.weir = Weir(free_folder(tmp_path), {"WEIR_EGRESS_ALLOW": host})
        # A first start makes the deployment; what follows needs no server.
        assert self.weir.start().stop() == 0
        self.tmp_path = tmp_path
        self.connector, self.endpoint, self.kind, self.settings = connector, endpoint, kind, settings
        self.connect("NAS", user, secret)

    def connect(self, name, user, secret):
        arguments = ["connect", name, "--connector", self.connector, "--endpoint", self.endpoint,
                     "--authentication", self.kind]
        if user:
            arguments += ["--user-name", user]
        for setting in self.settings:
            arguments += ["--setting", setting]
        self.weir.run(*arguments, "--secret", input=(secret or "") + "\n")

    def run(self, *arguments, check=True):
        return self.weir.run("files", *arguments, check=check)

    def items(self, *arguments):
        lines = self.run(*arguments, "--json").stdout.splitlines()
        return [json.loads(line) for line in lines]

    def names(self, *arguments):
        return sorted(item["name"] for item in self.items("list", "NAS", *arguments))

    def put(self, name, content, folder=""):
        path = self.tmp_path / "up" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return self.items("put", "NAS", str(path), *([folder] if folder else []))[-1]

    def get(self, item, *options):
        target = self.tmp_path / ("down-" + uuid.uuid4().hex)
        self.run("get", "NAS", item, str(target), *options)
        return target.read_bytes()


def everyday(service: Service):
    """What every service with files must be able to do."""
    assert service.items("list", "NAS") == []
    folder = service.items("folder", "NAS", "Summer 2026")[-1]
    assert folder["kind"] == "folder" and folder["name"] == "Summer 2026"
    assert service.items("folder", "NAS", "Summer 2026")[-1]["id"] == folder["id"]
    for number, name in enumerate(NAMES):
        stored = service.put(name, b"picture %d" % number, folder["id"])
        assert stored["name"] == name and stored["kind"] == "file" and stored["size"] == 9
    listed = service.items("list", "NAS", folder["id"])
    assert sorted(item["name"] for item in listed) == sorted(NAMES)
    assert all(item["size"] == 9 and item["version"] and item["modified"] for item in listed)
    for item in listed:
        found = service.items("show", "NAS", item["id"])[-1]
        assert found["id"] == item["id"] and found["size"] == 9
        assert service.get(item["id"]) == b"picture %d" % NAMES.index(item["name"])
        assert service.get(item["id"], "--from", "3", "--count", "4") == b"ture"
    deep = service.items("list", "NAS", "--deep")
    assert sorted(item["name"] for item in deep if item["kind"] == "file") == sorted(NAMES)
    before = next(item for item in listed if item["name"] == NAMES[0])
    path = service.tmp_path / "up" / NAMES[0]
    path.write_bytes(b"another picture")
    after = service.items("put", "NAS", str(path), "--replacing", before["id"])[-1]
    assert after["id"] == before["id"] and after["size"] == 15
    again = {item["name"]: item for item in service.items("list", "NAS", folder["id"])}
    assert len(again) == len(NAMES) and again[NAMES[0]]["version"] != before["version"]
    service.run("remove", "NAS", before["id"])
    service.run("remove", "NAS", before["id"])
    assert NAMES[0] not in service.names(folder["id"])
    gone = service.run("show", "NAS", before["id"], check=False)
    assert gone.returncode != 0 and "There is no file" in gone.stderr


def large(service: Service, megabytes=101):
    block = os.urandom(1 << 20)
    path = service.tmp_path / "large.mov"
    digest = hashlib.sha256()
    with open(path, "wb") as file:
        for number in range(megabytes):
            piece = block[number:] + block[:number]
            file.write(piece)
            digest.update(piece)
    stored = service.items("put", "NAS", str(path))[-1]
    assert stored["size"] == megabytes << 20
    assert hashlib.sha256(service.get(stored["id"])).hexdigest() == digest.hexdigest()


class KeyService(Service):
    """A connection by SSH. A private key is entered by the API: a command line takes one line."""

    def __init__(self, tmp_path, port, host_key, folder, **proof):
        self.tmp_path = tmp_path
        self.weir = Weir(free_folder(tmp_path), {
            "WEIR_EGRESS_ALLOW": f"127.0.0.1:{port}", "WEIR_IDENTITY_PASSWORD_GRANT": "true"}).start()
        application = self.weir.add_application("Tests", grants=["password", "refresh_token"])
        api = self.weir.api(self.weir.password_token(application)["access_token"])
        for name, known in (("NAS", host_key), ("Other", "ssh-ed25519 " + "A" * 67 + "B")):
            made = api.post(self.weir.url + "/rest/v1/connections", json={
                "name": name, "connector": "sftpConnector-v1.0", "authentication": "ssh", "userName": os.environ.get("USER", "root"),
                "knownHostKey": known,
                "settings": {"host": "127.0.0.1", "port": str(port), "folder": str(folder)}} | proof)
            assert made.status_code == 201, made.text
        assert self.weir.stop() == 0


@pytest.mark.skipif(not os.path.exists("/usr/sbin/sshd"), reason="needs openssh-server")
def test_sftp_does_what_every_service_must(tmp_path):
    folder = tmp_path / "sftp"
    with file_servers.sftp(folder) as (port, key, host_key):
        service = KeyService(tmp_path, port, host_key, folder, privateKey=key)
        everyday(service)
        large(service)
        (folder / "Summer 2026" / os.fsdecode(b"caf\xe9 100%.jpg")).write_bytes(b"old bytes")
        odd = next(item for item in service.items("list", "NAS", "Summer 2026") if "100%" in item["name"])
        assert odd["id"].endswith("caf%E9 100%25.jpg") and service.get(odd["id"]) == b"old bytes"
        stranger = service.run("list", "Other", check=False)
        assert stranger.returncode != 0 and "another key" in stranger.stderr and host_key in stranger.stderr


@pytest.mark.skipif(not os.path.exists("/usr/sbin/sshd") or not shutil.which("openssl") or os.geteuid() != 0,
                    reason="needs openssh-server, openssl, and root for passwords")
def test_sftp_by_password(tmp_path):
    folder = tmp_path / "sftp"
    with file_servers.sftp(folder, password="correct horse") as (port, _, host_key):
        service = KeyService(tmp_path, port, host_key, folder, userName="root", password="correct horse")
        assert service.put("a.jpg", b"picture")["size"] == 7
        assert service.get("a.jpg") == b"picture" and (folder / "a.jpg").read_bytes() == b"picture"
        (tmp_path / "wrong").mkdir()
        stranger = KeyService(tmp_path / "wrong", port, host_key, folder, userName="root", password="planted-wrong")
        refused = stranger.run("list", "NAS", check=False)
        assert refused.returncode != 0 and "planted-wrong" not in refused.stderr + refused.stdout
        assert "password" in refused.stderr.lower() or "sign" in refused.stderr.lower(), refused.stderr


@pytest.fixture
def webdav(tmp_path):
    with file_servers.webdav(tmp_path / "dav") as address:
        yield Service(tmp_path, "webdavConnector-v1.0", address, user=file_servers.USER, secret=file_servers.PASSWORD)


@pytest.fixture
def azure(tmp_path):
    with file_servers.azure() as address:
        yield Service(tmp_path, "azureblobConnector-v1.0", address, user=file_servers.Azure.account,
                      secret=file_servers.Azure.key, settings=["container=media"])


def test_webdav_does_what_every_service_must(webdav):
    everyday(webdav)


def test_webdav_takes_a_large_file(webdav):
    large(webdav)


def test_a_wrong_password_and_a_vanished_folder_say_so(webdav):
    webdav.connect("Wrong", file_servers.USER, "wrong")
    refused = webdav.run("list", "Wrong", check=False)
    assert refused.returncode != 0 and "401" in refused.stderr
    vanished = webdav.run("list", "NAS", "Nowhere", check=False)
    assert vanished.returncode != 0 and "404" in vanished.stderr
    upwards = webdav.run("list", "NAS", "../x", check=False)
    assert upwards.returncode != 0 and "below the top" in upwards.stderr


def test_azure_does_what_every_service_must(azure):
    everyday(azure)


def test_azure_takes_a_large_file_in_blocks(azure):
    large(azure)


def test_azure_by_a_shared_access_signature(tmp_path):
    with file_servers.azure() as address:
        service = Service(tmp_path, "azureblobConnector-v1.0", address, kind="api_key", secret="?sv=2021-12-02&sig=good",
                          settings=["container=media"])
        assert service.put("a.jpg", b"picture")["size"] == 7
        assert service.get("a.jpg") == b"picture"
        service.connect("Wrong", None, "sv=2021-12-02&sig=bad")
        refused = service.run("list", "Wrong", check=False)
        assert refused.returncode != 0 and "AuthenticationFailed" in refused.stderr


@pytest.mark.skipif(not os.environ.get("WEIR_TEST_S3"), reason="needs scripts/with-s3")
@pytest.mark.parametrize("connector", ["s3Connector-v1.0", "gcsConnector-v1.0"])
def test_s3_does_what_every_service_must(tmp_path, connector):
    server = os.environ["WEIR_TEST_S3"]
    bucket = "weir-" + uuid.uuid4().hex[:12]
    requests.put(f"{server}/{bucket}").raise_for_status()
    service = Service(tmp_path, connector, server, kind="aws", user="AKIAIOSFODNN7EXAMPLE", secret="secret-key",
                      settings=[f"bucket={bucket}"])
    everyday(service)
    large(service)
