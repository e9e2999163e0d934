"""The pages people work with all day: uploads, flows, activity, webhooks, approvals."""

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from media import jpeg
from test_pages import SIZES, appear, check, chromium, filled, shoot, signed_in, wait, weir  # noqa: F401

ASKING = """
name: Round of approval
description: Asks before it publishes
trigger: {webhook: {}}
input:
  type: object
  required: [title]
  properties:
    title: {type: string, title: Title}
    size: {type: string, title: Size, enum: [small, large], default: large}
    count: {type: integer, title: Count, minimum: 1, maximum: 9, default: 3}
steps:
  - {id: prepare, title: Prepare, action: weir/noop, input: {count: 1}}
  - id: each
    title: Look at all
    forEach: "{{ [range(0; 200)] }}"
    steps:
      - {id: look, action: weir/noop, input: {number: "{{ .item }}"}}
"""


def look(driver, weir, path, name, sizes=tuple(SIZES), themes=("light", "dark")):
    for size in sizes:
        for theme in themes:
            appear(driver, size, theme)
            driver.get(weir.url + path)
            check(driver, name)
            shoot(driver, f"{name}-{size}-{theme}")
    appear(driver, "desk", "light")


def text(driver, selector):
    """Read in one go: what lives is exchanged at any moment."""
    return driver.execute_script("return document.querySelector(arguments[0])?.textContent.trim()", selector)


@pytest.mark.parametrize("page", ["webhooks", "approvals", "activity?state=failed"])
def test_an_empty_list_says_what_to_do(weir, signed_in, page):
    look(signed_in, weir, f"/app/{page}", f"empty-{page.partition('?')[0]}")
    assert signed_in.find_element(By.CSS_SELECTOR, ".empty h2").text


def test_a_flow_is_run_from_a_dialog_and_its_log_folds_its_items(weir, signed_in, filled):
    flow = filled.add_flow(ASKING)
    look(signed_in, weir, "/app/flows", "flows-list")
    signed_in.find_element(By.CSS_SELECTOR, f"a[href='/app/flows/{flow['id']}/run']").click()
    dialog = wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "dialog[open]"))
    shoot(signed_in, "run-dialog-desk-light")
    assert signed_in.switch_to.active_element.get_attribute("name") == "input.title"
    signed_in.switch_to.active_element.send_keys("Spring" + Keys.ENTER)
    assert dialog
    wait(signed_in, lambda c: "/app/activity/" in c.current_url)
    wait(signed_in, lambda c: text(c, "run-log h1 .state") == "Succeeded")
    assert "200 of 200" in signed_in.find_element(By.TAG_NAME, "run-log").text
    run = signed_in.current_url.partition(weir.url)[2]
    look(signed_in, weir, run, "run-long")
    more = wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, ".more a"))
    assert more.text == "140 more items"
    more.click()
    assert wait(signed_in, lambda c: "Items 1 to 60 of 200" in c.page_source)
    look(signed_in, weir, "/app/activity", "activity-many")


def test_a_call_is_listed_with_its_payload(weir, signed_in, filled):
    flow = filled.add_flow(ASKING.replace("Round of approval", "Called"))
    signed_in.get(weir.url + "/app/flows")
    signed_in.find_element(By.CSS_SELECTOR, "button[aria-label='Switch Called on']").click()
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "button[aria-label='Switch Called off']"))
    hook = filled.call(filled.member, "GET", f"/rest/v1/flows/{flow['id']}/webhook")
    answer = requests.post(weir.url + hook["path"], json={"file": "spring.jpg"}, verify=weir.certificate)
    assert answer.status_code == 202, answer.text
    look(signed_in, weir, "/app/webhooks", "webhooks-one")
    signed_in.find_element(By.LINK_TEXT, "Payload").click()
    wait(signed_in, lambda c: "spring.jpg" in c.page_source)
    look(signed_in, weir, signed_in.current_url.partition(weir.url)[2], "webhook")
    signed_in.find_element(By.XPATH, "//button[text()='Replay']").click()
    wait(signed_in, lambda c: "/app/activity/" in c.current_url)


def test_a_flow_is_renamed_in_the_list_by_keyboard(weir, signed_in, filled):
    filled.add_flow(ASKING.replace("Round of approval", "To be renamed"))
    signed_in.get(weir.url + "/app/flows")
    signed_in.find_element(By.XPATH, "//details[contains(.,'To be renamed')]/summary").send_keys(Keys.ENTER)
    field = wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "details.rename[open] input[name=name]"))
    field.clear()
    field.send_keys("Renamed" + Keys.ENTER)
    wait(signed_in, lambda c: c.find_elements(By.LINK_TEXT, "Renamed"))


