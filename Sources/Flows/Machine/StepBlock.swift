import Core

/// A list of steps that is being gone through.
struct StepBlock: Sendable {
  /// What the list is to the step that holds it.
  enum Role: Sendable, Hashable {
    case root
    /// A way of an `if` or a `switch`.
    case way
    case round
    case branch
    case attempt
    case handler
    /// What is done at the end of a `try`; never given up.
    case final
    /// What a step's failure leads to.
    case onError
  }

  let role: Role
  let steps: [FlowStep]
  /// The key of the scope its expressions see.
  let scope: String
  var position = 0
  /// The output of the last step that is done.
  var last: JSONValue = .null
  /// Set when nothing new is to be begun in it.
  var isWinding = false
  /// What a `try` comes to once its last part is done.
  var kept: StepResult?

  init(_ role: Role, _ steps: [FlowStep], scope: String, isWinding: Bool = false, kept: StepResult? = nil) {
    self.role = role
    self.steps = steps
    self.scope = scope
    self.isWinding = isWinding
    self.kept = kept
  }
}

/// What expressions see in one round of a loop, in one branch, or outside of all.
struct Scope: Sendable {
  var vars: JSONObject
  var outputs: JSONObject
  var item: JSONValue = .null
  var index: JSONValue = .null
}
