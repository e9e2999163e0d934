"""A browser made of requests: follows forms on our pages as a person would, keeping cookies."""

from html.parser import HTMLParser
from urllib.parse import urljoin


class Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append({"action": attributes.get("action", ""), "method": attributes.get("method", "get"),
                               "fields": {}, "buttons": []})
        elif self.forms and tag == "input" and attributes.get("name"):
            if attributes.get("type") in ("checkbox", "radio") and "checked" not in attributes:
                return
            self.forms[-1]["fields"][attributes["name"]] = attributes.get("value", "")
        elif self.forms and tag == "button" and attributes.get("name"):
            self.forms[-1]["buttons"].append((attributes["name"], attributes.get("value", "")))


def forms(answer) -> list[dict]:
    parser = Forms()
    parser.feed(answer.text)
    return parser.forms


def form(answer, action_part: str) -> dict:
    found = [form for form in forms(answer) if action_part in form["action"]]
    assert found, f"no form to {action_part} on {answer.url} ({answer.status_code}):\n{answer.text[:1500]}"
    return found[0]


def submit(session, answer, action_part: str, **values):
    chosen = form(answer, action_part)
    return session.post(urljoin(answer.url, chosen["action"]), data=chosen["fields"] | values,
                        allow_redirects=values.pop("_follow", True))


def sign_in(weir, user=None):
    """A signed-in browser session."""
    user = user or weir.administrator
    session = weir.session()
    page = session.get(weir.url + "/app")
    answer = submit(session, page, "/app/sign-in", userName=user["userName"], password=user["password"])
    assert answer.status_code == 200, answer.text[:500]
    assert "Sign out" in answer.text
    return session
