package import Library

/// What a person enters for a publication; what is `nil` stays as it is.
package struct PublicationForm: Sendable, Hashable {
  package var name: String?
  package var origin: SourceOrigin?
  package var collection: CollectionID?
  package var rules: PublicationRules?
  package var isActive: Bool?

  package init(
    name: String? = nil, origin: SourceOrigin? = nil, collection: CollectionID? = nil,
    rules: PublicationRules? = nil, isActive: Bool? = nil
  ) {
    self.name = name
    self.origin = origin
    self.collection = collection
    self.rules = rules
    self.isActive = isActive
  }
}
