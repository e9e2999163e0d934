/// Finds the name that a misspelt one may mean.
enum Spelling {
  /// - Returns: the first of the nearest; `nil` when none is nearer than a few letters.
  static func nearest(to name: String, among all: [String]) -> String? {
    let wanted = name.lowercased()
    let near = all.lazy.filter { abs($0.utf8.count - wanted.utf8.count) <= 3 }
      .map { (name: $0, distance: distance(wanted, $0.lowercased())) }
      .min { $0.distance < $1.distance }
    guard let near, near.distance <= max(1, min(3, wanted.utf8.count / 4)) else { return nil }
    return near.name
  }

  /// How many letters to change, add or leave out (Levenshtein).
  private static func distance(_ one: String, _ other: String) -> Int {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    var row = Array(0...other.count)
    for (index, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, candidate) in other.enumerated() {
        let change = diagonal + (letter == candidate ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[other.count]
  }
}