def test_files_are_uploaded_while_one_goes_on_browsing(weir, signed_in, tmp_path):
    files = []
    for index in range(3):
        files.append(tmp_path / f"upload-{index}.jpg")
        jpeg(files[-1], 640, 480, **{"XMP-dc:Title": f"Upload {index}"})
    big = tmp_path / "big.bin"
    big.write_bytes(b"weir" * 5_000_000)
    signed_in.get(weir.url + "/app/library")
    before = int(signed_in.find_element(By.CSS_SELECTOR, ".heading .quiet").text.split()[0])
    chosen = signed_in.find_element(By.CSS_SELECTOR, "upload-button input")
    chosen.send_keys("\n".join(str(file) for file in [big, *files]))
    wait(signed_in, lambda c: c.find_element(By.TAG_NAME, "upload-tray"))
    signed_in.execute_script("window.here = true")
    signed_in.find_element(By.XPATH, "//nav[@aria-label='Rooms']//a[contains(.,'Flows')]").click()
    wait(signed_in, lambda c: text(c, "h1") == "Flows")
    shoot(signed_in, "uploading-desk-light")
    wait(signed_in, lambda c: text(c, "upload-tray strong") == "4 of 4 uploaded")
    check(signed_in, "flows while uploading")
    signed_in.get(weir.url + "/app/library")
    assert int(signed_in.find_element(By.CSS_SELECTOR, ".heading .quiet").text.split()[0]) == before + 4


def fickle(service) -> str:
    """A flow whose first call needs two attempts, and one of whose items fails the first time."""
    return f"""
name: Fickle
steps:
  - id: call
    title: Ask the shop
    action: httpConnector-v1.0/request
    retry: {{maxAttempts: 3, backoff: 100ms}}
    input: {{url: "{service.url}/thing", headers: {{Authorization: Bearer very-secret-word}}}}
  - id: each
    forEach: [1, 2, 3]
    onItemError: continue
    steps:
      - id: put
        action: httpConnector-v1.0/request
        input: {{method: PUT, url: "{service.url}/items/{{{{ .item }}}}", body: json, json: {{n: "{{{{ .item }}}}"}}}}
"""


def press(driver, xpath):
    # Looked for again when the live part was exchanged in between.
    wait(driver, lambda c: c.find_element(By.XPATH, xpath).click() or True)


def finished(driver):
    wait(driver, lambda c: "/app/activity/" in c.current_url and "/rerun" not in c.current_url)
    wait(driver, lambda c: text(c, "run-log h1 .state") == "Succeeded")


def test_a_run_is_understood_and_repeated_from_its_page(weir, signed_in, filled):
    filled.shop.statuses = {"/thing": [503], "/items/2": [400]}
    filled.service.calls.clear()
    flow = filled.add_flow(fickle(filled.service))
    run = filled.ended(filled.run(flow, go=True))
    appear(signed_in, "desk", "light")
    signed_in.get(f"{weir.url}/app/activity/{run['id']}")
    finished(signed_in)
    press(signed_in, "//details[@id='step-call']/summary")
    shoot(signed_in, "run-fickle-desk-light")
    press(signed_in, "//details[@id='step-call']//a[@data-detail]")
    dialog = wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "dialog.detail-dialog"))
    statuses = [state.text for state in dialog.find_elements(By.CSS_SELECTOR, ".exchanges .state")]
    assert statuses == ["503", "200"]
    assert "very-secret-word" not in signed_in.page_source
    dialog.find_element(By.CSS_SELECTOR, ".exchanges summary").click()
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, ".exchanges details[open] pre").text)
    shoot(signed_in, "run-attempts-desk-light")
    press(signed_in, "//dialog//button[text()='Close']")
    wait(signed_in, lambda c: not c.find_elements(By.CSS_SELECTOR, "dialog"))
    before = len(filled.service.calls)
    press(signed_in, "//button[text()='Run failed items again']")
    wait(signed_in, lambda c: run["id"] not in c.current_url)
    finished(signed_in)
    assert [call[:2] for call in filled.service.calls[before:]] == [("PUT", "/items/2")]
    signed_in.get(f"{weir.url}/app/activity/{run['id']}/rerun?step=call")
    look(signed_in, weir, f"/app/activity/{run['id']}/rerun?step=call", "run-repeat")
    area = signed_in.find_element(By.ID, "input")
    edited = area.get_attribute("value").replace("/thing", "/other")
    area.clear()
    area.send_keys(edited)
    assert signed_in.find_element(By.CSS_SELECTOR, "input[name=with][value=edited]").is_selected()
    press(signed_in, "//main//button[text()='Run again']")
    finished(signed_in)
    assert ("GET", "/other") in [call[:2] for call in filled.service.calls]
    signed_in.find_element(By.ID, "log-search").send_keys("/other" + Keys.ENTER)
    wait(signed_in, lambda c: "/search" in c.current_url)
    assert text(signed_in, ".log.root strong") == "call"
    signed_in.get(f"{weir.url}/app/activity?q=%2Fother")
    assert "Found in call" in signed_in.find_element(By.TAG_NAME, "main").text
    look(signed_in, weir, f"/app/activity/{run['id']}", "run-fickle")
    look(signed_in, weir, f"/app/activity/{run['id']}/step?path=call", "run-entry")
    export = signed_in.find_element(By.XPATH, "//a[text()='Run again from here']")
    assert export
    lines = signed_in.execute_async_script(
        "const done = arguments[1]; fetch(arguments[0]).then(a => a.text()).then(done)", f"/rest/v1/runs/{run['id']}/export")
    assert len(lines.strip().splitlines()) == 1 + len(filled.log(run["id"]))


