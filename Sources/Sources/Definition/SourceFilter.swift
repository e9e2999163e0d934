package import Connectors
package import Foundation

/// Which files of the chosen folders are wanted; everything, unless it says otherwise.
package struct SourceFilter: Sendable, Hashable {
  /// `image`, `video`, `audio`, `document`, or file name extensions; none means all.
  package var types: [String] = []
  /// In bytes.
  package var smallest: Int64?
  /// In bytes.
  package var largest: Int64?
  /// Patterns of paths (see `GlobPattern`); one must fit. None means all.
  package var include: [String] = []
  /// Patterns of paths; none may fit.
  package var exclude: [String] = []
  /// Only files that were changed since.
  package var changedAfter: Date?
  /// Only files that weren't changed for longer than so many days.
  package var mostDays: Int?

  package init() {}
}

extension SourceFilter {
  /// Why a file isn't wanted.
  package enum Refusal: String, Sendable, CaseIterable {
    case type
    case tooSmall
    case tooLarge
    case path
    case tooOld

    /// For people.
    package var phrase: String {
      switch self {
      case .type: "Its type isn't wanted."
      case .tooSmall: "It is smaller than wanted."
      case .tooLarge: "It is larger than wanted."
      case .path: "Its path is left out."
      case .tooOld: "It is older than wanted."
      }
    }
  }
}

/// A filter made ready for many files.
package struct FileSieve: Sendable {
  private let filter: SourceFilter
  private let include: [GlobPattern]
  private let exclude: [GlobPattern]
  private let types: Set<String>
  private let now: Date

  /// - Parameter now: what ages are counted from.
  package init(_ filter: SourceFilter, now: Date) {
    self.filter = filter
    self.now = now
    include = filter.include.map(GlobPattern.init)
    exclude = filter.exclude.map(GlobPattern.init)
    types = Set(filter.types.map { $0.lowercased().trimmingPrefix(".").description })
  }

  /// - Parameter path: from the chosen folder on.
  /// - Returns: `nil` when the file is wanted. What the service doesn't tell of it refuses nothing.
  package func refusal(of item: RemoteItem, path: RemotePath) -> SourceFilter.Refusal? {
    if !types.isEmpty, !isOfWantedType(item) { return .type }
    if let smallest = filter.smallest, let size = item.size, size < smallest { return .tooSmall }
    if let largest = filter.largest, let size = item.size, size > largest { return .tooLarge }
    let steps = path.steps
    if !include.isEmpty, !include.contains(where: { $0.matches(steps) }) { return .path }
    if exclude.contains(where: { $0.matches(steps) }) { return .path }
    if let modified = item.modifiedAt {
      if let after = filter.changedAfter, modified < after { return .tooOld }
      if let days = filter.mostDays, now.timeIntervalSince(modified) > Double(days) * 86_400 { return .tooOld }
    }
    return nil
  }

  private func isOfWantedType(_ item: RemoteItem) -> Bool {
    if let dot = item.name.lastIndex(of: "."), types.contains(item.name[dot...].dropFirst().lowercased()) {
      return true
    }
    let mime = item.mime ?? MIMEType.ofFile(named: item.name)
    let kind = mime.prefix { $0 != "/" }.lowercased()
    if types.contains(kind) { return true }
    let isDocument = kind == "text" || (kind == "application" && mime != "application/octet-stream")
    return types.contains("document") && isDocument
  }
}
