import Core
import Testing

@testable import Flows

/// What is said about documents that can't run.
@Suite struct FlowReaderTests {
  @Test func yamlAndJSONAreTheSameModel() throws {
    let yaml = try FlowDocument.parse(
      """
      name: Copy
      trigger: {schedule: {cron: "0 6 * * 1-5", timeZone: Europe/Berlin}}
      steps:
        - id: list
          action: folderConnector-v1.0/listFiles
          connection: Pictures
          input: {path: "{{ .trigger.folder }}", deep: yes, count: 010, ratio: 1.5}
      """)
    let json = try FlowDocument.parse(yaml.serialized())
    #expect(yaml == json)
    #expect(yaml["steps"]?[0]?["input"]?["deep"] == "yes")
    #expect(FlowReader.read(yaml).problems == [])
    #expect(FlowReader.read(yaml).definition == FlowReader.read(json).definition)
  }

  @Test func aDocumentWrittenAsYAMLReadsBackTheSame() throws {
    let document: JSONValue = [
      "name": "Odd: values",
      "steps": [["id": "a", "set": ["a": "true", "b": "12", "c": "", "d": "x\ny", "e": .null]]],
    ]
    #expect(try FlowDocument.parse(FlowDocument.yaml(document)) == document)
  }

  @Test func everyProblemIsToldWithStepAndField() throws {
    let document = try FlowDocument.parse(
      """
      nmae: Misspelt
      trigger: {schedule: {cron: "0 0 30 2 *"}}
      steps:
        - {id: a, action: nonsense, inptu: 1}
        - {id: a, set: {}}
        - {action: x/y}
        - {id: c, forEach: 3, steps: []}
        - {id: d, dance: yes}
        - {id: e, if: "{{ .item | ( }}", then: [{id: f, action: x/y, timeout: soon, retry: {maxAttempts: 0}}]}
        - {id: g, action: x/y, input: {path: "{{ env.HOME }}"}}
        - {id: h, action: x/y, set: {a: 1}}
        - {id: i, action: x/y, input: "{{ .steps.list"}
      """)
    let problems = FlowReader.read(document).problems.map { "\($0.step ?? "-") \($0.field)" }
    #expect(
      Set(problems) == [
        "- nmae", "- name", "- trigger.schedule.cron", "a inptu", "a action", "a id", "a set", "steps[2] id",
        "c forEach", "c steps", "d dance", "e if", "f timeout", "f retry.maxAttempts", "g input.path", "h set",
        "i input",
      ])
    #expect(FlowReader.read(document).problems.allSatisfy { !$0.message.isEmpty && !$0.advice.isEmpty })
  }

  @Test func stepsNestedTooDeeplyAreRefused() {
    var steps: JSONValue = [["id": "s0", "action": "x/y"]]
    for depth in 1...9 { steps = [["id": .string("s\(depth)"), "forEach": [1], "steps": steps]] }
    let problems = FlowReader.read(["name": "Deep", "steps": steps]).problems
    #expect(problems.contains { $0.message.contains("nested") })
  }

  @Test func aBombOfAliasesIsRefused() {
    var text = "name: Bomb\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 {
      text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
    }
    #expect(throws: FlowError.self) { try FlowDocument.parse(text) }
  }

  @Test(arguments: ["{{ .foo.bar }}", "{{ .step.list }}"])
  func aPartThatTheContextDoesntHaveIsNamed(text: String) {
    var reader = TemplateReader()
    _ = reader.read(.string(text), step: "a", field: "input")
    #expect(reader.problems.count == 1)
  }

  @Test func spansOfTimeAreRead() {
    #expect(DurationText.parse("1500ms") == .milliseconds(1500))
    #expect(DurationText.parse("2h") == .seconds(7200))
    #expect(DurationText.parse(30) == .seconds(30))
    #expect(DurationText.parse("soon") == nil)
    #expect(DurationText.parse("-1s") == nil)
    #expect(DurationText.format(.seconds(90)) == "90s")
    #expect(DurationText.format(.seconds(7200)) == "2h")
  }
}
