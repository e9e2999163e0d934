import Core

/// The addresses at which the steps of a run take callbacks.
struct CallbackAddresses: Sendable {
  let run: RunID
  /// The run's own secret.
  let key: String
  /// What stands before the token, as `https://weir.example/callbacks/`.
  let base: String
  private let steps: [(id: String, way: [Part])]

  /// One part of a step's path.
  private enum Part: Sendable {
    case name(String)
    /// Followed by the place of an item.
    case loop(String)
  }

  init(run: RunID, key: String, base: String, definition: FlowDefinition) {
    self.run = run
    self.key = key
    self.base = base
    steps = Self.steps(in: definition.steps, below: [])
  }

  /// The addresses of all steps that take a callback and can be told from a place in the run, by step id.
  /// - Parameter key: of a scope: the path of the round or branch in hand, or empty.
  func addresses(seenFrom scope: String) -> JSONObject {
    JSONObject(
      steps.compactMap { step in
        Self.path(step.way, seenFrom: scope).map { path in
          (step.id, .string(base + CallbackToken(run: run, path: path, key: key).text))
        }
      })
  }

  /// - Returns: `nil` for a step in a loop that `scope` doesn't stand in: there is one for each item.
  private static func path(_ way: [Part], seenFrom scope: String) -> String? {
    var path = ""
    for part in way {
      switch part {
      case .name(let name): path += path.isEmpty ? name : ".\(name)"
      case .loop(let name):
        path += path.isEmpty ? "\(name)[" : ".\(name)["
        guard scope.hasPrefix(path), let end = scope.dropFirst(path.count).firstIndex(of: "]") else { return nil }
        path = String(scope[...end])
      }
    }
    return path
  }

  private static func steps(in steps: [FlowStep], below outer: [Part]) -> [(id: String, way: [Part])] {
    steps.flatMap { step -> [(id: String, way: [Part])] in
      if case .wait(.callback) = step.kind {
        return [(step.id, outer + [.name(step.id)])] + inError(step, below: outer)
      }
      let inner: [(id: String, way: [Part])] =
        switch step.kind {
        case .forEach(let loop): self.steps(in: loop.steps, below: outer + [.loop(step.id)])
        case .parallel(let parallel):
          parallel.branches.flatMap {
            self.steps(in: $0.steps, below: outer + [.name(step.id), .name($0.id)])
          }
        default: step.ownBlocks.flatMap { self.steps(in: $0, below: outer + [.name(step.id)]) }
        }
      return inner + inError(step, below: outer)
    }
  }

  private static func inError(_ step: FlowStep, below outer: [Part]) -> [(id: String, way: [Part])] {
    guard case .steps(let steps) = step.onError else { return [] }
    return self.steps(in: steps, below: outer + [.name(step.id)])
  }
}
