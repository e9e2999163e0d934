import Core
import Sources

/// What the list of sources shows.
struct SourcesPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let canCreate: Bool
  let hasSources: Bool
  let sources: [Row]

  init(frame: PageFrame, canCreate: Bool, sources: [Row]) {
    self.frame = frame
    csrf = frame.csrf
    self.canCreate = canCreate
    hasSources = !sources.isEmpty
    self.sources = sources
  }

  struct Row: Sendable {
    let id: String
    let name: String
    let folders: String
    let schedule: String
    let at: String?
    let kind: String
    let state: String
    let canSync: Bool

    init(_ source: Source, canSync: Bool) {
      id = source.id.description
      name = source.name
      folders = SourcePhrase.folders(source.rules)
      schedule = SourcePhrase.schedule(source.rules.schedule)
      at = source.last.map { Timestamp.format($0.startedAt) }
      (kind, state) = SourcePhrase.state(source)
      self.canSync = canSync && source.isActive
    }
  }
}

/// A service where a source may be made.
struct SourceChoicePage: Sendable {
  let frame: PageFrame
  let places: [Place]

  struct Place: Sendable {
    let id: String
    let name: String
    let note: String
  }
}
