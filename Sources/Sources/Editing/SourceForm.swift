/// What a person enters for a source; what is `nil` stays as it is.
package struct SourceForm: Sendable, Hashable {
  package var name: String?
  package var origin: SourceOrigin?
  package var rules: SourceRules?
  package var isActive: Bool?

  package init(name: String? = nil, origin: SourceOrigin? = nil, rules: SourceRules? = nil, isActive: Bool? = nil) {
    self.name = name
    self.origin = origin
    self.rules = rules
    self.isActive = isActive
  }
}
