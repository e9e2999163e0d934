/// One page of what changed at a service since an earlier look.
package struct RemoteChanges: Sendable, Hashable {
  package var changes: [Change]
  /// Where the next look goes on; to be kept once these changes are dealt with.
  package var cursor: String
  /// Whether there is more at once.
  package var hasMore: Bool

  package enum Change: Sendable, Hashable {
    /// New, or different from before: in its content, name, place or fields.
    case present(RemoteItem)
    /// The service's id of what is gone.
    case removed(id: String)
    /// The path of what is gone, for services that name things by path; what was below it is gone too.
    case removedPath(String)
  }

  package init(changes: [Change], cursor: String, hasMore: Bool) {
    self.changes = changes
    self.cursor = cursor
    self.hasMore = hasMore
  }
}
