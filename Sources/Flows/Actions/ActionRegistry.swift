package import Core
package import Identity

/// The actions that steps may call, by name. Filled at start by whoever knows the connectors; those of connectors that
/// are imported later are asked for.
package struct ActionRegistry: Sendable {
  private let fixed: [String: RegisteredAction]
  private let imported: @Sendable () -> [String: RegisteredAction]

  /// The later of two actions with one name wins.
  /// - Parameter imported: actions that may come and go while the program runs, by name; asked often, so it must be
  ///   quick. The program's own win.
  package init(
    _ actions: some Sequence<RegisteredAction> = [],
    imported: @escaping @Sendable () -> [String: RegisteredAction] = { [:] }
  ) {
    let all = BuiltinActions.all + Array(actions)
    fixed = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { _, later in later })
    self.imported = imported
  }

  package subscript(name: String) -> RegisteredAction? { fixed[name] ?? imported()[name] }

  /// All of them, by name, for pickers and the reference.
  package var all: [RegisteredAction] { actions.values.sorted { $0.name < $1.name } }

  private var actions: [String: RegisteredAction] { imported().merging(fixed) { _, fixed in fixed } }

  /// The name that a misspelt one probably means.
  func nearest(to name: String) -> String? {
    let all = actions.keys.sorted()
    let last = Self.last(name)
    return all.first { $0.lowercased() == name.lowercased() } ?? all.first { Self.last($0) == last }
      ?? Spelling.nearest(to: name, among: all)
  }

  /// Behind the connector's name, in small letters.
  private static func last(_ name: String) -> String { name.split(separator: "/").last?.lowercased() ?? "" }
}

/// A function from JSON to JSON that a step may call.
package struct RegisteredAction: Sendable {
  /// As flows write it: `mediavaletConnector-v1.0/uploadAsset`.
  package let name: String
  /// For people: "Upload asset".
  package let title: String
  /// JSON Schema of the input.
  package let inputSchema: JSONValue
  /// JSON Schema of the output.
  package let outputSchema: JSONValue
  /// Whether a step that calls it must name a connection.
  package let needsConnection: Bool
  /// Whether a step that calls it may name a connection.
  package let takesConnection: Bool
  /// Does it. Should stop soon after its task is cancelled.
  package let run: @Sendable (ActionCall) async throws(StepFailure) -> JSONValue
  /// Lists page by page, when the action lists: the cursor is what the page before gave as ``ActionPage/next``, `nil` for
  /// the first. Without it, a loop over the action takes the whole of its output for one page.
  package let page: (@Sendable (ActionCall, _ cursor: JSONValue?) async throws(StepFailure) -> ActionPage)?

  package init(
    name: String, title: String, inputSchema: JSONValue = [:], outputSchema: JSONValue = [:],
    needsConnection: Bool = true, takesConnection: Bool? = nil,
    run: @escaping @Sendable (ActionCall) async throws(StepFailure) -> JSONValue,
    page: (@Sendable (ActionCall, JSONValue?) async throws(StepFailure) -> ActionPage)? = nil
  ) {
    self.name = name
    self.title = title
    self.inputSchema = inputSchema
    self.outputSchema = outputSchema
    self.needsConnection = needsConnection
    self.takesConnection = takesConnection ?? needsConnection
    self.run = run
    self.page = page
  }
}

/// One call of an action by a step.
package struct ActionCall: Sendable {
  /// The connection's name or identifier as written in the flow.
  package let connection: String?
  /// Whose connections are meant.
  package let team: TeamID
  /// On whose behalf.
  package let flow: FlowID
  /// The run that a step belongs to; `nil` for a trigger that asks by itself.
  package let run: RunID?
  package let input: JSONValue
  /// The same for every attempt of this step of this run, and for no other.
  package let idempotencyKey: String
  package let checkpoint: ActionCheckpoint
  /// Tells how far it is: bytes or items. Cheap to call often.
  package let progress: @Sendable (_ done: Int64, _ total: Int64?) -> Void
  /// Tells of an HTTP exchange for the process log: `{"request", "response", "milliseconds"}`.
  package let record: @Sendable (JSONObject) -> Void

  package init(
    connection: String?, team: TeamID, flow: FlowID, input: JSONValue, idempotencyKey: String,
    checkpoint: ActionCheckpoint, progress: @escaping @Sendable (Int64, Int64?) -> Void,
    record: @escaping @Sendable (JSONObject) -> Void = { _ in }, run: RunID? = nil
  ) {
    self.run = run
    self.connection = connection
    self.team = team
    self.flow = flow
    self.input = input
    self.idempotencyKey = idempotencyKey
    self.checkpoint = checkpoint
    self.progress = progress
    self.record = record
  }
}

/// What an action writes down before it does something that must not be done twice.
package struct ActionCheckpoint: Sendable {
  /// What an earlier attempt saved last, or `nil`.
  package let load: @Sendable () async throws -> JSONValue?
  /// Durable when it returns. Throws when another worker has taken over; the action must then stop.
  package let save: @Sendable (JSONValue) async throws -> Void

  package init(
    load: @escaping @Sendable () async throws -> JSONValue?, save: @escaping @Sendable (JSONValue) async throws -> Void
  ) {
    self.load = load
    self.save = save
  }
}
