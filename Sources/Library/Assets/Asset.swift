package import Core

/// Identifies an asset; the upload it came from had the same identifier.
package typealias AssetID = ID<Asset>

/// An original with what is known and said about it, as a person sees it now.
package struct Asset: Sendable, Hashable {
  package let id: AssetID
  package let title: String
  package let description: String
  /// What a screen reader says in place of the picture.
  package let altText: String
  package let status: AssetStatus
  /// The bytes; they never change.
  package let original: Original
  /// What the bytes are, as far as ingest has looked; guessed from the file name before.
  package let kind: MediaKind
  package let facts: TechnicalFacts
  /// Values by attribute, those of system attributes included; attributes without a value are missing.
  package let attributes: [AttributeID: String]
  /// In the order in which they were assigned.
  package let categories: [CategoryID]
  /// In the order in which they were given.
  package let keywords: [String]
  /// By kind; the original isn't among them. Empty until ingest has made them.
  package let renditions: [RenditionKind: Rendition]
  package let record: AssetRecord
  package let ingest: IngestState

  package init(
    id: AssetID, title: String, description: String, altText: String, status: AssetStatus, original: Original,
    kind: MediaKind, facts: TechnicalFacts, attributes: [AttributeID: String], categories: [CategoryID],
    keywords: [String], renditions: [RenditionKind: Rendition], record: AssetRecord, ingest: IngestState
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.altText = altText
    self.status = status
    self.original = original
    self.kind = kind
    self.facts = facts
    self.attributes = attributes
    self.categories = categories
    self.keywords = keywords
    self.renditions = renditions
    self.record = record
    self.ingest = ingest
  }
}
