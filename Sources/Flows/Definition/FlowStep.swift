/// One step of a flow.
///
/// A new kind of step (switch, parallel, try, wait, sub-flow) is a new case of ``Kind``, its reader, and its transitions
/// in ``RunMachine``; the journal keeps it as it keeps all others.
package struct FlowStep: Sendable, Hashable {
  /// What a step does.
  package enum Kind: Sendable, Hashable {
    case action(ActionStep)
    case forEach(ForEachStep)
    case conditional(IfStep)
    case set(SetStep)
  }

  /// The author's name for it: lower-case letters, digits, `_` and `-`, unique in the flow. Journals refer to it.
  package let id: String
  /// A title for people, when the author gave one.
  package let title: String?
  package let kind: Kind
  package let retry: RetryPolicy
  /// How long one attempt may take; `nil` leaves it to the action.
  package let timeout: Duration?
  /// The author's remark; may hold why it is there.
  package let note: String?
}

extension FlowStep {
  /// This step and every step inside of it, in reading order.
  package var selfAndInner: [FlowStep] {
    [self] + blocks.flatMap { $0.flatMap(\.selfAndInner) }
  }

  /// The lists of steps that stand inside of this one.
  package var blocks: [[FlowStep]] {
    switch kind {
    case .action, .set: []
    case .forEach(let loop): [loop.steps]
    case .conditional(let choice): choice.branches.map(\.steps) + [choice.otherwise]
    }
  }

  /// The word for its kind in documents, journals and messages.
  package var kindName: String {
    switch kind {
    case .action: "action"
    case .forEach: "forEach"
    case .conditional: "if"
    case .set: "set"
    }
  }
}