def test_a_run_is_paused_goes_on_and_is_stopped(weir, signed_in, filled):
    flow = filled.add_flow("name: Slow\nsteps:\n  - {id: rest, wait: {for: 1h}}\n  - {id: after, set: {a: 1}}\n")
    run = filled.run(flow, go=True)
    signed_in.get(f"{weir.url}/app/activity/{run}")
    wait(signed_in, lambda c: text(c, "run-log h1 .state") == "Waiting")
    press(signed_in, "//button[text()='Pause']")
    wait(signed_in, lambda c: text(c, "run-log h1 .state") == "Paused")
    press(signed_in, "//button[text()='Go on']")
    wait(signed_in, lambda c: text(c, "run-log h1 .state") in ("Waiting", "Queued"))
    signed_in.get(f"{weir.url}/app/activity?state=waiting")
    press(signed_in, "//button[@aria-label='Stop the run of Slow']")
    wait(signed_in, lambda c: "notice=stopping" in c.current_url)
    assert filled.ended(run)["state"] == "cancelled"
    signed_in.get(f"{weir.url}/app/activity/{run}")
    press(signed_in, "//button[text()='Run again']")
    wait(signed_in, lambda c: run not in c.current_url)
    wait(signed_in, lambda c: text(c, "run-log h1 .state") == "Waiting")
    press(signed_in, "//button[text()='Stop']")
    wait(signed_in, lambda c: text(c, "run-log h1 .state") == "Stopped")


def test_a_ready_flow_becomes_the_teams_own(weir, signed_in, filled):
    look(signed_in, weir, "/app/gallery", "gallery")
    signed_in.find_element(By.LINK_TEXT, "Library to shop").click()
    wait(signed_in, lambda c: text(c, "h1") == "Library to shop")
    look(signed_in, weir, "/app/gallery/library-to-shop", "gallery-flow")
    name = signed_in.find_element(By.ID, "name")
    name.clear()
    name.send_keys("Our shop")
    press(signed_in, "//button[text()='Use this flow']")
    wait(signed_in, lambda c: "/app/flows/" in c.current_url)
    flow = signed_in.current_url.split("/app/flows/")[1].partition("?")[0]
    made = filled.call(filled.member, "GET", f"/rest/v1/flows/{flow}")
    assert made["name"] == "Our shop" and not made["published"], "it has no connection called Shop yet"
    assert "what is still missing" in wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, ".notice")).text


def test_a_flow_is_copied_exported_switched_and_deleted_in_the_list(weir, signed_in, filled):
    filled.add_flow("name: Listed\ntrigger: {schedule: {every: 1d}}\nsteps: [{id: a, set: {x: 1}}]\n")
    appear(signed_in, "desk", "light")
    signed_in.get(weir.url + "/app/flows")
    row = "//tr[.//a[@class='name' and text()='Listed']]"
    press(signed_in, row + "//button[@role='switch']")
    wait(signed_in, lambda c: c.find_element(By.XPATH, row + "//button[@aria-checked='true']"))
    assert signed_in.find_element(By.XPATH, row + "//td[@data-label='Scheduled']//time").text
    press(signed_in, row + "//summary[@aria-label='More for Listed']")
    shoot(signed_in, "flows-menu-desk-light")
    address = signed_in.find_element(By.XPATH, row + "//a[text()='Export']").get_attribute("href")
    export = signed_in.execute_async_script("const d = arguments[1]; fetch(arguments[0]).then(a => a.text()).then(d)", address)
    assert "name: Listed" in export
    press(signed_in, row + "//button[text()='Clone']")
    wait(signed_in, lambda c: "notice=copied" in c.current_url)
    signed_in.get(weir.url + "/app/flows")
    copy = row.replace("Listed", "Listed (copy)")
    press(signed_in, copy + "//summary[starts-with(@aria-label,'More for')]")
    press(signed_in, copy + "//a[text()='Process log']")
    wait(signed_in, lambda c: "/app/activity?flow=" in c.current_url)
    signed_in.get(weir.url + "/app/flows")
    press(signed_in, copy + "//summary[starts-with(@aria-label,'More for')]")
    press(signed_in, copy + "//button[text()='Delete']")
    press(signed_in, "//dialog//button[text()='Delete']")
    wait(signed_in, lambda c: "notice=deleted" in c.current_url)
    assert not signed_in.find_elements(By.XPATH, copy)
    press(signed_in, row + "//button[@aria-label='Run Listed']")
    finished(signed_in)
