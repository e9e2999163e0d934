"""Events, notices and the audit log as pages: with nothing, with a little and with many, at a desk and on a phone."""

import pytest
from selenium.webdriver.common.by import By

from browser import sign_in
from gate import CONNECTOR, Gate
from main_job import MainJob
from test_pages import chromium, shoot, signed_in, wait  # noqa: F401
from test_work_pages import look
from weir_server import Weir, free_folder


@pytest.fixture(scope="module")
def gate():
    gate = Gate()
    yield gate
    gate.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory, gate):
    server = Weir(free_folder(tmp_path_factory.mktemp("pages")), {"WEIR_EGRESS_ALLOW": gate.address}).start()
    job = MainJob(server, tmp_path_factory.mktemp("files"))
    job.administrator = job.member = sign_in(server)
    yield job
    assert server.stop() == 0


@pytest.fixture(scope="module")
def weir(filled):
    return filled.weir


@pytest.fixture(scope="module")
def connection(filled, gate):
    job = filled
    job.call(job.administrator, "POST", "/rest/v1/connectors/import", 201, data=CONNECTOR.encode())
    job.call(job.administrator, "PATCH", "/rest/v1/integrations/gate", json={
        "clientId": gate.client[0], "clientSecret": gate.client[1], "authorizationUrl": gate.url + "/authorize",
        "tokenUrl": gate.url + "/token"})
    job.call(job.administrator, "POST", "/rest/v1/integrations/gate/enable")
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": "Pictures of the harbour", "connector": "gateConnector-v1.0", "endpoint": gate.url})["id"]
    for reply in [(400, {"error": "invalid_client"}), None, (400, {"error": "invalid_grant"}), None]:
        gate.tokens = [reply] if reply else []
        begun = job.call(job.member, "POST", f"/rest/v1/connections/{made}/authorize")
        job.member.get(begun["url"])
    for _ in range(3):
        job.call(job.member, "POST", f"/rest/v1/connections/{made}/test")
    return made


def test_with_nothing_they_say_what_to_do(weir, signed_in):
    look(signed_in, weir, "/app/connection-notices", "notices-empty")
    assert "Nobody is told yet" in signed_in.page_source
    look(signed_in, weir, "/app/audit?action=connection.used", "audit-empty")
    assert "No entry matches" in signed_in.page_source


def test_somebody_is_told_from_the_connection_s_page(weir, signed_in, connection, gate):
    look(signed_in, weir, f"/app/connections/{connection}", "connection-life")
    look(signed_in, weir, f"/app/connections/{connection}/events", "connection-events")
    signed_in.get(f"{weir.url}/app/connections/{connection}")
    signed_in.execute_script("document.querySelector('#events').scrollIntoView()")
    shoot(signed_in, "connection-life-below-desk-light")
    signed_in.find_element(By.LINK_TEXT, "Who is told of them").click()
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "#about option:checked").text == "Pictures of the harbour")
    signed_in.find_element(By.ID, "address").send_keys("anna@example.com, joe@example.com")
    signed_in.find_element(By.XPATH, "//button[text()='Add']").click()
    wait(signed_in, lambda c: "anna@example.com" in c.find_element(By.CSS_SELECTOR, "table").text)
    signed_in.find_element(By.CSS_SELECTOR, "#kind option[value=webhook]").click()
    signed_in.find_element(By.ID, "address").send_keys(gate.url + "/hook")
    signed_in.find_element(By.XPATH, "//button[text()='Add']").click()
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "#secret input").get_attribute("value").startswith("whsec_"))
    look(signed_in, weir, "/app/connection-notices", "notices-two")
    signed_in.find_element(By.CSS_SELECTOR, "button[aria-label='Send 127.0.0.1 a trial notice']").click()
    wait(signed_in, lambda c: "took the trial notice" in c.page_source and gate.notices)
    signed_in.find_element(By.CSS_SELECTOR, "details.change summary").click()
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "details.change[open] button").is_displayed())


def test_the_log_is_narrowed_by_its_filters(weir, signed_in, connection):
    look(signed_in, weir, "/app/audit", "audit")
    signed_in.find_element(By.CSS_SELECTOR, "#action option[value='connection.created']").click()
    signed_in.find_element(By.XPATH, "//form[@aria-label='Which entries']//button").click()
    wait(signed_in, lambda c: "action=connection.created" in c.current_url)
    rows = wait(signed_in, lambda c: [row.text for row in c.find_elements(By.CSS_SELECTOR, "tbody tr")])
    assert len(rows) == 1 and "made it" in rows[0]
    export = signed_in.find_element(By.LINK_TEXT, "Export as CSV").get_attribute("href")
    assert "action=connection.created" in export
