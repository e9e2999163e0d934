import Core
import Foundation

/// The address of a request in a collection: where it goes, and what of it is an input.
struct PostmanAddress {
  /// The service's address, where the collection tells it.
  let base: String?
  /// With `:name` and `{{name}}` still in it.
  let path: String
  private let source: JSONValue

  init(_ source: JSONValue, variables: [String: String]) {
    self.source = source
    var raw = source.stringValue ?? source["raw"]?.stringValue ?? ""
    raw = String(raw.prefix { $0 != "?" && $0 != "#" })
    // The address of the service is mostly a variable.
    for (name, value) in variables where raw.hasPrefix("{{\(name)}}") {
      raw = value + raw.dropFirst(name.count + 4)
    }
    guard let scheme = raw.range(of: "://") else {
      let rest = raw.hasPrefix("{{") ? raw.drop { $0 != "}" }.drop { $0 == "}" } : raw[...]
      base = nil
      path = rest.hasPrefix("/") ? String(rest) : "/" + rest
      return
    }
    let host = raw[scheme.upperBound...].prefix { $0 != "/" }
    let address = raw[..<scheme.upperBound] + host
    base = Origin(String(address)) == nil || address.contains("{{") ? nil : String(address)
    let rest = raw[scheme.upperBound...].dropFirst(host.count)
    path = rest.isEmpty ? "/" : String(rest)
  }

  /// Makes inputs of what is variable in the path and of the query.
  mutating func fill(_ action: inout ImportedAction) {
    let described = source["variable"]?.arrayValue ?? []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part -> String in
      let name: String
      if part.hasPrefix(":"), part.count > 1 {
        name = String(part.dropFirst())
      } else if part.hasPrefix("{{"), part.hasSuffix("}}"), part.count > 4 {
        name = String(part.dropFirst(2).dropLast(2))
      } else {
        return String(part).replacing("${", with: "$${")
      }
      var schema: JSONObject = ["type": "string", "minLength": 1]
      let text = described.first { $0["key"] == .string(name) }.flatMap { PostmanReader.text($0["description"]) }
      if let text { schema["description"] = .string(Words.brief(text)) }
      return "${input.\(action.add(name, .object(schema), required: true, from: "path"))}"
    }
    action.path = parts.joined(separator: "/")
    for parameter in source["query"]?.arrayValue ?? [] {
      guard let name = parameter["key"]?.stringValue, !name.isEmpty, action.query[name] == nil else { continue }
      var schema = ExampleSchema.schema(ofText: parameter["value"]?.stringValue)
      if let text = PostmanReader.text(parameter["description"]) { schema["description"] = .string(Words.brief(text)) }
      action.query[name] = .string("${input.\(action.add(name, .object(schema), required: false, from: "query"))}")
    }
  }
}
