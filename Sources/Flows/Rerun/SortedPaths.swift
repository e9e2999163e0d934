/// The paths of many rows, so that those inside of a step are found without a look at all others.
struct SortedPaths {
  private let paths: [String]

  init(_ paths: [String]) {
    self.paths = paths.sorted()
  }

  var isEmpty: Bool { paths.isEmpty }

  /// A path itself, if it is there, and those of everything inside of it.
  func all(at path: String) -> [String] {
    var found: [String] = []
    for start in [path, "\(path).", "\(path)["] {
      var place = place(of: start)
      while place < paths.count, start == path ? paths[place] == path : paths[place].hasPrefix(start) {
        found.append(paths[place])
        place += 1
      }
    }
    return found
  }

  /// Whether a path or something inside of it is there.
  func containsAny(at path: String) -> Bool {
    let own = place(of: path)
    if own < paths.count, paths[own] == path { return true }
    return ["\(path).", "\(path)["].contains { start in
      let place = place(of: start)
      return place < paths.count && paths[place].hasPrefix(start)
    }
  }

  /// Where the first one stands that doesn't come before `start`.
  private func place(of start: String) -> Int {
    var (low, high) = (0, paths.count)
    while low < high {
      let middle = (low + high) / 2
      if paths[middle] < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
