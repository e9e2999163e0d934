import Core

/// Finds the names that a misspelt or renamed one may mean.
enum Similar {
  /// - Returns: at most three, the best first; `nil` when none is near.
  static func names(to name: String, among all: [String]) -> [String]? {
    let wanted = name.lowercased()
    let near = all.map { (name: $0, distance: EditDistance.between(wanted, $0.lowercased())) }
      .filter { $0.distance <= max(2, wanted.count / 3) || $0.name.lowercased().contains(wanted) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(3).map(\.name)
    return near.isEmpty ? nil : near
  }
}
