import Core
import Sources

/// What the page of one source shows.
struct SourcePage: Sendable {
  let frame: PageFrame
  let csrf: String
  let id: String
  let name: String
  let place: String
  let folders: String
  let canSync: Bool
  let canEdit: Bool
  let progress: SourceProgress
  let preview: PreviewPart?
  let hasFailed: Bool
  let failed: [Failed]
  let hasSyncs: Bool
  let syncs: [Sync]

  struct Failed: Sendable {
    let source: String
    let remote: String
    let path: String
    let problem: String
    let tries: Int
    let retryAt: String?

    init(_ file: SourceFile, of source: Source) {
      self.source = source.id.description
      remote = file.id.text
      path = file.path.text
      problem = file.problem ?? ""
      tries = file.tries
      retryAt = file.dueAt.map { Timestamp.format($0) }
    }
  }

  struct Sync: Sendable {
    let at: String
    let kind: String
    let state: String
    let summary: String
    let problem: String?

    init(_ sync: SyncRecord) {
      at = Timestamp.format(sync.startedAt)
      (kind, state) = SourcePhrase.state(sync)
      summary = SourcePhrase.summary(sync.counts)
      problem = sync.problem
    }
  }
}

/// How far a source is: the part of its page that is fetched again.
struct SourceProgress: Sendable {
  let id: String
  let csrf: String
  let kind: String
  let state: String
  let line: String
  let problem: String?
  let asksGone: Bool
  let files: String
  let dueAt: String?
  let told: [SourceTold]

  init(_ source: Source, _ standing: SourceStanding, _ push: [Subscription], csrf: String) {
    id = source.id.description
    self.csrf = csrf
    (kind, state) = SourcePhrase.state(source)
    line = Self.line(source, standing)
    problem = source.last.flatMap { $0.state == .failed ? $0.problem : nil }
    asksGone = problem?.contains("They are really gone") == true
    let held = (standing.files[.held] ?? 0) + (standing.files[.edit] ?? 0)
    var parts = ["\(Quantity.count(held, "file")) in step"]
    for (state, word) in [(SourceFile.State.waiting, "waiting"), (.parked, "put aside"), (.skipped, "left out")] {
      if let count = standing.files[state], count > 0 { parts.append("\(count) \(word)") }
    }
    files = parts.joined(separator: ", ") + "."
    dueAt = source.isActive ? source.dueAt.map { Timestamp.format($0) } : nil
    told = push.map(SourceTold.init)
  }

  private static func line(_ source: Source, _ standing: SourceStanding) -> String {
    guard let last = source.last else { return "" }
    guard last.state == .running else { return SourcePhrase.summary(last.counts) + "." }
    var parts = ["\(Quantity.count(last.counts.seen, "thing")) seen"]
    if last.counts.brought > 0 {
      parts.append("\(Quantity.count(last.counts.brought, "file")) brought, \(Quantity.bytes(last.counts.bytes))")
    }
    if let waiting = standing.files[.waiting], waiting > 0 { parts.append("\(waiting) to go") }
    if let rate = standing.rate { parts.append("\(Quantity.bytes(Int64(rate))) a second") }
    if let left = standing.timeLeft { parts.append("about \(Quantity.duration(left)) left") }
    return parts.joined(separator: " · ")
  }
}

/// What a sync would do.
struct PreviewPart: Sendable {
  let summary: String
  let isCut: Bool
  let hasRows: Bool
  let rows: [Row]

  struct Row: Sendable {
    let path: String
    let what: String
    let note: String
  }

  init(_ preview: SyncPreview) {
    summary = SourcePhrase.summary(preview.counts) + "."
    isCut = preview.isCut
    rows = preview.examples.map { Row(path: $0.path, what: $0.what.rawValue, note: $0.note ?? "") }
    hasRows = !rows.isEmpty
  }
}
