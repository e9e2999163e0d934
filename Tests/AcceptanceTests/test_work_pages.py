"""The pages people work with all day: the library with ten thousand assets, flows, activity, webhooks, approvals."""

import time

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from media import jpeg
from seed_library import seed
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
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "run-log h1 .state").text == "Succeeded")
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
    answer = requests.post(hook["url"], json={"file": "spring.jpg"}, verify=weir.certificate)
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
    wait(signed_in, lambda c: c.find_element(By.TAG_NAME, "h1").text == "Flows")
    shoot(signed_in, "uploading-desk-light")
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "upload-tray strong").text == "4 of 4 uploaded")
    check(signed_in, "flows while uploading")
    signed_in.get(weir.url + "/app/library")
    assert int(signed_in.find_element(By.CSS_SELECTOR, ".heading .quiet").text.split()[0]) == before + 4


def test_an_interrupted_upload_goes_on_behind_its_last_block(weir, signed_in, tmp_path):
    big = tmp_path / "interrupted.bin"
    big.write_bytes(b"weir" * 7_500_000)
    signed_in.get(weir.url + "/app/library")
    signed_in.execute_script("""
        const put = XMLHttpRequest.prototype.send; let count = 0;
        XMLHttpRequest.prototype.send = function (body) { if (++count > 2) return; put.call(this, body); }""")
    signed_in.find_element(By.CSS_SELECTOR, "upload-button input").send_keys(str(big))
    wait(signed_in, lambda c: c.execute_script(
        "return document.querySelector('upload-tray')?.uploads[0].sent >= 16 * 1024 * 1024"))
    signed_in.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    signed_in.execute_script("document.querySelector('upload-tray').uploads[0].state = 'done'")
    signed_in.get(weir.url + "/app/library")
    hint = signed_in.find_element(By.CSS_SELECTOR, "[data-interrupted]")
    assert hint.text.startswith("1 upload was interrupted.")
    signed_in.execute_script("""
        window.blocks = 0; const put = XMLHttpRequest.prototype.send;
        XMLHttpRequest.prototype.send = function (body) { window.blocks++; put.call(this, body); }""")
    signed_in.find_element(By.CSS_SELECTOR, "upload-button input").send_keys(str(big))
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "upload-tray strong").text == "1 of 1 uploaded")
    assert signed_in.execute_script("return window.blocks") == 2, "of four blocks two were safe"


def test_chosen_assets_are_tagged_and_deleted_with_a_way_back(weir, signed_in):
    look(signed_in, weir, "/app/library", "library-few", themes=("light",))
    signed_in.get(weir.url + "/app/library")
    count = signed_in.find_element(By.CSS_SELECTOR, ".heading .quiet").text
    boxes = signed_in.find_elements(By.CSS_SELECTOR, ".pick input")
    for box in boxes[:2]:
        box.send_keys(Keys.SPACE)
    assert signed_in.find_element(By.CSS_SELECTOR, "[data-count]").text == "2 selected"
    shoot(signed_in, "library-selected-desk-light")
    signed_in.find_element(By.ID, "bulk-keywords").send_keys("spring, wide water")
    signed_in.find_element(By.CSS_SELECTOR, "button[value=keywords]").click()
    wait(signed_in, lambda c: "Added the keywords to 2 assets." in c.page_source)
    signed_in.find_elements(By.CSS_SELECTOR, ".pick input")[0].send_keys(Keys.SPACE)
    signed_in.find_element(By.CSS_SELECTOR, "button[value=delete]").click()
    wait(signed_in, lambda c: "Deleted 1 asset." in c.page_source)
    shoot(signed_in, "library-undo-desk-light")
    signed_in.find_element(By.XPATH, "//button[text()='Undo']").click()
    wait(signed_in, lambda c: "Brought 1 asset back." in c.page_source)
    assert signed_in.find_element(By.CSS_SELECTOR, ".heading .quiet").text == count


def test_ten_thousand_assets_are_paged_as_fast_as_ten(weir, signed_in):
    """The last one: it starts the server anew."""
    assert weir.stop() == 0
    assert seed(weir.folder, 10_000) > 9_000
    weir.start()
    for page, name in [("", "first"), ("?page=80", "middle"), ("?page=167", "last"), ("?search=river", "search")]:
        began = time.monotonic()
        signed_in.get(weir.url + "/app/library" + page)
        took = time.monotonic() - began
        paint = signed_in.execute_script(
            "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
        print(f"library of 10,000, {name} page: {took:.2f} s to load, first paint after {paint:.0f} ms")
        check(signed_in, f"library {name}")
        assert signed_in.find_elements(By.CSS_SELECTOR, ".tile")
    look(signed_in, weir, "/app/library?page=80", "library-many")
    Select(signed_in.find_element(By.ID, "kind")).select_by_value("Video")
    wait(signed_in, lambda c: "Nothing matches" in c.page_source)
