"""The pages in headless Chromium: at a desk and on a phone, in light and dark, with and without a mouse."""

import os
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import Select, WebDriverWait

from loopback import Service
from main_job import MainJob
from media import jpeg
from waiting import wait_until
from weir_server import Weir, free_folder

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
PAGES = ["library", "library?search=nothing", "collections", "flows", "flows/new", "activity", "connections",
         "connections/new", "connections/new?connector=mediavaletConnector-v1.0", "integrations", "sources", "sources/new",
         "sources/new?connection=folder", "publications", "publications/new", "publications/new?connection=folder"]
SHOTS = os.environ.get("WEIR_TEST_SCREENSHOTS")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A server whose library was filled by the main job. What the pages show doesn't depend on the store."""
    folder = tmp_path_factory.mktemp("media") / "pictures"
    folder.mkdir()
    for index in range(6):
        jpeg(folder / f"picture-{index}.jpg", 800 + index * 40, 600, **{
            "XMP-dc:Title": f"Picture {index}", "XMP-dc:Subject": ["river", f"number {index}"]})
    shop = Fickle()
    with Service(shop.answer) as service:
        weir = Weir(free_folder(tmp_path_factory.mktemp("weir")),
                    MainJob.settings(folder) | {"WEIR_EGRESS_ALLOW": service.address}).start()
        job = MainJob(weir, folder).prepare()
        job.service, job.shop = service, shop
        yield from filling(weir, job)


class Fickle:
    """Somebody else's service that answers each call as the test says: one status for each path, 200 after those."""

    def __init__(self):
        self.statuses = {}

    def answer(self, method, path, headers, body):
        left = self.statuses.get(path, [])
        return (left.pop(0) if left else 200), {"path": path, "needle": "in the hay"}


def filling(weir, job):
    job.finish(job.run())
    assert wait_until(lambda: len(job.assets()) == 6 and all(
        asset["media"]["thumb"] for asset in job.assets())), job.assets()
    yield job
    if weir.process.poll() is None:
        assert weir.stop() == 0


@pytest.fixture(scope="module")
def weir(filled):
    return filled.weir


@pytest.fixture(scope="module")
def chromium(weir):
    options = webdriver.ChromeOptions()
    for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--ignore-certificate-errors",
                     "--hide-scrollbars", "--force-device-scale-factor=1"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.binary_location = "/usr/bin/chromium"
    service = webdriver.ChromeService("/usr/bin/chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


def wait(chromium, condition):
    # What a page that goes on by itself replaces meanwhile is looked for again.
    stale = [StaleElementReferenceException]
    return WebDriverWait(chromium, 20, ignored_exceptions=stale).until(condition)


def appear(chromium, size, theme):
    width, height = SIZES[size]
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "phone"})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": theme}]})


