import Core
import Flows
import TestSupport
import Testing

@Suite struct FlowDiffTests {
  private func diff(_ old: String, _ new: String) throws -> FlowDiff {
    FlowDiff(from: try FlowDocument.parse(old), to: try FlowDocument.parse(new))
  }

  private let base = """
    name: A
    trigger: {schedule: {every: 15m}}
    steps:
      - {id: list, action: test/list, input: {folder: in, depth: 2}}
      - id: each
        forEach: "{{ .steps.list }}"
        steps:
          - {id: copy, action: test/copy, input: {}}
          - {id: tell, action: test/tell, input: {}}
      - {id: end, action: test/end, input: {}}
    """

  @Test func theSameDocumentDiffersInNothing() throws {
    #expect(try diff(base, base).isEmpty)
    let otherOrder = base.replacing("{folder: in, depth: 2}", with: "{depth: 2, folder: in}")
    #expect(try diff(base, otherOrder).isEmpty)
  }

  @Test func fieldsAreComparedOneByOne() throws {
    let changed = base.replacing("folder: in", with: "folder: out, kind: x").replacing("every: 15m", with: "every: 1h")
    let found = try diff(base, changed)
    #expect(found.fields.map(\.name) == ["trigger.schedule.every"])
    #expect(found.fields[0].before == "15m" && found.fields[0].after == "1h")
    #expect(found.steps.map(\.id) == ["list"])
    #expect(found.steps[0].changes == ["changed"])
    #expect(found.steps[0].fields.map(\.name) == ["input.folder", "input.kind"])
    #expect(found.steps[0].fields[1].before == nil)
  }

  @Test func aStepThatIsNewOrGoneIsSaidToBe() throws {
    let changed = base.replacing("{id: tell, action: test/tell, input: {}}", with: "{id: note, action: test/tell}")
    let found = try diff(base, changed)
    #expect(found.steps.map(\.id) == ["note", "tell"])
    #expect(found.steps.map(\.changes) == [["added"], ["removed"]])
    #expect(found.steps[0].to == StepPlace(parent: "each", list: "steps", index: 1))
  }

  @Test func aStepBehindANewOneHasNotMoved() throws {
    let changed = base.replacing("steps:\n  - {id: list", with: "steps:\n  - {id: new, action: a/b}\n  - {id: list")
    #expect(try diff(base, changed).steps.map(\.id) == ["new"])
  }

  @Test func ofTwoStepsThatChangePlacesOneMoved() throws {
    let changed = """
      name: A
      trigger: {schedule: {every: 15m}}
      steps:
        - {id: end, action: test/end, input: {}}
        - {id: list, action: test/list, input: {folder: in, depth: 2}}
        - id: each
          forEach: "{{ .steps.list }}"
          steps:
            - {id: copy, action: test/copy, input: {}}
            - {id: tell, action: test/tell, input: {}}
      """
    let found = try diff(base, changed)
    #expect(found.steps.map(\.id) == ["end"])
    #expect(found.steps.map(\.changes) == [["moved"]])
  }

  @Test func aStepInAnotherListHasMoved() throws {
    let changed = base.replacing("      - {id: tell, action: test/tell, input: {}}\n", with: "")
      .replacing("  - {id: end,", with: "  - {id: tell, action: test/tell, input: {now: true}}\n  - {id: end,")
    let found = try diff(base, changed)
    #expect(found.steps.map(\.id) == ["tell"])
    #expect(found.steps[0].changes == ["moved", "changed"])
  }

  @Test func whatAnAuthorWritesIntoAnInputIsNoStep() throws {
    let old = "steps: [{id: a, action: x/y, input: {steps: [{id: inner, n: 1}]}}]"
    let new = "steps: [{id: a, action: x/y, input: {steps: [{id: inner, n: 2}]}}]"
    let found = try diff(old, new)
    #expect(found.steps.map(\.id) == ["a"])
    #expect(found.steps[0].fields.map(\.name) == ["input.steps"])
  }

  @Test func anyShuffleIsUndoneByFewMoves() throws {
    var chance = SeededGenerator(seed: 11)
    for _ in 0..<50 {
      var ids = (0..<8).map { "s\($0)" }
      let old = document(ids)
      ids.shuffle(using: &chance)
      let moved = Set(FlowDiff(from: old, to: document(ids)).steps.map(\.id))
      let kept = ids.filter { !moved.contains($0) }
      #expect(kept == kept.sorted())
    }
  }

  private func document(_ ids: [String]) -> JSONValue {
    ["steps": .array(ids.map { ["id": .string($0), "action": "a/b"] })]
  }
}
