import Core

/// What somebody who keeps an asset in step with something else wants to change; `nil` and empty leave as it is.
package struct AssetRevision: Sendable, Hashable {
  package let asset: AssetID
  package var fileName: String?
  package var title: String?
  package var description: String?
  package var altText: String?
  package var addedCategories: [CategoryID] = []
  package var removedCategories: [CategoryID] = []
  package var addedKeywords: [String] = []
  package var removedKeywords: [String] = []
  /// An empty value clears one.
  package var attributes: [AttributeID: String] = [:]
  /// As in ``ArrivedFile``; empty clears one.
  package var rights: String?
  package var creator: String?

  package init(asset: AssetID) {
    self.asset = asset
  }

  /// Whether nothing is to be changed.
  package var isEmpty: Bool { self == AssetRevision(asset: asset) }
}

extension AssetRevision {
  /// The changes to an asset as it is now.
  /// - Parameter attributes: those of the library.
  func changes(to asset: Asset, attributes known: [Attribute]) throws -> [AssetChange] {
    var changes: [AssetChange] = []
    if let fileName {
      if let problem = FileName.problem(fileName) { throw UploadError.illegalFileName(fileName, problem: problem) }
      changes.append(.fileName(fileName))
    }
    if let title { changes.append(.title(title)) }
    if let description { changes.append(.description(description)) }
    if let altText { changes.append(.altText(altText)) }
    if !addedCategories.isEmpty || !removedCategories.isEmpty {
      let left = asset.categories.filter { !removedCategories.contains($0) }
      changes.append(.categories((left + addedCategories).withoutRepeats()))
    }
    if !addedKeywords.isEmpty || !removedKeywords.isEmpty {
      let gone = Set(removedKeywords.map { TextFolding.key($0) })
      changes.append(.keywords(asset.keywords.filter { !gone.contains(TextFolding.key($0)) } + addedKeywords))
    }
    for attribute in known {
      if let value = attributes[attribute.id] {
        changes.append(try AttributeAssignment.change(attribute, .string(value)))
      }
    }
    return changes
  }
}
