/// Tells which steps stand elsewhere than before.
enum StepOrder {
  /// The ids of the steps that are in both and were moved: into another list, or past others of their list. As few as
  /// can be: a step that others were put in front of hasn't moved.
  static func moved(from before: [StepOutline.Entry], to after: [StepOutline.Entry]) -> Set<String> {
    let old = Dictionary(before.map { ($0.id, $0.place) }, uniquingKeysWith: { first, _ in first })
    let lists = Dictionary(grouping: after.filter { old[$0.id] != nil }) { List($0.place) }
    var moved: Set<String> = []
    for (list, entries) in lists {
      let stayed = entries.filter { old[$0.id].map { List($0) == list } ?? false }
      moved.formUnion(entries.filter { entry in !stayed.contains { $0.id == entry.id } }.map(\.id))
      let kept = longestRise(stayed.map { old[$0.id]?.index ?? 0 })
      moved.formUnion(stayed.indices.filter { !kept.contains($0) }.map { stayed[$0].id })
    }
    return moved
  }

  private struct List: Hashable {
    let parent: String
    let name: String

    init(_ place: StepPlace) {
      parent = place.parent
      name = place.list
    }
  }

  /// The positions of a longest rising subsequence.
  private static func longestRise(_ numbers: [Int]) -> Set<Int> {
    var lengths = Array(repeating: 1, count: numbers.count)
    var previous = Array(repeating: -1, count: numbers.count)
    for end in numbers.indices {
      for start in 0..<end where numbers[start] < numbers[end] && lengths[start] + 1 > lengths[end] {
        (lengths[end], previous[end]) = (lengths[start] + 1, start)
      }
    }
    var position = lengths.indices.max { lengths[$0] < lengths[$1] } ?? -1
    var kept: Set<Int> = []
    while position >= 0 {
      kept.insert(position)
      position = previous[position]
    }
    return kept
  }
}