def shoot(chromium, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        chromium.save_screenshot(str(Path(SHOTS) / f"{name}.png"))


def check(chromium, name):
    """What must hold on every page."""
    wide = chromium.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    cut = chromium.execute_script("""
        return window.innerWidth > 500 ? [] : [...document.querySelectorAll(".table-scroll:has(> table.stack)")]
          .filter(e => e.scrollWidth > e.clientWidth).map(e => `${e.scrollWidth} in ${e.clientWidth}`)""")
    assert not cut, f"{name}: a list is cut off: {cut}"
    wait(chromium, lambda c: c.find_element(By.TAG_NAME, "h1").text)
    unnamed = chromium.execute_script("""
        return [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href]")]
          .filter(e => e.offsetParent && !(e.labels?.length || e.getAttribute("aria-label") || e.textContent.trim()
                   || e.querySelector("img[alt]")))
          .map(e => e.outerHTML)""")
    assert not unnamed, f"{name} has controls without a name: {unnamed}"
    bad = [line["message"] for line in chromium.get_log("browser") if line["level"] == "SEVERE"]
    assert not bad, f"{name}: {bad}"


@pytest.fixture(scope="module")
def signed_in(weir, chromium, filled):
    appear(chromium, "desk", "light")
    chromium.get(weir.url + "/app")
    wait(chromium, expected.presence_of_element_located((By.ID, "userName")))
    shoot(chromium, "sign-in-desk-light")
    check(chromium, "sign-in")
    chromium.find_element(By.ID, "userName").send_keys(weir.administrator["userName"])
    chromium.find_element(By.ID, "password").send_keys(weir.administrator["password"] + Keys.ENTER)
    wait(chromium, expected.url_contains("/app/library"))
    return chromium


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_and_is_clean(weir, signed_in, page, size, theme):
    appear(signed_in, size, theme)
    signed_in.get(f"{weir.url}/app/{page}")
    check(signed_in, page)
    shoot(signed_in, f"{page.partition('=')[0].replace('/', '-').replace('?', '-')}-{size}-{theme}")


@pytest.mark.parametrize("size", list(SIZES))
def test_the_pages_of_one_thing_fit(weir, signed_in, filled, size):
    appear(signed_in, size, "light")
    for name, address in filled.pages().items():
        signed_in.get(address)
        check(signed_in, name)
        shoot(signed_in, f"{name}-{size}-light")


def test_the_library_shows_thumbnails(weir, signed_in):
    appear(signed_in, "desk", "light")
    signed_in.get(weir.url + "/app/library")
    wait(signed_in, lambda c: 6 == c.execute_script(
        "return [...document.querySelectorAll('.tile img')].filter(i => i.complete && i.naturalWidth > 0).length"))


def test_search_by_keyboard_finds_a_picture_and_opens_it(weir, signed_in):
    appear(signed_in, "desk", "light")
    signed_in.get(weir.url + "/app/library")
    body = signed_in.find_element(By.TAG_NAME, "body")
    body.send_keys("/")
    focused = signed_in.switch_to.active_element
    assert focused.get_attribute("name") == "search"
    focused.send_keys("Picture 3" + Keys.ENTER)
    wait(signed_in, expected.url_contains("search="))
    tiles = signed_in.find_elements(By.CSS_SELECTOR, ".tile")
    assert len(tiles) == 1
    tiles[0].send_keys(Keys.ENTER)
    wait(signed_in, expected.presence_of_element_located((By.CSS_SELECTOR, ".stage img")))
    assert signed_in.find_element(By.TAG_NAME, "h1").text == "Picture 3"


def test_a_run_is_followed_live(weir, signed_in, filled):
    """The flow's page asks for what the flow needs; the log then goes on by itself until the run has ended."""
    appear(signed_in, "desk", "light")
    signed_in.get(f"{weir.url}/app/flows/{filled.flow['id']}?view=text")
    signed_in.find_element(By.NAME, "input.folder").send_keys("pictures")
    signed_in.find_element(By.NAME, "input.collection").send_keys("Once more")
    signed_in.find_element(By.CSS_SELECTOR, "#run button").click()
    wait(signed_in, expected.url_contains("/app/activity/"))
    wait(signed_in, lambda c: c.find_element(By.CSS_SELECTOR, "run-log h1 .state").text == "Succeeded")
    wait(signed_in, lambda c: c.execute_script("return document.querySelector('run-log').source.readyState") == 2)
    assert "Upload every file" in signed_in.find_element(By.TAG_NAME, "run-log").text
    assert signed_in.find_element(By.ID, "run-status").get_attribute("textContent") == "Succeeded"
    check(signed_in, "run")


def test_a_flow_with_a_mistake_keeps_its_text(weir, signed_in):
    signed_in.get(weir.url + "/app/flows/new?view=text")
    definition = signed_in.find_element(By.ID, "definition")
    definition.clear()
    definition.send_keys("name: Mine\nsteps:\n  - id: one\naction: nowhere/nothing\n")
    signed_in.find_element(By.XPATH, "//button[text()='Publish']").click()
    problem = wait(signed_in, expected.presence_of_element_located((By.CSS_SELECTOR, ".notice.danger")))
    assert "can't be published" in problem.text
    assert "name: Mine" in signed_in.find_element(By.ID, "definition").get_attribute("value")
    shoot(signed_in, "flow-with-errors-desk-light")


def test_the_connection_form_shows_what_was_chosen(weir, signed_in):
    signed_in.get(weir.url + "/app/connections/new?connector=mediavaletConnector-v1.0")
    assert signed_in.find_element(By.ID, "clientID").is_displayed()
    assert not signed_in.find_element(By.ID, "token").is_displayed()
    Select(signed_in.find_element(By.ID, "authentication")).select_by_value("bearer")
    assert not signed_in.find_element(By.ID, "clientID").is_displayed()
    assert signed_in.find_element(By.ID, "token").is_displayed()


def test_the_consent_page_fits_and_leads_back(weir, signed_in, filled):
    appear(signed_in, "desk", "light")
    signed_in.get(f"{weir.url}/app/connections/{filled.connection['id']}")
    wait(signed_in, expected.element_to_be_clickable((By.XPATH, "//button[text()='Reconnect']"))).click()
    wait(signed_in, expected.presence_of_element_located((By.XPATH, "//button[text()='Allow']")))
    for size in SIZES:
        for theme in ["light", "dark"]:
            appear(signed_in, size, theme)
            check(signed_in, "consent")
            shoot(signed_in, f"consent-{size}-{theme}")
    signed_in.find_element(By.XPATH, "//button[text()='Allow']").click()
    wait(signed_in, expected.url_contains("/app/connections"))
    assert signed_in.find_element(By.CSS_SELECTOR, "h1 .state").text == "Healthy"


def test_the_palette_goes_anywhere(weir, signed_in):
    appear(signed_in, "desk", "light")
    signed_in.get(weir.url + "/app/library")
    signed_in.find_element(By.TAG_NAME, "body").send_keys(Keys.CONTROL + "k")
    palette = wait(signed_in, expected.visibility_of_element_located((By.CSS_SELECTOR, "dialog.palette")))
    shoot(signed_in, "palette-desk-light")
    palette.find_element(By.TAG_NAME, "input").send_keys("activ" + Keys.ENTER)
    wait(signed_in, expected.url_contains("/app/activity"))


def test_whatever_has_the_focus_is_marked(weir, signed_in):
    appear(signed_in, "desk", "light")
    signed_in.get(weir.url + "/app/library")
    for _ in range(14):
        signed_in.switch_to.active_element.send_keys(Keys.TAB)
        outline = signed_in.execute_script(
            "const style = getComputedStyle(document.activeElement);"
            "return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2")
        assert outline, signed_in.switch_to.active_element.get_attribute("outerHTML")


def test_an_edit_is_kept(weir, signed_in, filled):
    signed_in.get(weir.url + "/app/library?search=Picture+1")
    signed_in.find_element(By.CSS_SELECTOR, ".tile").click()
    title = wait(signed_in, expected.presence_of_element_located((By.ID, "title")))
    title.clear()
    title.send_keys("Renamed <b>by hand</b>")
    signed_in.find_element(By.XPATH, "//button[text()='Save']").click()
    wait(signed_in, expected.presence_of_element_located((By.CSS_SELECTOR, ".notice.success")))
    assert signed_in.find_element(By.TAG_NAME, "h1").text == "Renamed <b>by hand</b>"


def test_one_can_sign_out_on_a_phone(weir, signed_in):
    """The last one: it ends the session of all the others."""
    appear(signed_in, "phone", "light")
    signed_in.get(weir.url + "/app/library")
    signed_in.find_element(By.CSS_SELECTOR, ".account summary").click()
    wait(signed_in, expected.element_to_be_clickable((By.CSS_SELECTOR, ".account button"))).click()
    wait(signed_in, expected.url_contains("/app/sign-in"))
