"""The flow editor in headless Chromium, mostly by keyboard: every test ends at what the server has."""

import json

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from test_pages import SIZES, appear, check, chromium, filled, shoot, signed_in, wait, weir  # noqa: F401

EMPTY = "name: Empty\nsteps: [{id: hello, set: {greeting: Hi}}]\n"
LOOP = """
name: Loop
steps:
  - id: list
    action: folderConnector-v1.0/listFiles
    input: {pattern: "**/*.jpg"}
  - id: each
    forEach: "{{ .steps.list.files }}"
    steps:
      - id: name
        action: weir/noop
        input: {name: "{{ .item.name }}"}
"""


def hundred_steps() -> str:
    steps = []
    for number in range(25):
        steps += [
            {"id": f"list{number}", "title": f"List folder {number}", "action": "folderConnector-v1.0/listFiles",
             "input": {"pattern": "**/*.jpg"}},
            {"id": f"each{number}", "forEach": f"{{{{ .steps.list{number}.files }}}}", "steps": [
                {"id": f"noop{number}", "action": "weir/noop", "input": {"name": "{{ .item.name }}"}},
                {"id": f"set{number}", "set": {f"v{number}": "{{ .index }}"}}]}]
    return json.dumps({"name": "A hundred steps", "steps": steps})


class Editor:
    """The editor's page as a person sees it."""

    def __init__(self, driver, filled):
        self.driver = driver
        self.filled = filled

    def open(self, source: str | None = None, flow: str | None = None, size="desk", theme="light") -> "Editor":
        appear(self.driver, size, theme)
        self.flow = flow or (self.filled.add_flow(source)["id"] if source else None)
        self.driver.get(f"{self.filled.weir.url}/app/flows/{self.flow or 'new'}")
        self.ready()
        return self

    def ready(self):
        wait(self.driver, lambda c: c.execute_script(
            "return (document.querySelector('flow-editor')?.store?.catalogue.actions.length ?? 0) > 0"))
        return self

    def saved(self) -> dict:
        """The flow as the server has it, with its draft's definition when there is one."""
        flow = self.filled.call(self.filled.member, "GET", f"/rest/v1/flows/{self.flow}")
        return flow | ({"definition": self.draft()["definition"]} if "draft" in flow else {})

    def draft(self) -> dict:
        return self.filled.call(self.filled.member, "GET", f"/rest/v1/flows/{self.flow}/draft")

    def press(self, label):
        wait(self.driver, lambda c: [b for b in c.find_elements(By.XPATH, f"//button[text()='{label}']") if b.is_displayed()])[-1].click()
        return self

    def document(self) -> dict:
        return json.loads(self.driver.execute_script("return JSON.stringify(document.querySelector('flow-editor').store.document)"))

    def ids(self) -> list[str]:
        return [item.get_attribute("data-step") for item in self.find_all("[role=treeitem][data-step]")]

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def step(self, name):
        return self.find(f"[data-step='{name}']")

    def focus(self, name):
        self.driver.execute_script("arguments[0].focus()", self.step(name))
        self.driver.execute_script("const e = document.querySelector('flow-editor'); e.tree.go(arguments[0])", self.step(name))
        return self

    def keys(self, *keys):
        """One key, with what is held down before it."""
        chain = ActionChains(self.driver)
        for held in keys[:-1]:
            chain.key_down(held)
        chain.send_keys(keys[-1])
        for held in keys[:-1]:
            chain.key_up(held)
        chain.perform()
        return self

    def escape(self):
        """Closes the dialog. It is gone a moment after the key: its `close` event comes by itself."""
        self.keys(Keys.ESCAPE)
        wait(self.driver, lambda c: not c.find_elements(By.CSS_SELECTOR, "dialog"))
        return self

    def choose(self, text):
        wait(self.driver, lambda c: c.find_elements(By.CSS_SELECTOR, "dialog.chooser [role=option]"))
        self.driver.switch_to.active_element.send_keys(text)
        wait(self.driver, lambda c: len(c.find_elements(By.CSS_SELECTOR, "dialog.chooser [role=option]")) > 0)
        self.keys(Keys.ENTER)
        wait(self.driver, lambda c: not c.find_elements(By.CSS_SELECTOR, "dialog.chooser"))
        return self

    def status(self, text):
        return wait(self.driver, lambda c: text in c.find_element(By.CSS_SELECTOR, "flow-editor .status").text)


