package import Core
package import Foundation

/// A file or folder at a service, as every service's own description of it comes down to.
package struct RemoteItem: Sendable, Hashable {
  /// The service's name for it; stays the same when it is renamed or moved, where the service has such a name.
  package let id: String
  /// The last part of its path.
  package let name: String
  package let kind: Kind
  /// The id of the folder that it is in, where the service tells.
  package var parent: String?
  /// The way from the top to it, names separated by `/`, without one in front; where the service tells.
  package var path: String?
  /// In bytes.
  package var size: Int64?
  package var mime: String?
  package var createdAt: Date?
  package var modifiedAt: Date?
  /// Another one when the content is another; the service's revision or ETag.
  package var version: String?
  /// Checksums of the content by their kind, such as `sha256`, `md5`, `dropbox`; as the service writes them.
  package var hashes: [String: String] = [:]
  /// Where a person sees it at the service.
  package var page: String?
  /// All that the service said of it, for mapping its fields.
  package var fields: JSONValue = .null
  /// What of ``fields`` is needed to have its bytes handed out, for whoever keeps an item and asks for them later; `nil` where
  /// the id is enough.
  package var lead: JSONValue?

  package enum Kind: String, Sendable, Hashable {
    case file
    case folder
  }

  package init(id: String, name: String, kind: Kind) {
    self.id = id
    self.name = name
    self.kind = kind
  }
}
