import Core
import Library
import Sources

/// What the list of publications shows.
struct PublicationsPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let canCreate: Bool
  let hasPublications: Bool
  let publications: [Row]

  init(frame: PageFrame, canCreate: Bool, publications: [Row]) {
    self.frame = frame
    csrf = frame.csrf
    self.canCreate = canCreate
    hasPublications = !publications.isEmpty
    self.publications = publications
  }

  struct Row: Sendable {
    let id: String
    let name: String
    let folder: String
    let schedule: String
    let at: String?
    let kind: String
    let state: String
    let canRun: Bool

    init(_ publication: Publication, canRun: Bool) {
      id = publication.id.description
      name = publication.name
      folder = PublicationPhrase.folder(publication.rules)
      schedule = PublicationPhrase.schedule(publication.rules)
      at = publication.last.map { Timestamp.format($0.startedAt) }
      (kind, state) = PublicationPhrase.state(publication)
      self.canRun = canRun && publication.isActive
    }
  }
}

/// Publications in words for people.
enum PublicationPhrase {
  static func folder(_ rules: PublicationRules) -> String {
    rules.folder.path.isEmpty ? "The top folder" : rules.folder.path
  }

  static func schedule(_ rules: PublicationRules) -> String {
    let schedule = SourcePhrase.schedule(rules.schedule)
    guard rules.followsChanges else { return schedule }
    return rules.schedule == .byHand ? "At once" : "At once, checked \(lowered(schedule))"
  }

  private static func lowered(_ text: String) -> String {
    text.hasPrefix("Every") ? "e" + text.dropFirst() : text
  }

  static func sends(_ sends: PublicationRules.Sends) -> String {
    switch sends {
    case .original: "The originals"
    case .rendition(let kind): "Pictures of at most \(kind.longestEdge) pixels"
    }
  }

  /// The class of a state and its words.
  static func state(_ publication: Publication) -> (kind: String, name: String) {
    guard publication.isActive else { return ("", "Off") }
    switch publication.last?.state {
    case nil: return ("", "Not published yet")
    case .running: return ("warn", "Publishing")
    case .done: return ("good", "Published")
    case .failed: return ("bad", "Failed")
    }
  }

  /// "3 new, 1 removed"; what is nothing is left out.
  static func summary(_ counts: PublicationCounts) -> String {
    let parts = [
      (counts.sent, "new"), (counts.replaced, "replaced"), (counts.removed, "removed"),
      (counts.conflicts, "changed there"), (counts.failed, "failed"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if parts.isEmpty { return "Nothing to do" }
    return parts.joined(separator: ", ") + (counts.bytes > 0 ? ", \(Quantity.bytes(counts.bytes))" : "")
  }
}
