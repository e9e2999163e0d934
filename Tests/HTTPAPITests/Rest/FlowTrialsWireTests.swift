import Core
import Flows
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

/// What the flow builder asks, over HTTP: previews, tests of one step, pins, the document in both forms.
@Suite struct FlowTrialsWireTests {
  private static let loop = """
    name: Loop
    steps:
      - {id: list, action: weir/noop, input: {files: [{name: a, password: p4ss}, {name: b}]}}
      - {id: keep, set: {kept: "{{ .steps.list.files | length }}"}}
      - id: each
        forEach: "{{ .steps.list.files }}"
        steps:
          - {id: one, action: weir/noop, input: {name: "{{ .item.name }}"}}
          - {id: two, action: weir/noop, input: {name: "{{ .steps.one.name }}"}}
    """

  @Test(arguments: StoreEngine.tested)
  func aPreviewSeesWhatTheStepWouldHaveSeen(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let run = try await harness.finished(Self.loop, input: ["who": "Ada"])
      func preview(_ template: JSONValue, index: Int = 0) async throws -> JSONValue? {
        try await harness.send(
          .post, "/rest/v1/flows/preview", as: "read",
          [
            "template": template, "run": .string(run), "visible": ["list", "keep", "one"],
            "loops": [["step": "each", "as": "file", "index": JSONValue(index)]],
          ]
        ).json
      }
      #expect(try await preview("{{ .steps.one.name }}")?["value"] == "a")
      #expect(try await preview("{{ .steps.one.name }}", index: 1)?["value"] == "b")
      #expect(try await preview("{{ .item.name }} of {{ .vars.kept }}", index: 1)?["value"] == "b of 2")
      #expect(try await preview("{{ .vars.file.name }}")?["value"] == "a")
      #expect(try await preview(["x": "{{ .trigger.who }}", "y": 1])?["value"] == ["x": "Ada", "y": 1])
      #expect(try await preview("{{ .steps.list.files[0] | to_entries | map(.value) }}")?["value"] == ["a", "•••"])
      #expect(try await preview("{{ .item | error(\"no\") }}")?["failure"]?["code"] == "expression_failed")
      #expect(try await preview("{{ .item | nonsense }}")?["problems"]?.arrayValue?.count == 1)
      #expect(try await preview("{{ }}")?["problems"]?.arrayValue?.count == 1)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aStepIsTestedOnceAsARunOfItsOwn(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let path = try await harness.make(Self.loop)
      let step: JSONValue = ["id": "one", "action": "weir/noop", "input": ["name": "{{ .steps.list.files[0] }}"]]
      let blind = try await harness.send(.post, path + "/test", ["step": step, "visible": ["list"]])
      #expect(blind.status == .accepted)
      let pin = path + "/pins/list"
      #expect(try await harness.send(.put, pin, ["output": ["files": ["{{ not evaluated }}"]]]).status == .noContent)
      let started = try await harness.send(.post, path + "/test", ["step": step, "visible": ["list"]])
      #expect(started.json?["trigger"] == "test")
      let run = try #require(started.headers[.location])
      try await harness.working { _ = try await harness.send(.get, run + "/events") }
      let log = try await harness.send(.get, run + "/log").json
      #expect(log?["run"]?["state"] == "succeeded")
      #expect(log?["entries"]?.arrayValue?.count == 1)
      #expect(log?["entries"]?[0]?["output"] == ["name": "{{ not evaluated }}"])
      #expect(try await harness.send(.get, path + "/pins").json?["pins"]?["list"] != nil)
      #expect(try await harness.send(.delete, pin).status == .noContent)
      #expect(try await harness.send(.get, path + "/pins").json?["pins"] == [:])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aDraftIsRunWithoutBeingPublished(engine: StoreEngine) async throws {
    try await FlowsHarness.run(engine) { harness in
      let made = try await harness.send(.post, "/rest/v1/flows", ["draft": true, "source": .string(Self.loop)])
      let path = try #require(made.headers[.location])
      let draft: JSONValue = [
        "name": "Draft", "input": ["type": "object", "required": ["who"], "properties": ["who": ["type": "string"]]],
        "steps": [["id": "a", "action": "weir/noop", "input": ["who": "{{ .trigger.who }}"]]],
      ]
      let refused = try await harness.send(.post, path + "/trial", ["definition": draft])
      #expect(refused.status == .badRequest && refused.json?["code"] == "run_input_invalid")
      let started = try await harness.send(.post, path + "/trial", ["definition": draft, "input": ["who": "Ada"]])
      let run = try #require(started.headers[.location])
      try await harness.working { _ = try await harness.send(.get, run + "/events") }
      #expect(try await harness.send(.get, run + "/log").json?["entries"]?[0]?["output"] == ["who": "Ada"])
      #expect(try await harness.send(.get, path).json?["published"] == false)
      #expect(try await harness.send(.get, path + "/versions").json?["items"] == [])
      let published = try await harness.send(.post, path + "/publish", [:])
      #expect(published.json?["version"] == 1)
      let first = try await harness.send(.get, path + "/versions/1").json
      #expect(first?["definition"]?["name"] == "Loop", "what was tried isn't what is published")
    }
  }

  @Test func aStepThatCantRunIsntTested() async throws {
    try await FlowsHarness.run(.sqlite) { harness in
      let path = try await harness.make(Self.loop)
      let unknown = try await harness.send(.post, path + "/test", ["step": ["id": "a", "action": "weir/nop"]])
      #expect(unknown.status == .badRequest && unknown.json?["code"] == "flow_invalid")
      let control = try await harness.send(.post, path + "/test", ["step": ["id": "a", "set": ["a": 1]]])
      #expect(control.status == .badRequest)
      let failing: JSONValue = ["id": "a", "action": "weir/noop", "input": ["x": "{{ error(\"no\") }}"]]
      let refused = try await harness.send(.post, path + "/test", ["step": failing])
      #expect(refused.status == .badRequest && refused.json?["code"] == "step_input_failed")
      #expect(try await harness.send(.post, path + "/test", as: "read", ["step": failing]).status == .forbidden)
      #expect(try await harness.send(.put, path + "/pins/a", as: "read", ["output": 1]).status == .forbidden)
      #expect(try await harness.send(.get, path + "/pins", as: "stranger").status == .notFound)
    }
  }

  @Test func aDocumentComesBackInBothForms() async throws {
    try await FlowsHarness.run(.sqlite) { harness in
      let converted = try await harness.send(.post, "/rest/v1/flows/convert", ["source": .string(Self.loop)]).json
      #expect(converted?["definition"]?["steps"]?[2]?["id"] == "each")
      let source = try #require(converted?["source"])
      let again = try await harness.send(.post, "/rest/v1/flows/convert", ["source": source]).json
      #expect(again?["definition"] == converted?["definition"])
      #expect(try await harness.send(.post, "/rest/v1/flows/convert", ["source": "name: ["]).status == .badRequest)
      #expect(try await harness.send(.post, "/rest/v1/flows/convert", as: nil, ["source": "a"]).status == .unauthorized)
    }
  }
}

extension FlowsHarness {
  /// Makes a flow and runs it to its end.
  /// - Returns: the run's id.
  fileprivate func finished(_ source: String, input: JSONValue) async throws -> String {
    let path = try await make(source)
    let started = try await send(.post, path + "/runs", ["input": input])
    let run = try #require(started.headers[.location])
    try await working { _ = try await send(.get, run + "/events") }
    return try #require(started.json?["id"]?.stringValue)
  }
}
