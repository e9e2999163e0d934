/// That something is on its way out, and what to use instead.
package struct Deprecation: Sendable, Hashable {
  /// The action or connector to use instead, where there is one.
  package let use: String?
  /// Why, or what changes, for people.
  package let note: String?
  /// The day after which the service no longer answers, as `2027-03-31`, where it is known.
  package let until: String?

  package init(use: String? = nil, note: String? = nil, until: String? = nil) {
    self.use = use
    self.note = note
    self.until = until
  }

  /// In one sentence.
  package var sentence: String {
    var parts = ["This is outdated"]
    if let use { parts.append("use \(use) instead") }
    if let until { parts.append("it works until \(until)") }
    return parts.joined(separator: "; ") + "." + (note.map { " \($0)" } ?? "")
  }
}
