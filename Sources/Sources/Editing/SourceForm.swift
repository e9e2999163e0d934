/// What a person enters for a source; what is `nil` stays as it is.
package struct SourceForm: Sendable, Hashable {
  package var name: String?
  package var origin: SourceOrigin?
  package var rules: SourceRules?
  /// Nobody said how fields are mapped: a new source begins with what its service's connector says, one that is there keeps
  /// what it has.
  package var leavesMapping = false
  package var isActive: Bool?

  package init(
    name: String? = nil, origin: SourceOrigin? = nil, rules: SourceRules? = nil, leavesMapping: Bool = false,
    isActive: Bool? = nil
  ) {
    self.name = name
    self.origin = origin
    self.rules = rules
    self.leavesMapping = leavesMapping
    self.isActive = isActive
  }
}
