import Core
import Foundation

/// Tells which files are new or changed.
extension FolderConnector {
  /// More files than this can't be watched: the cursor would grow beyond what is kept at each look.
  static let mostWatchedFiles = 500_000

  /// - Parameter now: a file that changed shortly before isn't told yet.
  func changes(_ input: JSONValue, at now: Date) async throws -> JSONValue {
    let folder = input["folder"]?.stringValue ?? ""
    let starts = folder.isEmpty ? roots.map { FolderPath(root: $0, steps: []) } : [try FolderPath(folder, in: roots)]
    let walk = FolderWalk(
      pattern: input["pattern"]?.stringValue.map(GlobPattern.init), isRecursive: input["recursive"] != false,
      after: nil)
    let settle = TimeInterval(input["settleSeconds"]?.intValue ?? 10)
    let limit = Int(input["limit"]?.intValue ?? 100)
    guard let known = FolderSnapshot(cursor: input["cursor"]?.stringValue) else {
      throw ActionError(
        code: "invalid_cursor", category: .invalid, message: "The cursor is none of this action's.",
        advice: "Leave it out to begin anew.")
    }
    let found = try await BlockingWork.run { try starts.flatMap { try walk.files(in: $0) } }
    guard found.count <= Self.mostWatchedFiles else {
      throw ActionError(
        code: "too_many_files", category: .invalid,
        message: "There are \(found.count) files; at most \(Self.mostWatchedFiles) can be watched.",
        advice: "Choose a folder further inside, or a narrower pattern.")
    }
    // What is being written has a fresh date; one from the future can't be waited for.
    let isSettled = { (file: FolderWalk.Found) in abs(now.timeIntervalSince(file.status.modified)) >= settle }
    return Self.answer(
      found.filter(isSettled), unsettled: found.filter { !isSettled($0) }, known, limit: limit)
  }

  private static func answer(
    _ files: [FolderWalk.Found], unsettled: [FolderWalk.Found], _ known: FolderSnapshot, limit: Int
  ) -> JSONValue {
    var next = FolderSnapshot()
    var items: [JSONValue] = []
    var isMore = false
    for file in files.sorted(by: { $0.path.text < $1.path.text }) {
      let change = known.change(of: file)
      if change != .none {
        guard items.count < limit else {
          // It is told at the next look; until then it stays what it was.
          isMore = true
          next.keep(file, from: known)
          continue
        }
        items.append(.object(listed(file.path, file.status).merging(["change": .string(change.rawValue)])))
      }
      next.add(file)
    }
    for file in unsettled { next.keep(file, from: known) }
    return [
      "items": .array(items), "count": JSONValue(items.count), "cursor": .string(next.cursor), "more": .bool(isMore),
      "unsettled": JSONValue(unsettled.count),
    ]
  }
}
