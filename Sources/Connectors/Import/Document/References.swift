import Core

/// Follows the references of a document, and gathers what is wrong with them.
struct References {
  let root: JSONValue
  private(set) var issues: [ImportError.Issue] = []
  private var known: Set<String> = []

  init(root: JSONValue) {
    self.root = root
  }

  /// Writes a fault down, each once.
  mutating func report(_ place: JSONPointer, _ problem: String) {
    let issue = ImportError.Issue(place: place.description, problem: problem)
    if known.insert("\(issue.place) \(problem)").inserted { issues.append(issue) }
  }

  /// What a value means: itself, or what its `$ref` leads to.
  /// - Returns: the value, where it stands, and over which references it was reached; `nil` when a reference leads
  ///   nowhere, which is then among ``issues``.
  mutating func resolve(_ value: JSONValue, at place: JSONPointer) -> (
    value: JSONValue, place: JSONPointer, names: [String]
  )? {
    var (current, here) = (value, place)
    var names: [String] = []
    while let text = current["$ref"]?.stringValue {
      guard let target = JSONPointer(fragment: text) else {
        let kind = text.contains("://") || text.hasPrefix("//") ? "leads to another server" : "leads to another file"
        report(here["$ref"], "\"\(text.prefix(200))\" \(kind); only references within the document are followed")
        return nil
      }
      guard !names.contains(text), names.count < 64 else {
        report(here["$ref"], "the reference leads back to itself: \((names + [text]).joined(separator: " → "))")
        return nil
      }
      guard let found = target.value(in: root) else {
        report(here["$ref"], "\"\(text.prefix(200))\" leads nowhere")
        return nil
      }
      names.append(text)
      (current, here) = (found, target)
    }
    return (current, here, names)
  }
}
