import Core

/// One operation of a foreign document, on its way to becoming an action.
struct ImportedAction {
  var name: String
  var title: String
  var group: String
  var summary: String
  var method: String
  /// With `${input.…}` in it.
  var path: String
  var host: String?
  /// By name, in order: templates, or `{value, join}`.
  var query = JSONObject()
  var headers = JSONObject()
  /// As the file has it, as `{json: …}`.
  var body: JSONValue?
  /// The schemas of its inputs, in order.
  var inputs = JSONObject()
  var required: [String] = []
  var select: String?
  var output: JSONValue = [:]
  var isFile = false
  var paging: JSONObject?
  var isIdempotent: Bool?
  var deprecated: JSONValue?
  /// Where it stands in the document.
  let place: JSONPointer

  /// Adds an input under a name that templates can refer to.
  /// - Returns: the name, which another input may have made different.
  mutating func add(_ name: String, _ schema: JSONValue, required isRequired: Bool, from place: String) -> String {
    var chosen = Words.lowerCamel(name)
    if chosen.isEmpty { chosen = "value" }
    if inputs[chosen] != nil { chosen = place + Words.capitalized(chosen) }
    var number = 2
    let base = chosen
    while inputs[chosen] != nil {
      chosen = "\(base)\(number)"
      number += 1
    }
    var members = schema.objectValue ?? [:]
    if members["title"] == nil {
      members = JSONObject([("title", .string(Words.sentence(name)))]).merging(members)
    }
    inputs[chosen] = .object(members)
    if isRequired { required.append(chosen) }
    return chosen
  }
}

/// A foreign document, as far as a connector is made of it.
struct ImportedDocument {
  var title: String
  var summary: String
  var source: String
  var documentation: String?
  var endpoint: String?
  var hosts = JSONObject()
  /// As the file has them.
  var authentication: [JSONValue] = []
  var actions: [ImportedAction] = []
  var notes: [ImportNote] = []
}
