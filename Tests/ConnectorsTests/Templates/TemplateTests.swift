import Core
import Testing

@testable import Connectors

@Suite("Templates")
struct TemplateTests {
  private let scope = TemplateScope(
    input: ["id": "a/b ü", "count": 5, "flag": true, "list": [1, 2], "deep": ["er": "x"], "none": nil],
    settings: ["version": "1.2"], page: ["size": 10], run: ["uuid": "u"])

  @Test func oneReferenceAloneKeepsItsType() throws {
    #expect(try Template("${input.count}").value(in: scope) == 5)
    #expect(try Template("${input.list}").value(in: scope) == [1, 2])
    #expect(try Template("${input.none}").value(in: scope) == .null)
    #expect(try Template("${input.deep.er}").value(in: scope) == "x")
  }

  @Test func referencesInTextBecomeText() throws {
    #expect(try Template("v${settings.version}-${input.count}-${input.flag}").value(in: scope) == "v1.2-5-true")
  }

  @Test func whatRefersToNothingHasNoValue() throws {
    #expect(try Template("${input.missing}").value(in: scope) == nil)
    #expect(try Template("a ${input.missing}").value(in: scope) == nil)
    let json = JSONTemplate.object([
      .init(name: "a", value: .template(try Template("${input.missing}"))),
      .init(
        name: "b",
        value: .array([.template(try Template("${input.count}")), .template(try Template("${input.missing}"))])),
    ])
    #expect(try json.value(in: scope) == ["b": [5]])
  }

  @Test func dollarsAreTextUnlessABraceFollows() throws {
    #expect(try Template("$5 and $${x}").value(in: scope) == "$5 and ${x}")
    #expect(try Template("").value(in: scope) == "")
  }

  @Test func anArrayCantBePartOfAText() throws {
    let template = try Template("ids: ${input.list}")
    #expect(throws: TemplateProblem.notText(reference: "input.list", kind: "an array")) {
      try template.value(in: scope)
    }
  }

  @Test func referencesInAPathAreOneSegment() throws {
    #expect(
      try Template("/assets/${input.id}/x").text(in: scope, escape: PercentEncoding.encode)
        == "/assets/a%2Fb%20%C3%BC/x")
  }

  @Test(
    "faults are found when it is read", arguments: ["${input.a", "${}", "${inputs.a}", "${input..a}", "${input.a | b}"])
  func faults(text: String) {
    #expect(throws: TemplateProblem.self) { try Template(text) }
  }
}
