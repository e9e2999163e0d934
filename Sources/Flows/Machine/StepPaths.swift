extension [FlowStep] {
  /// The paths at which these steps, and those inside of them, have rows; the rounds of loops aside.
  /// - Parameter prefix: the path of what holds them; empty at the top.
  func paths(below prefix: String) -> [String] {
    flatMap { step -> [String] in
      let path = prefix.isEmpty ? step.id : "\(prefix).\(step.id)"
      var paths = [path]
      switch step.kind {
      case .forEach: break
      case .parallel(let parallel):
        for branch in parallel.branches {
          paths.append("\(path).\(branch.id)")
          paths += branch.steps.paths(below: "\(path).\(branch.id)")
        }
      default: for block in step.ownBlocks { paths += block.paths(below: path) }
      }
      if case .steps(let steps) = step.onError { paths += steps.paths(below: path) }
      return paths
    }
  }
}
