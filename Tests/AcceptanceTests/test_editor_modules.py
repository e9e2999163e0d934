"""The editor's modules that touch no page, in the browser they are made for."""

import json

import pytest

from test_pages import chromium, filled, signed_in, weir  # noqa: F401

DOCUMENT = {
    "name": "n",
    "steps": [
        {"id": "a", "set": {"x": 1}},
        {"id": "c", "if": "{{ .steps.a }}", "then": [{"id": "d", "set": {"y": "{{ .steps.a.x }}"}}]},
        {"id": "e", "forEach": "{{ [] }}", "steps": [{"id": "f", "set": {"z": 1}}, {"id": "g", "set": {"q": 1}}]},
    ],
}


@pytest.fixture(scope="module")
def module(weir, signed_in):  # noqa: F811
    signed_in.get(weir.url + "/app/flows/new")

    def call(name, code, *arguments):
        """Runs `code` with the module as `m` and the arguments as `a`; what it returns comes back as JSON."""
        answer = signed_in.execute_async_script(
            f"const [a, done] = [JSON.parse(arguments[0]), arguments[1]];"
            f"import('/app/editor/test/{name}.js').then(m => JSON.stringify((() => {{ {code} }})() ?? null))"
            f".then(done, error => done('!' + error.stack))", json.dumps(arguments))
        assert not answer.startswith("!"), answer
        return json.loads(answer)

    return call


def test_steps_are_walked_in_reading_order(module):
    assert module("document", "return m.walk(a[0]).map(e => e.step.id)", DOCUMENT) == list("acdefg")
    assert module("document", "return m.find(a[0], 'g').place", DOCUMENT) == ["steps", 2, "steps", 1]


@pytest.mark.parametrize("start, target, order, place", [
    (["steps", 0], ["steps", 1, "then", 1], "cdaefg", ["steps", 0, "then", 1]),
    (["steps", 0], ["steps", 2], "cdaefg", ["steps", 1]),
    (["steps", 2, "steps", 1], ["steps", 0], "gacdef", ["steps", 0]),
])
def test_a_step_is_moved(module, start, target, order, place):
    moved = module("document", "const r = m.move(a[0], a[1], a[2]); return [m.walk(r.document).map(e => e.step.id), r.place]",
                   DOCUMENT, start, target)
    assert moved == [list(order), place]


def test_a_step_is_never_moved_into_itself(module):
    assert module("document", "return m.move(a[0], ['steps', 1], ['steps', 1, 'then', 0])", DOCUMENT) is None


@pytest.mark.parametrize("place, direction, target", [
    (["steps", 0], 1, ["steps", 1, "then", 0]), (["steps", 1, "then", 0], 1, ["steps", 1, "else", 0]),
    (["steps", 2, "steps", 0], -1, ["steps", 2]), (["steps", 2, "steps", 1], 1, ["steps", 3]), (["steps", 0], -1, None),
])
def test_keys_lead_a_step_into_and_out_of_others(module, place, direction, target):
    assert module("document", "return m.neighbour(a[0], a[1], a[2])", DOCUMENT, place, direction) == target


def test_expressions_follow_a_renamed_step(module):
    renamed = module("document", "return m.renamed(a[0], 'a', 'a-b')", DOCUMENT)
    assert renamed["steps"][0]["id"] == "a-b"
    assert renamed["steps"][1]["if"] == '{{ .steps["a-b"] }}'
    assert renamed["steps"][1]["then"][0]["set"]["y"] == '{{ .steps["a-b"].x }}'


def test_a_copy_has_names_of_its_own(module):
    copy = module("document", "return m.withFreshIds(a[0].steps[2], m.ids(a[0]))", DOCUMENT)
    assert [copy["id"], copy["steps"][0]["id"], copy["steps"][1]["id"]] == ["e-2", "f-2", "g-2"]


def test_only_what_is_done_by_then_can_be_seen(module):
    seen = module("document", "const s = m.scopeAt(a[0], a[1]); return [s.visible.map(x => x.id), s.loops.map(x => x.id)]",
                  DOCUMENT, ["steps", 2, "steps", 1])
    assert seen == [["a", "c", "d", "f"], ["e"]]


