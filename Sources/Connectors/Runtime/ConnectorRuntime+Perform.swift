package import Connections
package import Core

extension ConnectorRuntime {
  /// Asks for one page of a list, so that a flow can go through any number of items and a trigger can keep its place.
  ///
  /// Works for every action whose ``ActionDefinition/isPaged``, and for those whose output is one list.
  /// - Parameter cursor: ``ItemPage/next`` of the page before; `nil` for the first page.
  /// - Throws: ``ActionError``; `not_a_list` for an action that lists nothing.
  package func callPage(
    _ action: ActionReference, connection id: ConnectionID?, input: JSONValue, cursor: JSONValue? = nil,
    context: ActionContext
  ) async throws(ActionError) -> ItemPage {
    do {
      let (connector, definition) = try find(action)
      if case .request(let request) = definition.work, let paging = request.paging {
        let connection = try await connection(id, for: connector)
        let accepted = try definition.input.accept(input)
        let scope = scope(accepted, connector, connection, context)
        let walk = PageWalk(
          action: requestAction(request, definition, connector, connection, context), paging: paging)
        return try await walk.page(cursor, in: scope)
      }
      guard let pages = definition.pages else {
        let output = try await run(action, connection: id, input: input, context: context)
        guard let items = output.arrayValue else { throw ActionError.notAList(action) }
        return ItemPage(items: items, next: nil, total: Int64(items.count))
      }
      var given = input.objectValue ?? [:]
      if let cursor, cursor != .null { given[pages.cursor] = cursor }
      let output = try await run(action, connection: id, input: .object(given), context: context)
      guard let items = pages.items.value(in: output)?.arrayValue else {
        throw ActionError.unexpected(output, missing: pages.items, service: connector.title)
      }
      let next = pages.next.value(in: output)
      return ItemPage(items: items, next: next == .null ? nil : next)
    } catch {
      throw ActionError(error)
    }
  }

  func perform(
    _ action: ActionDefinition, of connector: ConnectorDefinition, _ connection: Connection?, _ input: JSONValue,
    _ context: ActionContext
  ) async throws -> JSONValue {
    let scope = scope(input, connector, connection, context)
    switch action.work {
    case .code(let name):
      guard let code = coded[name] else {
        throw ActionError(
          code: "action_unavailable", category: .invalid, message: "This program doesn't bring \"\(name)\" along.",
          advice: "Use a version of Weir that does.")
      }
      return try await code.run(call(action.name, input, connector, connection, context))
    case .request(let request):
      return try await requestAction(request, action, connector, connection, context).run(in: scope)
    case .steps(let sequence):
      return try await ActionSequence(
        rule: sequence, output: action.output, service: connector.title, context: context, effects: effects
      ) { name, input, context in
        try await run(
          ActionReference(connector: connector.id, action: name), connection: connection?.id, input: input,
          context: context)
      }.run(in: scope)
    case .upload(let upload):
      return try await BlockUpload(
        rule: upload, output: action.output, caller: caller(connector, connection), files: files, context: context
      ).run(in: scope)
    }
  }

  private func call(
    _ action: String, _ input: JSONValue, _ connector: ConnectorDefinition, _ connection: Connection?,
    _ context: ActionContext
  ) -> CodedAction.Call {
    let service = BudgetedService(connector: connector, connection: connection, budget: budget, effects: effects)
    let storage = outbound.recorded(effects)
    return CodedAction.Call(
      action: action, input: input, connection: connection, settings: connector.settings(of: connection), files: files,
      answers: answers, context: context, access: access, outbound: storage.keeping(to: service), storage: storage,
      effects: effects, endpoint: service.endpoint, caller: caller(connector, connection)
    ) { name, input, context in
      try await run(
        ActionReference(connector: connector.id, action: name), connection: connection?.id, input: input,
        context: context)
    }
  }

  private func requestAction(
    _ request: RequestDefinition, _ action: ActionDefinition, _ connector: ConnectorDefinition,
    _ connection: Connection?, _ context: ActionContext
  ) -> RequestAction {
    RequestAction(
      request: request, output: action.output, caller: caller(connector, connection).lending(request.lent, lent),
      files: files, answers: answers, context: context)
  }

  private func caller(_ connector: ConnectorDefinition, _ connection: Connection?) -> ServiceCaller {
    ServiceCaller(
      connector: connector, connection: connection, access: access, outbound: outbound, budget: budget,
      effects: effects)
  }

  private func scope(
    _ input: JSONValue, _ connector: ConnectorDefinition, _ connection: Connection?, _ context: ActionContext
  ) -> TemplateScope {
    TemplateScope(
      input: input, settings: connector.settings(of: connection),
      run: StepIdentity(key: context.idempotencyKey).templateValues)
  }
}

extension ActionError {
  static func notAList(_ action: ActionReference) -> ActionError {
    ActionError(
      code: "not_a_list", category: .invalid, message: "\(action) doesn't bring a list.",
      advice: "Choose an action that lists things.")
  }
}