@pytest.fixture
def editor(signed_in, filled):  # noqa: F811
    return Editor(signed_in, filled)


def test_a_flow_is_built_saved_and_run_by_keyboard(editor):
    editor.open()
    assert editor.find("h1").text == "New flow"
    editor.find("[role=treeitem]").click()
    editor.driver.execute_script("document.querySelector('flow-editor').closePanel()")
    editor.focus("list").keys("a").choose("set variables")
    assert editor.ids()[:2] == ["list", "set"]
    add = wait(editor.driver, lambda c: c.find_element(By.XPATH, "//*[contains(@class,'step-panel')]//button[text()='Add a name']"))
    add.click()
    value = wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "[data-field='set.name1'] textarea"))
    value.send_keys("hello")
    editor.keys(Keys.CONTROL, "s").status("Saved")
    editor.flow = editor.driver.current_url.rsplit("/", 1)[1]
    assert editor.saved()["definition"]["steps"][1] == {"id": "set", "set": {"name1": "hello"}}
    editor.keys(Keys.CONTROL, Keys.ENTER)
    wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, ".run-panel h3 .state").text == "Succeeded")
    assert editor.step("set").find_element(By.CSS_SELECTOR, ".state").text == "Done"
    assert "of" in editor.step("each").find_element(By.CSS_SELECTOR, ".count").text


def test_steps_are_moved_copied_pasted_removed_undone_and_redone(editor):
    editor.open(LOOP)
    editor.focus("list").keys(Keys.CONTROL, "c").focus("name").keys(Keys.CONTROL, "v")
    assert editor.ids() == ["list", "each", "name", "list-2"]
    editor.keys(Keys.ALT, Keys.ARROW_UP)
    assert editor.ids() == ["list", "each", "list-2", "name"]
    editor.keys(Keys.CONTROL, "d")
    assert editor.ids() == ["list", "each", "list-2", "list-3", "name"]
    editor.keys(Keys.DELETE)
    editor.keys(Keys.CONTROL, "z").keys(Keys.CONTROL, "z").keys(Keys.CONTROL, "z").keys(Keys.CONTROL, "z")
    assert editor.ids() == ["list", "each", "name"]
    assert "Version 1" in editor.find(".editor-title").text
    editor.keys(Keys.CONTROL, "y")
    assert editor.ids() == ["list", "each", "name", "list-2"]


def test_a_step_is_dragged(editor):
    editor.open(LOOP)
    editor.driver.execute_script("""
        const [from, to] = [document.querySelector("[data-step=list] .row"), document.querySelector("[data-step=name]")];
        const box = to.querySelector(".row").getBoundingClientRect();
        const transfer = new DataTransfer();
        const tell = (element, type, y) => element.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: transfer, clientY: y}));
        tell(from, "dragstart", 0);
        tell(to.querySelector(".row"), "dragover", box.bottom - 2);
        tell(to.querySelector(".row"), "drop", box.bottom - 2);""")
    assert editor.ids() == ["each", "name", "list"]
    assert editor.document()["steps"][0]["steps"][1]["id"] == "list"


def test_an_expression_is_previewed_on_the_last_run(editor, filled):  # noqa: F811
    editor.open(LOOP)
    filled.finish(filled.run({"id": editor.flow}, **{"a": 1}))
    editor.driver.refresh()
    editor.ready().focus("name").keys(Keys.ENTER)
    preview = wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "[data-field='input.name'] .preview").text)
    assert preview == "= picture-0.jpg"
    area = editor.find("[data-field='input.name'] textarea")
    area.clear()
    area.send_keys(Keys.CONTROL, " ")
    editor.choose("item.path")
    wait(editor.driver, lambda c: "picture-0.jpg" in c.find_element(By.CSS_SELECTOR, "[data-field='input.name'] .preview").text)
    area = editor.find("[data-field='input.name'] textarea")
    area.send_keys(Keys.END + " {{ .steps.nothing | error")
    shoot(editor.driver, "editor-preview-desk-light")


