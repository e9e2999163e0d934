import Core

/// What the references of a template refer to.
struct TemplateScope: Sendable {
  var input: JSONValue
  var settings: JSONObject = [:]
  var page: JSONObject = [:]
  var run: JSONObject = [:]
  var upload: JSONValue = [:]
  var block: JSONObject = [:]
  /// What the earlier actions of a sequence gave.
  var steps: JSONObject = [:]
  /// What only the `files` and `push` sections know, by root.
  var files: JSONObject = [:]

  func value(of reference: TemplateReference) -> JSONValue? {
    let root: JSONValue? =
      switch reference.root {
      case .input: input
      case .settings: .object(settings)
      case .page: .object(page)
      case .run: .object(run)
      case .upload: upload
      case .block: .object(block)
      case .steps: .object(steps)
      case .folder, .item, .cursor, .name, .file, .text, .push: files[reference.root.rawValue]
      }
    return root.flatMap { reference.path.valueOrFact(in: $0) }
  }
}
