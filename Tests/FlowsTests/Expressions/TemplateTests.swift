import Core
import Testing

@testable import Flows

/// Where expressions begin and end, and what they may not name.
@Suite struct TemplateTests {
  @Test(arguments: [
    ("{{ .item }}", [" .item "]),
    ("{{ {a: {b: 1}} }}", [" {a: {b: 1}} "]),
    ("{{{a:{b:1}}}}", ["{a:{b:1}}"]),
    (#"{{ "}}" }} and {{ "a\"}}" }}"#, [#" "}}" "#, #" "a\"}}" "#]),
    (#"{{ "x\(.item | {a: "}}"})" }}"#, [#" "x\(.item | {a: "}}"})" "#]),
    ("{{ 1 # not the end }}\n }}", [" 1 # not the end }}\n "]),
    ("no expression, only { and }}", []),
  ])
  func anExpressionEndsWhereItsBracesDo(text: String, sources: [String]) {
    var reader = TemplateReader()
    let template = reader.read(.string(text), step: nil, field: "input")
    #expect(reader.problems == [])
    #expect(template.expressions.map(\.source) == sources)
  }

  @Test(arguments: [
    "env", "env.PATH", "$ENV.PATH", "input", "[inputs]", "halt", "halt_error", "debug", "stderr", "input_filename",
    "$__loc__", "$__prog_args", #""\(env)""#, "import \"x\" as x; .", "include \"x\"; .", "x::y", "{a: env}",
    "[1, env]",
    "get_search_list",
  ])
  func whatReachesOutOfTheContextIsRefused(source: String) {
    var reader = TemplateReader()
    _ = reader.read(.string("{{ \(source) }}"), step: "a", field: "input")
    #expect(reader.problems.count == 1, "\(source)")
    #expect(reader.problems.first?.field == "input")
  }

  @Test(arguments: [
    ".trigger.env", "{env: 1, input: 2}", #""env $ENV input""#, ".item # env\n", ".steps.a.input", ".vars[\"env\"]",
    "getpath([\"trigger\",\"x\"])", "[limit(3; .item[])]",
  ])
  func namesThatOnlyLookAlikeAreAllowed(source: String) {
    var reader = TemplateReader()
    _ = reader.read(.string("{{ \(source) }}"), step: "a", field: "input")
    #expect(reader.problems == [], "\(source)")
  }

  @Test(arguments: ["{{ ) }}", "{{ (] }}", "{{ 1", "{{ \"a }}", "{{ }}", "{{ ~ }}", "{{ 1 } }} }}"])
  func brokenExpressionsAreToldWithTheirPlace(text: String) {
    var reader = TemplateReader()
    _ = reader.read(.string(text), step: "a", field: "input")
    #expect(reader.problems.count == 1, "\(text)")
    #expect(reader.problems.first?.message.contains("character") == true)
  }

  @Test func onlyWhatAnExpressionReadsIsHandedToIt() throws {
    let context = ExpressionContext(
      trigger: ["big": "x"], steps: ["a": [1, 2], "b": "other"], item: "i", index: 0, vars: ["v": 1], run: [:])
    func handed(_ source: String) throws -> JSONValue {
      let expression = Expression(
        index: 0, source: source, tokens: try JQLexer.tokens(of: source), step: nil, field: "")
      return context.json(for: expression.reads)
    }
    let whole = context.json(for: nil)
    #expect(try handed(".steps.a | map(. + 1)") == ["steps": ["a": [1, 2]]])
    #expect(try handed(".vars.v + 1 == .item") == ["vars": ["v": 1], "item": "i"])
    #expect(try handed("keys") == whole)
    #expect(try handed(".steps.a as $x | keys") == whole)
    #expect(try handed("(.item | length) + (keys | length)") == whole)
    #expect(try handed("[.steps.a[] | . + 1]") == whole)
    #expect(try handed("\"\\(.)\"") == whole)
  }
}
