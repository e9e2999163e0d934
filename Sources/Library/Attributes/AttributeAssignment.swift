import Core
import Foundation

/// A value that somebody gives an attribute by its identifier; system attributes lead to the field behind them.
enum AttributeAssignment {
  /// - Throws: ``AttributeError``; ``UploadError/illegalFileName(_:problem:)``.
  static func change(_ attribute: Attribute, _ value: JSONValue) throws -> AssetChange {
    guard attribute.isSystem else {
      let checked = try AttributeValue(value, for: attribute.definition)
      if checked == nil, attribute.definition.isRequired {
        throw AttributeError.invalidValue(attribute: attribute.name, problem: "it is required")
      }
      return .attribute(attribute, checked)
    }
    let text = try AttributeValue(value, for: attribute.definition)?.text ?? ""
    switch AssetPatchField(system: attribute.id) {
    case .title: return .title(text)
    case .description: return .description(text)
    case .altText: return .altText(text)
    case .fileName:
      if let problem = FileName.problem(text) { throw UploadError.illegalFileName(text, problem: problem) }
      return .fileName(text)
    case .expiresAt: return .expiresAt(Timestamp.parse(text))
    case .status, .attribute, nil: throw AttributeError.systemAttribute(attribute.name)
    }
  }
}
