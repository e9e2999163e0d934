/// What a person decides about a source.
package struct SourceRules: Sendable, Hashable {
  /// The folders to be kept in step; at least one.
  package var folders: [SourceFolder]
  package var filter = SourceFilter()
  package var schedule = SourceSchedule.daily
  /// Whether the service is asked to tell at once what changed; the schedule stays as a safety net.
  package var isTold = false
  package var mapping = FieldMapping()
  package var place = SourcePlace()
  package var keeps = Keeps.originals
  package var vanished = Vanished.keep

  /// What of a file is brought into the library.
  package enum Keeps: String, Sendable, CaseIterable {
    /// The file itself.
    case originals
    /// A small file that leads to where it is, with the file's fields.
    case links
  }

  /// What becomes of an asset whose file is gone at the service.
  package enum Vanished: String, Sendable, CaseIterable {
    case keep
    /// It gets the keyword ``SourceRules/vanishedKeyword``.
    case mark
    /// It is deleted softly, and comes back when the file does.
    case trash
  }

  package init(folders: [SourceFolder]) {
    self.folders = folders
  }

  /// Marks assets whose file is gone.
  package static let vanishedKeyword = "Gone at its source"
}

/// A folder that a person chose.
package struct SourceFolder: Sendable, Hashable {
  /// The service's id of it; empty for everything.
  package let id: String
  /// Its way from the top, as it was when it was chosen; for people.
  package let path: String

  package init(id: String, path: String) {
    self.id = id
    self.path = path
  }
}
