"""The form of a new source in a browser: what the service is known to say is filled in, and a person clears it."""

import pytest
from selenium.webdriver.common.by import By

from browser import sign_in
from main_job import MainJob
from services.dam_wordpress import WordPress
from test_pages import SIZES, appear, chromium, shoot, signed_in, wait  # noqa: F401
from test_source_fields import connect
from test_work_pages import look
from weir_server import Weir, free_folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    settings = {"WEIR_EGRESS_ALLOW": "127.0.0.0/8"}
    server = Weir(free_folder(tmp_path_factory.mktemp("form")), settings).start()
    job = MainJob(server, tmp_path_factory.mktemp("files"))
    job.administrator = job.member = sign_in(server)
    job.service = WordPress()
    job.connection = connect(job, "wordpress", job.service)
    yield job
    assert server.stop() == 0
    job.service.close()


@pytest.fixture(scope="module")
def weir(filled):
    return filled.weir


def lines(driver) -> list[str]:
    found = driver.find_elements(By.ID, "mapping")
    return found[0].get_attribute("value").splitlines() if found else []


def middle(driver, selector):
    """An element, away from the header that stays at the top."""
    found = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found)
    return found


def test_the_lines_are_filled_in_fit_and_can_be_cleared(weir, filled, signed_in):
    look(signed_in, weir, f"/app/sources/new?connection={filled.connection}", "source-form-fields")
    wait(signed_in, lambda d: "alt_text = altText" in lines(d) and "text(title.rendered) = title" in lines(d))

    for size in SIZES:
        appear(signed_in, size, "light")
        middle(signed_in, "#mapping")
        shoot(signed_in, f"source-form-lines-{size}")
    appear(signed_in, "desk", "light")

    signed_in.find_element(By.ID, "name").send_keys("Press")
    signed_in.find_element(By.ID, "mapping").clear()
    middle(signed_in, "input[name=folder]").click()
    middle(signed_in, ".actions button.primary").click()
    wait(signed_in, lambda d: d.find_elements(By.TAG_NAME, "h1") and d.find_element(By.TAG_NAME, "h1").text == "Press")
    [made] = filled.call(filled.member, "GET", "/rest/v1/sources")["items"]
    assert made["rules"]["mapping"] == []
