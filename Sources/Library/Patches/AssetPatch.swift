import Core
import Foundation

/// What a JSON patch does to an asset: a pure function of the patch, the asset and the attributes there are.
///
/// Lines are taken in order, each seeing what those before it did. A line that can't be taken is skipped and named; the
/// rest is applied. Only a failed `test` stops the whole patch, which is what it is for.
struct AssetPatch {
  /// Empty when a `test` failed.
  private(set) var changes: [AssetChange] = []
  private(set) var errors: [String]
  private(set) var warnings: [String]
  private var values: [AssetPatchField: JSONValue]
  private let attributes: [AttributeID: Attribute]

  /// - Throws: ``PatchError`` when `body` is no list.
  init(_ body: JSONValue, for asset: Asset, attributes: [Attribute]) throws(PatchError) {
    let patch = try PatchLines(body)
    errors = patch.errors
    warnings = patch.warnings
    values = Self.values(of: asset)
    self.attributes = Dictionary(attributes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for line in patch.lines {
      do throws(Skip) {
        try apply(line)
      } catch {
        errors.append("\"\(line.operation.rawValue) \(line.pathText)\" was skipped: \(error.reason).")
        if error.stops {
          changes = []
          errors.append("Nothing of the patch was applied, because a test failed.")
          return
        }
      }
    }
  }

  /// Why a line isn't taken.
  private struct Skip: Error {
    let reason: String
    var stops = false
  }

  private mutating func apply(_ line: PatchLine) throws(Skip) {
    let field = try field(line.path)
    let current = values[field] ?? .null
    if let expected = line.oldValue, !Self.isSame(expected, current) {
      throw Skip(reason: "its \"oldValue\" is not the value")
    }
    switch line.operation {
    case .add, .replace: try set(field, line.value ?? .null)
    case .remove: try set(field, .null)
    case .test:
      guard Self.isSame(line.value ?? .null, current) else {
        throw Skip(reason: "the value is another", stops: true)
      }
    case .copy, .move:
      let source = try self.field(line.from ?? [])
      let moved = values[source] ?? .null
      try set(field, moved)
      if line.operation == .move, source != field { try set(source, .null) }
    }
  }

  private mutating func set(_ field: AssetPatchField, _ value: JSONValue) throws(Skip) {
    changes.append(try change(field, value))
    values[field] = value
  }

  private func field(_ path: [String]) throws(Skip) -> AssetPatchField {
    if path.count == 2, path[0] == "attributes" {
      guard let id = AttributeID(path[1]), let attribute = attributes[id] else {
        throw Skip(reason: "there is no attribute \(path[1])")
      }
      guard attribute.isSystem else { return .attribute(id) }
      guard let field = AssetPatchField(system: attribute.id) else {
        throw Skip(reason: "\"\(attribute.name)\" is kept by the library itself")
      }
      return field
    }
    guard let field = AssetPatchField(path) else { throw Skip(reason: "there is no such field") }
    return field
  }

  private func change(_ field: AssetPatchField, _ value: JSONValue) throws(Skip) -> AssetChange {
    switch field {
    case .title: return .title(try text(value))
    case .description: return .description(try text(value))
    case .altText: return .altText(try text(value))
    case .fileName:
      let name = try text(value)
      if let problem = FileName.problem(name) { throw Skip(reason: "\"\(name)\" is no file name: \(problem)") }
      return .fileName(name)
    case .status:
      let number = value.intValue ?? value.stringValue.flatMap { Int64($0) }
      guard let number, let status = AssetStatus(rawValue: Int(truncatingIfNeeded: number)) else {
        throw Skip(reason: "the status is 0, 2, 5, 7 or 9")
      }
      return .status(status)
    case .expiresAt:
      let text = try text(value)
      if text.isEmpty { return .expiresAt(nil) }
      guard let date = Timestamp.parse(text) else { throw Skip(reason: "\"\(text)\" is not a date in ISO 8601") }
      return .expiresAt(date)
    case .attribute(let id): return try change(id, value)
    }
  }

  private func change(_ id: AttributeID, _ value: JSONValue) throws(Skip) -> AssetChange {
    guard let attribute = attributes[id] else { throw Skip(reason: "there is no attribute \(id)") }
    let checked: AttributeValue?
    do {
      checked = try AttributeValue(value, for: attribute.definition)
    } catch {
      throw Skip(reason: error.message)
    }
    if checked == nil, attribute.definition.isRequired {
      throw Skip(reason: "\"\(attribute.name)\" is required")
    }
    return .attribute(attribute, checked)
  }

  private func text(_ value: JSONValue) throws(Skip) -> String {
    switch value {
    case .null: return ""
    case .string(let text): return text
    default: throw Skip(reason: "its value is \(value.kindName), not text")
    }
  }

  /// Null and empty text both mean that there is no value.
  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    func plain(_ value: JSONValue) -> String {
      switch value {
      case .null: ""
      case .string(let text): text
      default: value.serialized()
      }
    }
    return plain(left) == plain(right)
  }

  private static func values(of asset: Asset) -> [AssetPatchField: JSONValue] {
    var values: [AssetPatchField: JSONValue] = [
      .title: .string(asset.title), .description: .string(asset.description), .altText: .string(asset.altText),
      .fileName: .string(asset.original.fileName), .status: JSONValue(asset.status.rawValue),
      .expiresAt: JSONValue(asset.record.expiresAt),
    ]
    for (id, value) in asset.attributes { values[.attribute(id)] = .string(value) }
    return values
  }
}
