"""The catalogue's pages in headless Chromium: at a desk and on a phone, in light and dark, by keyboard, and without scripts."""

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions as expected

from browser import sign_in
from test_pages import SIZES, appear, check, shoot, wait
from weir_server import Weir, free_folder

PAGES = {"catalogue": "connectors", "catalogue-filtered": "connectors?can=upload&tried=simulator",
         "catalogue-empty": "connectors?q=nothing+of+the+kind", "connector": "connectors/bynderConnector-v1.0",
         "connector-large": "connectors/mediavaletConnector-v1.0?q=upload"}


@pytest.fixture(scope="module")
def weir(tmp_path_factory):
    server = Weir(free_folder(tmp_path_factory.mktemp("catalogue"))).start()
    yield server
    assert server.stop() == 0


@pytest.fixture(scope="module")
def chromium(weir):
    options = webdriver.ChromeOptions()
    for argument in ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--ignore-certificate-errors",
                     "--hide-scrollbars", "--force-device-scale-factor=1"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.binary_location = "/usr/bin/chromium"
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    appear(driver, "desk", "light")
    driver.get(weir.url + "/app")
    wait(driver, expected.presence_of_element_located((By.ID, "userName")))
    driver.find_element(By.ID, "userName").send_keys(weir.administrator["userName"])
    driver.find_element(By.ID, "password").send_keys(weir.administrator["password"] + Keys.ENTER)
    wait(driver, expected.url_contains("/app/library"))
    yield driver
    driver.quit()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_catalogue_fits_and_is_clean(weir, chromium, page, size, theme):
    appear(chromium, size, theme)
    chromium.get(f"{weir.url}/app/{PAGES[page]}")
    check(chromium, page)
    shoot(chromium, f"{page}-{size}-{theme}")


@pytest.mark.parametrize("size", list(SIZES))
def test_an_action_opens_by_keyboard_and_says_what_it_takes(weir, chromium, size):
    appear(chromium, size, "light")
    chromium.get(f"{weir.url}/app/connectors/shopifyConnector-v1.0")
    chromium.find_element(By.CSS_SELECTOR, "#uploadFile summary").send_keys(Keys.ENTER)
    wait(chromium, lambda c: c.find_element(By.CSS_SELECTOR, "#uploadFile table").is_displayed())
    text = chromium.find_element(By.ID, "uploadFile").text
    assert "fileName" in text and "needed" in text and "stageUpload" in text
    chromium.execute_script("document.getElementById('uploadFile').scrollIntoView()")
    check(chromium, "an action")
    shoot(chromium, f"connector-action-{size}")


def test_the_catalogue_is_searched_and_filtered_and_the_address_keeps_it(weir, chromium):
    appear(chromium, "desk", "light")
    chromium.get(weir.url + "/app/connectors")
    everything = len(chromium.find_elements(By.CSS_SELECTOR, ".cards .card"))
    chromium.find_element(By.ID, "catalogue-text").send_keys("shop" + Keys.ENTER)
    wait(chromium, expected.url_contains("q=shop"))
    found = wait(chromium, lambda c: c.find_elements(By.CSS_SELECTOR, ".cards .card"))
    assert 0 < len(found) < everything
    assert "Shopify" in chromium.find_element(By.CSS_SELECTOR, ".cards").text
    chromium.find_element(By.LINK_TEXT, "Shopify").click()
    wait(chromium, expected.url_contains("/app/connectors/shopifyConnector-v1.0"))
    heading = wait(chromium, lambda c: c.find_element(By.TAG_NAME, "h1"))
    assert "Shopify" in heading.text
    connect = chromium.find_element(By.LINK_TEXT, "Connect")
    assert connect.get_attribute("href").endswith("/app/connections/new?connector=shopifyConnector-v1.0")


def test_it_works_without_scripts(weir):
    person = sign_in(weir)
    page = person.get(weir.url + "/app/connectors", params={"q": "asset", "can": "changes", "sign-in": "oauth2", "tried": ""})
    assert page.status_code == 200 and "Bynder" in page.text and "WordPress" not in page.text
    one = person.get(weir.url + "/app/connectors/contentfulConnector-v1.0")
    assert "Upload and publish asset" in one.text and "Content Management API" in one.text
    assert "/app/integrations/contentful" in one.text
    missing = person.get(weir.url + "/app/connectors/nowhereConnector-v1.0")
    assert missing.status_code == 404
