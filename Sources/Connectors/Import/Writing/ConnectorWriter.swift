import Core
import Foundation

/// Writes an imported document as a connector file.
struct ConnectorWriter {
  let id: ConnectorID
  /// The day it is made, as `2026-11-22`.
  let date: String

  func write(_ document: ImportedDocument) -> String {
    var file: JSONObject = [
      "connector": .string(id.description), "title": .string(document.title),
      "description": .string(document.summary.isEmpty ? document.title : document.summary),
    ]
    if let documentation = document.documentation { file["documentation"] = .string(documentation) }
    file["provenance"] = [
      "source": .string(document.source.trimmingCharacters(in: .whitespaces)), "date": .string(date),
    ]
    var endpoint = JSONObject()
    if let address = document.endpoint { endpoint["default"] = .string(address) }
    endpoint["editable"] = true
    if !document.hosts.isEmpty { endpoint["hosts"] = .object(document.hosts) }
    file["endpoint"] = .object(endpoint)
    file["authentication"] = .array(document.authentication.isEmpty ? [["kind": "none"]] : document.authentication)
    file["headers"] = ["Accept": "application/json"]
    if let check = check(document.actions) { file["check"] = .string(check) }
    file["errors"] = [
      "messages": [
        "message", "error.message", "error_description", "errors.0.message", "error", "detail", "title", "errors.0",
      ]
    ]
    file["actions"] = .object(JSONObject(document.actions.map { ($0.name, .object(action($0))) }))
    return YAMLWriter.write(file)
  }

  /// An action that asks for nothing and tells who is asking.
  private func check(_ actions: [ImportedAction]) -> String? {
    let ends = ["/me", "/users/current", "/user", "/whoami", "/account", "/ping", "/users/me", "/current"]
    return actions.first { action in
      action.method == "GET" && action.required.isEmpty && ends.contains { action.path.lowercased().hasSuffix($0) }
    }?.name
  }

  private func action(_ action: ImportedAction) -> JSONObject {
    var file: JSONObject = [
      "title": .string(action.title), "group": .string(action.group), "description": .string(action.summary),
    ]
    if let deprecated = action.deprecated { file["deprecated"] = deprecated }
    file["method"] = .string(action.method)
    file["path"] = .string(action.path)
    if let host = action.host { file["host"] = .string(host) }
    if !action.query.isEmpty { file["query"] = .object(action.query) }
    if !action.headers.isEmpty { file["headers"] = .object(action.headers) }
    if let body = action.body { file["body"] = body }
    if let paging = action.paging { file["paging"] = .object(paging) }
    if let isIdempotent = action.isIdempotent { file["idempotent"] = .bool(isIdempotent) }
    if !action.inputs.isEmpty {
      var input: JSONObject = ["properties": .object(action.inputs)]
      if !action.required.isEmpty { input["required"] = .array(action.required.map(JSONValue.string)) }
      file["input"] = .object(input)
    }
    var output = JSONObject()
    if action.isFile { output["file"] = [:] }
    if let select = action.select { output["select"] = .string(select) }
    if action.output != [:], !action.isFile { output["schema"] = action.output }
    if !output.isEmpty { file["output"] = .object(output) }
    return file
  }
}
