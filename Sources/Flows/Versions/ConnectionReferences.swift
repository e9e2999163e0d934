import Core

/// The connections that a document names: wherever an `action` and its `connection` stand side by side.
enum ConnectionReferences {
  /// One place that names a connection.
  struct Use: Hashable {
    /// As it is written: a name or an id.
    let reference: String
    /// The connector of the action beside it: `mediavaletConnector-v1.0`.
    let connector: String
    /// The id of the step; `nil` for a trigger.
    let step: String?
  }

  /// In reading order.
  static func uses(in document: JSONValue) -> [Use] {
    var found: [Use] = []
    collect(document, step: nil, into: &found)
    return found
  }

  /// The document with other names for its connections.
  static func replacing(in value: JSONValue, _ name: (String) -> String) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map { replacing(in: $0, name) })
    case .object(var object):
      for (key, member) in object where !StepOutline.opaque.contains(key) {
        object[key] = replacing(in: member, name)
      }
      if let reference = reference(in: object) { object["connection"] = .string(name(reference)) }
      return .object(object)
    default: return value
    }
  }

  private static func collect(_ value: JSONValue, step: String?, into found: inout [Use]) {
    switch value {
    case .array(let elements):
      for element in elements { collect(element, step: step, into: &found) }
    case .object(let object):
      let step = object["id"]?.stringValue ?? step
      if let reference = reference(in: object) {
        let connector = object["action"]?.stringValue?.split(separator: "/").first.map(String.init) ?? ""
        found.append(Use(reference: reference, connector: connector, step: step))
      }
      for (name, member) in object where !StepOutline.opaque.contains(name) {
        collect(member, step: step, into: &found)
      }
    default: return
    }
  }

  private static func reference(in object: JSONObject) -> String? {
    object["action"]?.stringValue == nil ? nil : object["connection"]?.stringValue
  }
}
