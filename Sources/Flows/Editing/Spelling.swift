import Core

/// Finds the name that a misspelt one may mean.
enum Spelling {
  /// - Returns: the first of the nearest; `nil` when none is nearer than a few letters.
  static func nearest(to name: String, among all: [String]) -> String? {
    let wanted = name.lowercased()
    let near = all.lazy.filter { abs($0.utf8.count - wanted.utf8.count) <= 3 }
      .map { (name: $0, distance: EditDistance.between(wanted, $0.lowercased())) }
      .min { $0.distance < $1.distance }
    guard let near, near.distance <= max(1, min(3, wanted.utf8.count / 4)) else { return nil }
    return near.name
  }
}
