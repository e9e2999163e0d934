import Core

/// The body of a request in a collection.
struct PostmanBody {
  mutating func read(_ body: JSONValue?, into action: inout ImportedAction) {
    switch body?["mode"]?.stringValue {
    case "raw": raw(body?["raw"]?.stringValue ?? "", body?["options"]?["raw"]?["language"]?.stringValue, into: &action)
    case "urlencoded": fields(body?["urlencoded"], as: "form", into: &action)
    case "formdata": fields(body?["formdata"], as: "multipart", into: &action)
    case "file":
      let input = action.add("file", ["type": "object", "format": "file"], required: true, from: "body")
      action.body = ["file": .string("${input.\(input)}")]
    case "graphql":
      let query = action.add("query", ["type": "string"], required: true, from: "body")
      let variables = action.add("variables", ["type": "object"], required: false, from: "body")
      action.body = ["json": ["query": .string("${input.\(query)}"), "variables": .string("${input.\(variables)}")]]
    default: break
    }
  }

  private func raw(_ text: String, _ language: String?, into action: inout ImportedAction) {
    guard !text.allSatisfy(\.isWhitespace) else { return }
    guard let json = try? JSONValue(parsing: text) else {
      if language == "json" {
        // An example with Postman's variables in it isn't JSON; the whole is an input.
        let input = action.add("body", [:], required: true, from: "body")
        action.body = ["json": .string("${input.\(input)}")]
      } else {
        let input = action.add("text", ["type": "string"], required: true, from: "body")
        action.body = ["text": .string("${input.\(input)}")]
      }
      return
    }
    let schema = ExampleSchema.schema(of: json, depth: 8, isInput: true)
    let members = schema["properties"]?.objectValue ?? [:]
    guard !members.isEmpty else {
      let name = schema["type"] == "array" ? "items" : "body"
      let input = action.add(name, schema, required: true, from: "body")
      action.body = ["json": .string("${input.\(input)}")]
      return
    }
    var template = JSONObject()
    for (name, member) in members {
      template[name] = .string("${input.\(action.add(name, member, required: false, from: "body"))}")
    }
    action.body = ["json": .object(template)]
  }

  private func fields(_ list: JSONValue?, as kind: String, into action: inout ImportedAction) {
    var template = JSONObject()
    for field in list?.arrayValue ?? [] {
      guard let name = field["key"]?.stringValue, !name.isEmpty, template[name] == nil else { continue }
      let isFile = field["type"] == "file"
      var schema: JSONObject =
        isFile ? ["type": "object", "format": "file"] : ExampleSchema.schema(ofText: field["value"]?.stringValue)
      if let text = PostmanReader.text(field["description"]) { schema["description"] = .string(Words.brief(text)) }
      template[name] = .string("${input.\(action.add(name, .object(schema), required: false, from: "body"))}")
    }
    if !template.isEmpty { action.body = .object([kind: .object(template)]) }
  }
}