UPLOADING = """
name: Picked
steps:
  - id: upload
    action: mediavaletConnector-v1.0/uploadAsset
    connection: MediaValet
    input: {file: "{{ .trigger.file }}", categories: [], attributes: {}}
  - id: under
    action: mediavaletConnector-v1.0/createCategory
    connection: MediaValet
    input: {name: Inner, parentId: ""}
"""


def test_categories_and_attributes_are_chosen_from_what_the_connection_has(editor, filled):  # noqa: F811
    attributes = filled.administrator.post(
        filled.weir.url + "/attributes", json={"name": "Product number", "attributeType": "Text"},
        headers={"x-mv-api-version": "1.2", "Origin": filled.weir.url})
    assert attributes.status_code == 201, attributes.text
    editor.open(UPLOADING)
    editor.focus("upload").keys(Keys.ENTER)
    wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "button[aria-label='Choose for Categories']")).click()
    editor.choose("From folders")
    name = wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "[data-field='input.categories[0]'] .preview").text)
    assert name == "= \\Library\\From folders"
    shoot(editor.driver, "editor-options-desk-light")
    editor.press("Choose a name").choose("Product number")
    wait(editor.driver, lambda c: c.find_elements(By.CSS_SELECTOR, "[data-field='input.attributes'] .map-row"))
    editor.focus("under").keys(Keys.ENTER)
    editor.press("Choose").choose("From folders")
    editor.keys(Keys.CONTROL, "s").status("Saved")
    steps = editor.saved()["definition"]["steps"]
    known = filled.member.get(filled.weir.url + "/categories", headers={"x-mv-api-version": "1.2"}).json()["payload"]
    category = [one["id"] for one in known if one["tree"]["name"] == "From folders"]
    assert steps[0]["input"]["categories"] == category
    assert list(steps[0]["input"]["attributes"]) == [attributes.json()["payload"]["id"]]
    assert steps[1]["input"]["parentId"] == category[0]


def test_a_loop_goes_through_the_pages_of_an_action_that_was_chosen_in_a_form(editor, filled):  # noqa: F811
    editor.open(LOOP.replace("{{ .steps.list.files }}", "{{ [] }}").replace("{{ .item.name }}", "{{ .item.title }}"))
    editor.focus("each").keys(Keys.ENTER)
    source = wait(editor.driver, lambda c: c.find_element(By.XPATH, "//label[text()='Items from']/following-sibling::select"))
    Select(source).select_by_visible_text("An action that lists, page by page")
    editor.choose("Search assets")
    field = wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "[data-field='forEach.input.search'] input"))
    assert Select(editor.find("[data-field='forEach.connection'] select")).first_selected_option.text == "MediaValet"
    field.send_keys("Picture")
    shoot(editor.driver, "editor-lister-desk-light")
    editor.keys(Keys.CONTROL, "s").status("Saved")
    loop = editor.saved()["definition"]["steps"][1]
    assert loop["forEach"] == {"action": "mediavaletConnector-v1.0/searchAssets", "connection": "MediaValet",
                               "input": {"search": "Picture"}}
    editor.keys(Keys.CONTROL, Keys.ENTER)
    wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, ".run-panel h3 .state").text == "Succeeded")
    run = filled.call(filled.member, "GET", f"/rest/v1/runs?flow={editor.flow}")["items"][0]
    titles = [one["name"] for one in run["output"]]
    assert len(titles) >= 5 and all(titles), titles
    editor.focus("each").keys(Keys.ENTER)
    source = wait(editor.driver, lambda c: [one for one in c.find_elements(
        By.XPATH, "//label[text()='Items from']/following-sibling::select") if one.is_displayed()])[0]
    Select(source).select_by_visible_text("A list")
    wait(editor.driver, lambda c: c.find_elements(By.CSS_SELECTOR, "[data-field=forEach] textarea"))
    assert editor.document()["steps"][1]["forEach"] == "{{ [] }}"


