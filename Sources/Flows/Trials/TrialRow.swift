import Core

/// What a trial needs of one row of a run's journal.
struct TrialRow: Sendable, Hashable {
  let path: String
  /// The step's id; empty for a round of a loop.
  let step: String
  let kind: String
  let input: JSONValue
  let output: JSONValue?
}

extension ExpressionContext {
  /// What expressions would have seen in a finished run, in one round of the loops around them.
  /// - Parameters:
  ///   - rows: of the visible steps, the loops and their rounds, in the order in which they were written.
  ///   - pins: outputs that stand in for those of the run.
  init(scope: TrialScope, trigger: JSONValue, run: JSONValue, rows: [TrialRow], pins: JSONObject) {
    self.init(trigger: trigger, steps: [:], item: .null, index: .null, vars: scope.variables, run: run)
    var round = ""
    for loop in scope.loops {
      let around = rows.first { $0.step == loop.step && (round.isEmpty || $0.path.hasPrefix("\(round).")) }
      guard let around else { continue }
      round = "\(around.path)[\(loop.index)]"
      item = rows.first { $0.path == round }?.input ?? around.input[loop.index] ?? .null
      index = JSONValue(loop.index)
      if let name = loop.itemName { vars[name] = item }
    }
    for id in scope.visible {
      let row = rows.filter { $0.step == id && $0.output != nil }.max { Self.depth($0, round) < Self.depth($1, round) }
      guard let output = pins[id] ?? row?.output else { continue }
      steps[id] = output
      if row?.kind == "set", let values = output.objectValue { vars = vars.merging(values) }
    }
  }

  /// How much of the round that is looked at a row shares: rows of other rounds come last.
  private static func depth(_ row: TrialRow, _ round: String) -> Int {
    zip(row.path.utf8, round.utf8).prefix { $0 == $1 }.count
  }
}
