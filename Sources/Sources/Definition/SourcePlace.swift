package import Library

/// Where in the library the files of a source go.
package struct SourcePlace: Sendable, Hashable {
  /// The category that holds all of them; `nil` for the root.
  package var category: CategoryID?
  /// Whether folders become categories below it.
  package var mirrorsFolders: Bool
  /// Given to every asset.
  package var keywords: [String]

  package init(category: CategoryID? = nil, mirrorsFolders: Bool = true, keywords: [String] = []) {
    self.category = category
    self.mirrorsFolders = mirrorsFolders
    self.keywords = keywords
  }
}