def test_a_step_is_tested_and_its_output_pinned(editor, filled):  # noqa: F811
    editor.open(LOOP)
    editor.focus("list").keys("t")
    editor.status("The test succeeded")
    runs = filled.call(filled.member, "GET", f"/rest/v1/runs?flow={editor.flow}")["items"]
    assert [run["trigger"] for run in runs] == ["test"]
    editor.keys("p").status("Pinned")
    pins = filled.call(filled.administrator, "GET", f"/rest/v1/flows/{editor.flow}/pins")["pins"]
    assert len(pins["list"]["files"]) == 6
    assert filled.call(filled.member, "GET", f"/rest/v1/flows/{editor.flow}/pins")["pins"] == {}, "a pin is a person's own"
    editor.focus("each").keys(Keys.ENTER)
    preview = wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "[data-field=forEach] .preview").text)
    assert preview == "= 6 items"


def test_the_tree_and_the_yaml_show_the_same_flow(editor):
    editor.open(LOOP)
    editor.focus("list").keys(Keys.CONTROL, "e")
    area = wait(editor.driver, lambda c: c.find_element(By.ID, "yaml").get_attribute("value") and c.find_element(By.ID, "yaml"))
    area.send_keys(Keys.CONTROL, Keys.END)
    area.send_keys("\n  - id: more\n  set: {a: 1}\n")
    editor.driver.execute_script(
        "const y = document.querySelector('#yaml'); y.value = y.value.replace(/\\n *- id: more[^]*/, '\\n  - id: more\\n    set: {a: 1}\\n');"
        "y.dispatchEvent(new Event('input', {bubbles: true}))")
    wait(editor.driver, lambda c: editor.ids() == ["list", "each", "name", "more"])
    editor.keys(Keys.CONTROL, "e").focus("list").keys(Keys.DELETE).keys(Keys.CONTROL, "e")
    wait(editor.driver, lambda c: "id: list\n" not in c.find_element(By.ID, "yaml").get_attribute("value"))
    editor.driver.execute_script(
        "const y = document.querySelector('#yaml'); y.value = 'name: [';y.dispatchEvent(new Event('input', {bubbles: true}))")
    wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, ".yaml .problem").text)
    assert editor.document()["steps"][0]["id"] == "each", "what can't be read changes nothing"
    editor.driver.get_log("browser")


def test_unsaved_changes_come_back_after_a_reload(editor, filled):  # noqa: F811
    editor.open(LOOP)
    editor.focus("list").keys(Keys.CONTROL, "d")
    editor.driver.refresh()
    editor.ready()
    assert editor.ids() == ["list", "list-2", "each", "name"]
    filled.call(filled.member, "PUT", f"/rest/v1/flows/{editor.flow}", json={"source": LOOP.replace("Loop", "Theirs")})
    editor.driver.refresh()
    editor.ready()
    assert editor.find("h1").text == "Theirs"
    assert "made on an older state" in editor.find("flow-editor .notice").text
    editor.driver.find_element(By.XPATH, "//flow-editor//button[text()='Take mine']").click()
    assert editor.find("h1").text == "Loop"
    editor.keys(Keys.CONTROL, "z")


def test_somebody_elses_work_isnt_written_over_in_silence(editor, filled):  # noqa: F811
    editor.open(LOOP)
    editor.focus("list").keys(Keys.CONTROL, "d")
    theirs = {"source": LOOP.replace("Loop", "Theirs")}
    filled.call(filled.member, "PUT", f"/rest/v1/flows/{editor.flow}/draft", json=theirs)
    editor.keys(Keys.CONTROL, "s")
    assert "draft" in wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "dialog p")).text
    editor.escape()
    assert editor.saved()["definition"]["name"] == "Theirs"
    editor.keys(Keys.CONTROL, "s").press("Save mine").status("Saved")
    assert editor.saved()["definition"]["name"] == "Loop"
    filled.call(filled.member, "PUT", f"/rest/v1/flows/{editor.flow}", json=theirs)
    editor.press("Publish")
    assert "version 2" in wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "dialog p")).text
    editor.press("Publish mine").status("Published as version 3")
    editor.driver.get_log("browser")  # where it stands that the answers were 409


