/// Finds the names that a misspelt or renamed one may mean.
enum Similar {
  /// - Returns: at most three, the best first; `nil` when none is near.
  static func names(to name: String, among all: [String]) -> [String]? {
    let wanted = name.lowercased()
    let near = all.map { (name: $0, distance: distance(wanted, $0.lowercased())) }
      .filter { $0.distance <= max(2, wanted.count / 3) || $0.name.lowercased().contains(wanted) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(3).map(\.name)
    return near.isEmpty ? nil : near
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
