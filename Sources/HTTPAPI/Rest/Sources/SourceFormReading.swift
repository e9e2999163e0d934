import Core
import Sources

/// Reads what a caller enters for a source.
enum SourceFormReading {
  static let members: Set<String> = ["name", "connection", "rules", "active"]

  static func form(_ fields: JSONFields) throws -> SourceForm {
    var form = SourceForm(name: try fields.stringIfAny("name"), isActive: try fields.boolIfAny("active"))
    if let text = try fields.stringIfAny("connection") {
      guard let origin = SourceOrigin(text) else { throw SourceError.connectionNotFound }
      form.origin = origin
    }
    form.leavesMapping = fields.valueIfAny("rules")?["mapping"] == nil
    form.rules = try fields.valueIfAny("rules").map { try SourceRules(reading: $0) }
    return form
  }
}
