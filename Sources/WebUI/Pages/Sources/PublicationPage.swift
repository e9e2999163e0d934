import Core
import Library
import Sources

/// What the page of one publication shows.
struct PublicationPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let id: String
  let name: String
  let collection: String
  let place: String
  let canRun: Bool
  let canEdit: Bool
  let isActive: Bool
  let progress: PublicationProgress
  let facts: [Fact]
  let hasTrouble: Bool
  let hasFailures: Bool
  let trouble: [Trouble]

  struct Fact: Sendable {
    let name: String
    let value: String
  }

  /// A file that needs a person, or failed.
  struct Trouble: Sendable {
    let publication: String
    let file: String
    let asset: String
    let name: String
    let problem: String
    let state: String
    let retryAt: String?
    /// What a person may say to it; `nil` where nothing is to be said.
    let offer: String?
    let confirm: String

    init(_ file: PublishedFile, of publication: Publication) {
      self.publication = publication.id.description
      self.file = file.id.description
      asset = file.asset.description
      name = file.name ?? file.wanted.fileName
      problem = file.problem ?? ""
      retryAt = file.dueAt.map { Timestamp.format($0) }
      switch file.state {
      case .conflict:
        state = "Changed there"
        offer = file.isCurrent ? "Overwrite it" : "Remove it"
      case .parked:
        state = "Put aside"
        offer = nil
      default:
        state = "Tried again"
        offer = nil
      }
      confirm =
        file.isCurrent
        ? "Overwrite \(name) there? What somebody else put there is lost."
        : "Remove \(name) there? What somebody else put there is lost."
    }
  }
}

/// How far a publication is: the part of its page that is fetched again.
struct PublicationProgress: Sendable {
  let kind: String
  let state: String
  let line: String
  let problem: String?
  let files: String
  let dueAt: String?

  init(_ publication: Publication, _ counts: [PublishedFile.State: Int]) {
    (kind, state) = PublicationPhrase.state(publication)
    line =
      publication.last.flatMap { last in
        last.state != .done && last.counts == PublicationCounts() ? nil : PublicationPhrase.summary(last.counts) + "."
      } ?? ""
    problem = publication.last.flatMap { $0.state == .failed ? $0.problem : nil }
    var parts = ["\(Quantity.count(counts[.sent] ?? 0, "file")) there"]
    let words: [(PublishedFile.State, String)] = [
      (.waiting, "waiting"), (.conflict, "changed there by somebody else"), (.parked, "put aside"),
      (.unavailable, "without such a picture"), (.left, "left there though no longer in the collection"),
    ]
    for (state, word) in words {
      if let count = counts[state], count > 0 { parts.append("\(count) \(word)") }
    }
    files = parts.joined(separator: ", ") + "."
    dueAt = publication.isActive ? publication.dueAt.map { Timestamp.format($0) } : nil
  }
}
