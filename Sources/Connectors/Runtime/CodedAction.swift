package import Connections
package import Core
package import Egress

/// An action that YAML can't say, by the name that connector files give in `code`.
package struct CodedAction: Sendable {
  package let name: String
  /// Does it. Its input fits the action's schema.
  package let run: @Sendable (Call) async throws -> JSONValue

  /// Opens the file that it hands out, for actions that do: such a file's handle names the action, see ``ActionLocator``.
  package let open: (@Sendable (Call, MediaFileHandle) async throws -> OpenFile)?

  package init(_ name: String, run: @escaping @Sendable (Call) async throws -> JSONValue) {
    self.name = name
    self.run = run
    open = nil
  }

  /// An action that hands out a file.
  /// - Parameters:
  ///   - handle: what is known of the file without asking, from the call's input; its origin doesn't count.
  ///   - open: opens it when it is read.
  package init(
    _ name: String, file handle: @escaping @Sendable (Call) async throws -> MediaFileHandle,
    open: @escaping @Sendable (Call, MediaFileHandle) async throws -> OpenFile
  ) {
    self.name = name
    self.open = open
    run = { call in
      guard let connection = call.connection else { throw FileSourceError.unknownSource(name) }
      let known = try await handle(call)
      let locator = ActionLocator(action: call.action, input: call.input)
      return FileAnswer.output(
        MediaFileHandle(
          name: known.name, size: known.size, mime: known.mime, sha256: known.sha256, modified: known.modified,
          origin: .connection(connection.id.description, locator: locator.text)))
    }
  }

  /// What it is run with.
  package struct Call: Sendable {
    /// The action's name in the connector's file.
    package let action: String
    package let input: JSONValue
    /// `nil` for connectors that need none.
    package let connection: Connection?
    /// The connection's settings with the connector's defaults.
    package let settings: JSONObject
    /// Opens what file handles in the input mean.
    package let files: FileSources
    /// Brings bytes into Weir's own store; `nil` where there is none.
    package let answers: AnswerStore?
    package let context: ActionContext
    /// Proves the connection to its service.
    package let access: ConnectionAccess
    /// The way out; what goes to the connection's own service keeps to its budget.
    package let outbound: Outbound
    /// The way to addresses that carry their own proof, as those of a storage: the connection's budget doesn't count them.
    package let storage: Outbound
    package let effects: Effects
    /// Where requests go.
    package let endpoint: String
    /// Sends requests as those of the connector's file are: proved, within the budget, again where that may help.
    let caller: ServiceCaller
    /// Runs another action of the same connector with the same connection, for actions that are made of several. The
    /// context is its own: a composite keeps its own checkpoint.
    package let perform: @Sendable (_ action: String, _ input: JSONValue, ActionContext) async throws -> JSONValue
  }
}