def test_a_draft_is_published_compared_and_taken_back(editor, filled):  # noqa: F811
    editor.open(LOOP)
    editor.focus("each").keys(Keys.DELETE)
    editor.press("Publish").status("Published as version 2")
    assert len(editor.saved()["definition"]["steps"]) == 1
    editor.keys(Keys.CONTROL, "z").keys(Keys.CONTROL, "s").status("Saved")
    editor.press("Versions").press("Compare")
    differences = wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, ".differences").text)
    assert "Added" in differences and "each" in differences
    shoot(editor.driver, "editor-versions-desk-light")
    editor.press("Publish again").press("Publish").status("published again")
    versions = filled.call(filled.member, "GET", f"/rest/v1/flows/{editor.flow}/versions")["items"]
    assert [version["number"] for version in versions] == [3, 2, 1]


def test_a_flow_that_cant_run_is_saved_but_not_published(editor):
    editor.open(EMPTY)
    editor.focus("hello").keys("a").choose("if")
    editor.keys(Keys.CONTROL, "s").status("Saved")
    editor.press("Publish").status("can't be published yet")
    assert editor.saved()["version"] == 1
    assert editor.step("if").find_element(By.CSS_SELECTOR, ".badge").is_displayed()
    editor.driver.get_log("browser")  # where it stands that the answer was a 400


def test_what_is_wrong_stands_at_the_step_and_the_field(editor):
    editor.open(LOOP)
    editor.focus("name").keys(Keys.ENTER)
    area = wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "[data-field='input.name'] textarea"))
    area.send_keys(Keys.CONTROL, "a")
    area.send_keys("{{ .stepz.x }}")
    wait(editor.driver, lambda c: 'no ".stepz"' in c.find_element(By.CSS_SELECTOR, "[data-field='input.name'] .problem").text)
    assert editor.step("name").find_element(By.CSS_SELECTOR, ".badge").is_displayed()
    assert "1 thing to correct" in editor.find(".editor-title").text
    shoot(editor.driver, "editor-problem-desk-light")
    editor.driver.execute_script("localStorage.clear()")


def test_the_sheet_of_keys_opens_and_closes(editor):
    editor.open(LOOP)
    editor.focus("list").keys("?")
    assert "Duplicate" in wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, "dialog.keys")).text
    shoot(editor.driver, "editor-keys-desk-light")
    editor.escape()
    assert editor.driver.switch_to.active_element.get_attribute("data-step") == "list"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("which", ["new", "main", "hundred"])
def test_the_editor_fits_and_is_clean(editor, filled, which, size, theme):  # noqa: F811
    editor.driver.execute_script("localStorage.clear()")
    if which == "hundred":
        editor.open(hundred_steps(), size=size, theme=theme)
        assert len(editor.ids()) == 100
    else:
        editor.open(flow=filled.flow["id"] if which == "main" else None, size=size, theme=theme)
    check(editor.driver, f"editor {which}")
    shoot(editor.driver, f"editor-{which}-{size}-{theme}")
    first = editor.ids()[1 if which == "main" else 0]
    editor.focus(first).keys(Keys.ENTER)
    wait(editor.driver, lambda c: c.find_elements(By.CSS_SELECTOR, ".step-panel [data-field=id]"))
    check(editor.driver, f"editor {which} with a step")
    shoot(editor.driver, f"editor-{which}-step-{size}-{theme}")


def test_every_target_is_large_enough_for_a_finger(editor):
    editor.open(LOOP, size="phone")
    editor.focus("list").keys(Keys.ENTER)
    small = editor.driver.execute_script("""
        return [...document.querySelectorAll("flow-editor button, flow-editor [role=treeitem] > .row, flow-editor select, flow-editor input")]
          .filter(e => e.offsetParent && e.getBoundingClientRect().height < 40 && e.type !== "checkbox" && !e.closest(".heading-row"))
          .map(e => e.outerHTML.slice(0, 120))""")
    assert not small


