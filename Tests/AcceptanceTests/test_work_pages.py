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
