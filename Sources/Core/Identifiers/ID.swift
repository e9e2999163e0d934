package import Foundation

/// An identifier of one kind of thing, so that an asset's can't be passed where a connection's is meant.
///
/// Written bare, hyphenated and in lower case; read in any case and with or without the `urn:uuid:` prefix
/// (RFC 9562, section 4).
package struct ID<Entity>: Hashable, Sendable, Comparable {
  /// The identifier without its kind.
  package let uuid: UUID

  package init(_ uuid: UUID) {
    self.uuid = uuid
  }

  /// Reads an identifier as a client wrote it.
  /// - Returns: `nil` when `text` is no UUID.
  package init?(_ text: some StringProtocol) {
    let prefix = "urn:uuid:"
    let bytes = text.utf8
    let hasPrefix = bytes.count == 36 + prefix.utf8.count && text.lowercased().hasPrefix(prefix)
    guard let uuid = UUIDText.parse(bytes.dropFirst(hasPrefix ? prefix.utf8.count : 0)) else { return nil }
    self.uuid = uuid
  }

  /// The identifier without hyphens, as blob and container names carry it.
  package var compact: String {
    description.filter { $0 != "-" }
  }

  package static func < (left: Self, right: Self) -> Bool {
    withUnsafeBytes(of: left.uuid.uuid) { left in
      withUnsafeBytes(of: right.uuid.uuid) { left.lexicographicallyPrecedes($0) }
    }
  }
}

extension ID: CustomStringConvertible {
  package var description: String { UUIDText.format(uuid) }
}

extension ID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = ID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is not a UUID")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
