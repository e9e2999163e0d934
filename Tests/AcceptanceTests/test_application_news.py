"""News of services whose address or signing keys an administrator enters: from the integration's page to the synced file."""

import time
from types import SimpleNamespace

import pytest

from browser import submit
from test_catalogue_drives import simulator
from test_source_push import job, names, status, until_held  # noqa: F401
from waiting import wait_until

KINDS = ["dropbox", "slack"]


def enter_keys(job, service):
    keys = {"slack": {"signingSecret": getattr(service, "signing_secret", "")},
            "box": dict(zip(["primaryKey", "secondaryKey"], getattr(service, "keys", ())))}.get(service.kind)
    if keys:
        shown = job.call(job.administrator, "PATCH", f"/rest/v1/integrations/{service.kind}", json={"fields": keys})
        assert sorted(shown["storedFields"]) == sorted(keys) and not any(key in str(shown) for key in keys.values())


def make_source(job, service, folder="", path=""):
    made = job.call(job.member, "POST", "/rest/v1/sources", 201, json={
        "name": service.kind, "connection": service.connection,
        "rules": {"folders": [{"id": folder, "path": path}], "schedule": "manual", "push": True}})
    return SimpleNamespace(job=job, service=service, id=made["id"])


def channel_of(job, service) -> str:
    found = job.call(job.member, "GET", f"/rest/v1/sources/folders?connection={service.connection}")["items"]
    return next(folder["id"] for folder in found if folder["id"].endswith("C1"))


@pytest.fixture(params=KINDS)
def told(job, request):
    with simulator(job, request.param) as service:
        service.page = 100
        source = make_source(job, service, channel_of(job, service) if request.param == "slack" else "")
        yield source
        job.call(job.member, "DELETE", f"/rest/v1/sources/{source.id}", 204)


def make_hook(told) -> str:
    """By the page, as an administrator does; the program reads the same."""
    job, kind = told.job, told.service.kind
    enter_keys(job, told.service)
    page = job.administrator.get(f"{job.weir.url}/app/integrations/{kind}")
    assert "Told of changes at once" in page.text
    answer = submit(job.administrator, page, f"/app/integrations/{kind}/webhook")
    address = job.call(job.administrator, "GET", f"/rest/v1/integrations/{kind}/webhook")["address"]
    assert f'value="{address}"' in answer.text
    return address


def let_go_on(told):
    """Saving the source has what failed tried again."""
    rules = told.job.call(told.job.member, "GET", f"/rest/v1/sources/{told.id}")["rules"]
    told.job.call(told.job.member, "PATCH", f"/rest/v1/sources/{told.id}", json={"rules": rules})


def push_of(told):
    return status(told)["push"][0]


def add(told, name):
    content = told.service.pictures[0] + name.encode()
    if told.service.kind == "dropbox":
        told.service.put(f"/{name}", content)
    else:
        told.service.add(name, content, created=int(time.time()) + 1)


def test_news_to_the_address_of_an_application_are_synced(told):
    job, service = told.job, told.service
    waiting = wait_until(lambda: push_of(told).get("problem"), 60)
    assert waiting and "isn't set up yet" in waiting and "integration" in waiting

    address = make_hook(told)
    assert service.ask(job.deliver, address) == (200, "sesame")
    let_go_on(told)
    assert wait_until(lambda: push_of(told)["state"] == "told" and "problem" not in push_of(told), 60), status(told)
    until_held(told, 3)

    add(told, "later.jpg")
    assert service.news(job.deliver, address)[0] == 200
    until_held(told, 4)
    assert push_of(told)["heardAt"]


