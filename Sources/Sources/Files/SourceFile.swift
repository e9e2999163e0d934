package import Blobs
package import Connectors
package import Core
package import Foundation
package import Library

/// A file or folder at a service, as a source knows it.
package struct SourceFile: Sendable, Hashable {
  package let id: RemoteID
  package var kind: RemoteItem.Kind
  /// The service's id of the folder that it was found in.
  package var parent: RemoteID?
  package var path: RemotePath
  /// As the service writes it.
  package var name: String
  package var size: Int64?
  package var modifiedAt: Date?
  package var version: String?
  package var hashes: [String: String] = [:]
  package var mime: String?
  package var page: String?
  package var fields = MappedFields()
  /// What the service has to be told to hand out the bytes, besides the id: see ``RemoteItem/lead``.
  package var lead: JSONValue?
  package var state: State
  /// The asset that it is or will be; chosen when the file is first seen.
  package var asset: AssetID?
  /// The content that the asset has; `nil` until it was brought.
  package var content: ContentHash?
  /// What was last written to the asset: its name, its category, its fields.
  package var written: Written?
  /// How often it failed in a row.
  package var tries = 0
  /// When it is tried again.
  package var dueAt: Date?
  /// Why it isn't here: what failed last, or why it is left out.
  package var problem: String?
  /// The sync that saw it last.
  package var seen: Int

  /// How far it is.
  package enum State: String, Sendable, CaseIterable {
    /// Its content is to be brought.
    case waiting
    /// Its name, place or fields are to be written to the asset.
    case edit
    /// In step.
    case held
    /// It failed too often; a person may have it tried again.
    case parked
    /// The source's filter leaves it out.
    case skipped
    /// It wasn't where it was; what that means is decided at the end of the sync.
    case missing
    /// It is gone, and what the source does then has been done.
    case gone
  }

  /// What the source wrote to an asset.
  package struct Written: Sendable, Hashable {
    package var fileName: String
    package var category: CategoryID?
    package var fields: MappedFields
    /// Whether it bears the mark of files that are gone.
    package var isMarked = false
  }
}

extension SourceFile {
  /// A row for something that wasn't known.
  init(_ item: RemoteItem, at path: RemotePath, parent: RemoteID?, state: State, seen: Int) {
    self.init(
      id: RemoteID(item.id), kind: item.kind, parent: parent, path: path, name: StoredName.of(item), state: state,
      seen: seen)
    describe(item)
  }

  /// Takes over what the service says of the content.
  mutating func describe(_ item: RemoteItem) {
    size = item.size
    modifiedAt = item.modifiedAt
    let kept = { (text: String?) in text.map { RemoteID($0).text } }
    version = kept(item.version)
    hashes = item.hashes
    mime = kept(item.mime)
    page = kept(item.page)
    lead = item.lead
  }

  /// As the service's own functions take it.
  package var item: RemoteItem {
    var item = RemoteItem(id: id.text, name: name, kind: kind)
    item.parent = parent?.text
    item.path = path.text
    item.size = size
    item.mime = mime
    item.modifiedAt = modifiedAt
    item.version = version
    item.hashes = hashes
    item.page = page
    item.lead = lead
    return item
  }
}
