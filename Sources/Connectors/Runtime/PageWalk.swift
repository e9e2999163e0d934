import Core
import Egress
import HTTPTypes

/// Brings a long list page by page, up to the number of items that was asked for.
struct PageWalk: Sendable {
  let action: RequestAction
  let paging: PagingRule

  func run(in scope: TemplateScope) async throws -> JSONValue {
    let limit = Int(scope.input["maxItems"]?.intValue ?? 1000)
    var machine = PageMachine(rule: paging, limit: limit)
    while let position = machine.next {
      try Task.checkCancellation()
      let exchange = try await fetch(position, in: scope)
      let answer = exchange.answer
      guard let items = items(in: answer) else {
        throw ActionError.unexpected(answer, missing: paging.items, service: action.caller.connector.title)
      }
      let link = LinkHeader.next(in: exchange.headers)
      machine.received(items, total: paging.total?.value(in: answer)?.intValue, answer: answer, link: link)
      await action.context.progress(Int64(machine.items.count), machine.total)
    }
    return .object([
      paging.name: .array(machine.items), "count": JSONValue(machine.items.count), "total": JSONValue(machine.total),
      "isComplete": .bool(machine.isComplete),
    ])
  }

  /// Nothing at all, as a 204, is an empty page.
  private func items(in answer: JSONValue) -> [JSONValue]? {
    if answer == .null { return [] }
    guard let value = paging.items.value(in: answer) else { return nil }
    return value == .null ? [] : value.arrayValue
  }

  private func fetch(_ position: PageMachine.Position, in scope: TemplateScope) async throws -> Exchange {
    var scope = scope
    scope.page = position.templateValues(size: paging.size)
    var built = try await action.builder.build(action.request, in: scope)
    if let url = position.url {
      let absolute = url.hasPrefix("/") ? action.caller.endpoint + url : url
      guard let origin = Origin(absolute), origin == Origin(action.caller.endpoint) else {
        throw ActionError(
          code: "page_elsewhere", category: .upstream,
          message: "\(action.caller.connector.title) sends the next page from another host, which gets no credentials.")
      }
      built.url = absolute
    }
    return try await action.caller.send(built, isRepeatable: true)
  }
}