def test_forged_old_and_foreign_news_change_nothing(told):
    job, service = told.job, told.service
    address = make_hook(told)
    let_go_on(told)
    until_held(told, 3)
    assert wait_until(lambda: push_of(told)["state"] == "told", 60), status(told)
    assert "heardAt" not in push_of(told)

    assert service.news(job.deliver, address, secret="guessed")[0] == 401
    assert service.news(job.deliver, address, account="another")[0] == 200
    if service.kind == "slack":
        assert service.news(job.deliver, address, at=time.time() - 400)[0] == 401
    guessed = address.rsplit("/", 1)[0] + "/guessed"
    assert service.news(job.deliver, guessed)[0] == 404
    assert service.news(job.deliver, address.replace(f"/{service.kind}/", "/nothing/"))[0] == 404
    assert service.news(job.deliver, address.replace("/default/", "/other/"))[0] == 404
    source = job.call(job.member, "GET", f"/rest/v1/sources/{told.id}")
    assert "dueAt" not in source and "heardAt" not in push_of(told)

    another = make_hook(told)
    assert another != address and service.news(job.deliver, address)[0] == 404
    job.call(job.administrator, "POST", f"/rest/v1/integrations/{service.kind}/disable")
    assert service.news(job.deliver, another)[0] == 404
    job.call(job.administrator, "POST", f"/rest/v1/integrations/{service.kind}/enable")
    assert service.news(job.deliver, another)[0] == 200


def test_only_administrators_see_and_make_addresses(job):
    for method in ["GET", "POST"]:
        job.call(job.member, method, "/rest/v1/integrations/dropbox/webhook", 403)
        answer = job.weir.session().request(method, f"{job.weir.url}/rest/v1/integrations/dropbox/webhook")
        assert answer.status_code == 401
    refused = job.call(job.administrator, "POST", "/rest/v1/integrations/googledrive/webhook", 409)
    assert refused["code"] == "integration_takes_no_webhook"
    history = job.call(job.administrator, "GET", "/rest/v1/integrations/dropbox/history")["items"]
    assert "integration.webhook_made" in [entry["action"] for entry in history] or not history


def test_box_signs_with_keys_that_an_administrator_entered(job):
    with simulator(job, "box") as service:
        service.page = 100
        press = service.add("press")
        service.add("first.jpg", service.pictures[0], press)
        folders = job.call(job.member, "GET", f"/rest/v1/sources/folders?connection={service.connection}")["items"]
        told = make_source(job, service, next(one["id"] for one in folders if one["name"] == "press"), "press")
        assert wait_until(lambda: "isn't set up yet" in push_of(told).get("problem", ""), 60), status(told)
        assert not service.webhooks
        enter_keys(job, service)
        let_go_on(told)
        assert wait_until(lambda: push_of(told)["state"] == "told", 60), status(told)
        until_held(told, 1)

        assert [code for code, _ in service.tell(job.deliver, key="guessed")] == [401]
        assert [code for code, _ in service.tell(job.deliver, at=service.stamp(-900))] == [401]
        assert "heardAt" not in push_of(told)
        service.add("second.jpg", service.pictures[1], press)
        # Keys are changed in turns: either is good.
        assert [code for code, _ in service.tell(job.deliver, key=service.keys[1])] == [200]
        until_held(told, 2)

        job.call(job.member, "DELETE", f"/rest/v1/sources/{told.id}", 204)
        assert wait_until(lambda: not service.webhooks, 120)


def test_frame_io_signs_with_a_secret_that_it_made(job):
    with simulator(job, "frameio") as service:
        told = make_source(job, service)
        until_held(told, 3)
        assert [one["state"] for one in status(told)["push"]] == ["told"]
        assert [code for code, _ in service.tell(job.deliver, key="guessed")] == [401]
        assert [code for code, _ in service.tell(job.deliver, at=time.time() - 400)] == [401]
        service.add("later.mp4", service.pictures[0] + b"later")
        assert [code for code, _ in service.tell(job.deliver)] == [200]
        until_held(told, 4)
        job.call(job.member, "DELETE", f"/rest/v1/sources/{told.id}", 204)
        assert wait_until(lambda: not service.webhooks, 120)