COMMENTED = """# Why this flow is there.
name: Commented
steps:
  # The only step.
  - id: hello
    set: {greeting: Hi} # kept
"""


def test_comments_are_kept_in_the_text_and_their_loss_is_told_in_the_tree(editor):
    editor.open(COMMENTED)
    editor.focus("hello").keys(Keys.CONTROL, "e")
    wait(editor.driver, lambda c: c.find_element(By.ID, "yaml").get_attribute("value") == COMMENTED)
    editor.driver.execute_script(
        "const y = document.querySelector('#yaml'); y.value = y.value.replace('only step', 'first step');"
        "y.dispatchEvent(new Event('input', {bubbles: true}))")
    wait(editor.driver, lambda c: "Unsaved" in c.find_element(By.CSS_SELECTOR, ".editor-title .state").text)
    editor.keys(Keys.CONTROL, "s").status("Saved")
    assert editor.draft()["source"] == COMMENTED.replace("only step", "first step")
    editor.press("Publish").status("Published as version 2")
    editor.driver.refresh()
    editor.ready()
    assert not editor.find(".notice.warning").is_displayed()
    editor.focus("hello").keys(Keys.CONTROL, "d")
    wait(editor.driver, lambda c: "drops the comments" in c.find_element(By.CSS_SELECTOR, ".notice.warning").text)
    shoot(editor.driver, "editor-comments-desk-light")
    editor.keys(Keys.CONTROL, "z")
    wait(editor.driver, lambda c: not c.find_element(By.CSS_SELECTOR, ".notice.warning").is_displayed())
    editor.driver.execute_script("localStorage.clear()")


def test_without_scripts_the_flow_is_a_text_that_is_saved_as_a_draft_and_published(editor):
    editor.open(COMMENTED)
    editor.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        editor.driver.refresh()
        area = editor.find("#definition")
        assert area.is_displayed() and area.get_attribute("value") == COMMENTED
        area.send_keys("# the end")
        editor.driver.find_element(By.XPATH, "//button[text()='Save draft']").click()
        wait(editor.driver, lambda c: "Saved as a draft" in c.page_source)
        assert editor.find("#definition").get_attribute("value").endswith("# the end")
        flow = editor.saved()
        assert flow["version"] == 1 and "draft" in flow
        editor.find("#definition").send_keys("\nnobody: knows this")
        editor.driver.find_element(By.XPATH, "//button[text()='Publish']").click()
        wait(editor.driver, lambda c: "can't be published yet" in c.page_source)
        assert "nobody" in editor.find(".notice.danger").text
        assert editor.saved()["version"] == 1
        area = editor.find("#definition")
        area.clear()
        area.send_keys(COMMENTED)
        editor.driver.find_element(By.XPATH, "//button[text()='Publish']").click()
        wait(editor.driver, lambda c: "Published." in c.page_source)
        assert editor.saved()["version"] == 2
    finally:
        editor.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_flow_has_its_settings(editor):
    editor.open(EMPTY)
    Select(editor.find(".trigger select")).select_by_visible_text("Schedule")
    wait(editor.driver, lambda c: len(c.find_elements(By.CSS_SELECTOR, ".firings li")) >= 3)
    Select(editor.find(".trigger > select")).select_by_visible_text("Webhook")
    address = wait(editor.driver, lambda c: c.find_element(By.CSS_SELECTOR, ".trigger copy-field input").get_attribute("value"))
    assert "/hooks/" in address
    editor.driver.find_element(By.XPATH, "//button[text()='Add a field']").click()
    editor.keys(Keys.CONTROL, "s").status("Saved")
    definition = editor.saved()["definition"]
    assert definition["trigger"] == "webhook"
    assert definition["input"] == {"type": "object", "properties": {"field1": {"type": "string"}}}