def test_an_empty_way_goes_with_its_last_step(module):
    left = module("document", "const d = m.put(a[0], ['steps', 1, 'else'], [{id: 'z', stop: {}}]);"
                  "return m.remove(d, ['steps', 1, 'else', 0]).steps[1]", DOCUMENT)
    assert "else" not in left


def test_words_are_undone_as_words(module):
    assert module("history", "const h = new m.History(1); h.push(2, 'a', 'k', 0); h.push(3, 'a', 'k', 100);"
                  "h.push(4, 'b'); h.undo(); const one = h.document; h.undo(); return [one, h.document, h.redo()]") == [3, 1, "a"]


def test_braces_inside_of_an_expression_dont_end_it(module):
    pieces = module("expressions", "return m.split(a[0]).map(p => p.text)", 'a {{ {"x": "}}"} }} b')
    assert pieces == ["a ", '{"x": "}}"}', " b"]
    assert module("expressions", "return m.insertPath('', 0, 0, '.a').text") == "{{ .a }}"
    assert module("expressions", "return m.insertPath('{{ . | }}', 7, 7, '.steps.a').text") == "{{ . | .steps.a}}"


@pytest.mark.parametrize("schema, control", [
    ({"type": "string"}, "text"), ({"type": ["string", "null"]}, "text"), ({"type": "integer"}, "number"),
    ({"enum": ["a"]}, "enum"), ({"type": "boolean"}, "boolean"), ({"type": "array"}, "array"), ({"type": "object"}, "map"),
    ({"type": "object", "properties": {"a": {}}}, "object"), ({}, "json"), ({"format": "file"}, "file"),
    ({"oneOf": [{"type": "string"}, {"type": "object"}]}, "variant"),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text"),
    ({"$ref": "#/$defs/x", "$defs": {"x": {"type": "integer"}}}, "number"),
])
def test_a_schema_chooses_its_control(module, schema, control):
    assert module("schema", "return m.controlOf(a[0])", schema) == control


def test_unknown_members_of_a_value_are_shown(module):
    fields = module("schema", "return m.fieldsOf(a[0], {z: 1}).map(f => f.name)",
                    {"type": "object", "required": ["b"], "properties": {"a": {}, "b": {}}})
    assert fields == ["b", "a", "z"]


def test_triggers_are_written_as_short_as_they_can_be(module):
    code = "return m.withTriggers({name: 'x', triggers: ['manual'], steps: []}, a[0])"
    assert module("triggers", code, [{"kind": "webhook", "settings": {}}]) == {"name": "x", "trigger": "webhook", "steps": []}
    assert module("triggers", code, [{"kind": "manual"}, {"kind": "schedule", "settings": {"every": "1h"}}])["triggers"] == [
        "manual", {"schedule": {"every": "1h"}}]


def test_unsaved_changes_know_what_they_were_made_on(module):
    code = ("const kept = new Map(); const storage = {getItem: k => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v),"
            "removeItem: k => kept.delete(k)}; const d = new m.Drafts(storage, 'f', () => 5);"
            "d.keep({a: 1}, 3); return [d.read({a: 2}, 3), d.read({a: 2}, 4), d.read({a: 1}, 3) ?? null]")
    same, other, saved = module("drafts", code)
    assert same == {"document": {"a": 1}, "base": 3, "at": 5, "isConflict": False}
    assert other["isConflict"] and saved is None


def test_a_loop_counts_its_rounds(module):
    entries = [
        {"path": "e", "step": "e", "kind": "forEach", "state": "running", "input": [1, 2, 3], "startedAt": "2026-01-01T00:00:00Z"},
        {"path": "e[0]", "step": "", "kind": "item", "state": "succeeded", "endedAt": "x", "startedAt": "x"},
        {"path": "e[1]", "step": "", "kind": "item", "state": "failed", "endedAt": "x", "startedAt": "x"}]
    rounds = module("run-state", "const s = new m.RunState(); s.add({run: {}, entries: a[0]}); return s.summary('e').rounds", entries)
    assert rounds == {"done": 2, "failed": 1, "total": 3}
