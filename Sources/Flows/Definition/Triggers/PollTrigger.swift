/// A trigger that asks an action that lists again and again, and starts a run for each page of new items.
package struct PollTrigger: Sendable, Hashable {
  package let call: ActionStep
  package let every: Duration
}
