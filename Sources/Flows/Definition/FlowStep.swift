/// One step of a flow.
///
/// A kind of step is a case of ``Kind`` with a file of its own in `Definition/Steps` (its value and its reader) and one in
/// `Machine/Steps` (its transitions); the journal keeps all kinds alike.
package struct FlowStep: Sendable, Hashable {
  /// What a step does.
  package enum Kind: Sendable, Hashable {
    case action(ActionStep)
    case conditional(IfStep)
    case choice(SwitchStep)
    case forEach(ForEachStep)
    case parallel(ParallelStep)
    case attempt(TryStep)
    case wait(WaitStep)
    case flow(SubflowStep)
    /// Fills a template; its output is the value.
    case transform(ValueTemplate)
    case set(SetStep)
    case batch(BatchStep)
    case split(SplitStep)
    case merge(MergeStep)
    case aggregate(AggregateStep)
    case state(StateStep)
    case respond(RespondStep)
    case stop(StopStep)
    case fail(FailStep)
  }

  /// The author's name for it: letters, digits, `_` and `-`, unique in the flow. Journals refer to it.
  package let id: String
  /// A title for people, when the author gave one.
  package let title: String?
  package let kind: Kind
  package let retry: RetryPolicy
  /// How long one attempt may take, or all of it for a step that holds others or waits; `nil` leaves it to the action.
  package let timeout: Duration?
  package let onError: ErrorRule
  /// The author's remark; may hold why it is there.
  package let note: String?
}

extension FlowStep {
  /// This step and every step inside of it, in reading order.
  package var selfAndInner: [FlowStep] {
    [self] + blocks.flatMap { $0.flatMap(\.selfAndInner) }
  }

  /// The lists of steps that stand inside of this one, those for its failure included.
  package var blocks: [[FlowStep]] {
    if case .steps(let steps) = onError { ownBlocks + [steps] } else { ownBlocks }
  }

  /// The lists of steps that belong to what it does.
  var ownBlocks: [[FlowStep]] {
    switch kind {
    case .forEach(let loop): [loop.steps]
    case .conditional(let choice): choice.branches.map(\.steps) + [choice.otherwise]
    case .choice(let choice): choice.cases.map(\.steps) + [choice.otherwise]
    case .parallel(let parallel): parallel.branches.map(\.steps)
    case .attempt(let attempt): [attempt.steps, attempt.handler ?? [], attempt.final]
    case .action, .wait, .flow, .transform, .set, .batch, .split, .merge, .aggregate, .state, .respond, .stop, .fail:
      []
    }
  }

  /// The word for its kind in documents, journals and messages.
  package var kindName: String {
    switch kind {
    case .action: "action"
    case .conditional: "if"
    case .choice: "switch"
    case .forEach: "forEach"
    case .parallel: "parallel"
    case .attempt: "try"
    case .wait: "wait"
    case .flow: "flow"
    case .transform: "transform"
    case .set: "set"
    case .batch: "batch"
    case .split: "split"
    case .merge: "merge"
    case .aggregate: "aggregate"
    case .state: "state"
    case .respond: "respond"
    case .stop: "stop"
    case .fail: "fail"
    }
  }

  /// The actions that it calls itself, with the names of their connections.
  package var calls: [ActionStep] {
    switch kind {
    case .action(let action): [action]
    case .forEach(let loop): if case .pages(let lister) = loop.source { [lister] } else { [] }
    default: []
    }
  }
}
