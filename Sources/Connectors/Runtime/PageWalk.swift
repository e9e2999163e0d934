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
      try await fetch(position, into: &machine, in: scope)
      await action.context.progress(Int64(machine.items.count), machine.total)
    }
    return .object([
      paging.name: .array(machine.items), "count": JSONValue(machine.items.count), "total": JSONValue(machine.total),
      "isComplete": .bool(machine.isComplete),
    ])
  }

  /// One page.
  /// - Parameter cursor: ``ItemPage/next`` of the page before; `nil` for the first.
  func page(_ cursor: JSONValue?, in scope: TemplateScope) async throws -> ItemPage {
    var start: PageMachine.Position?
    if let cursor, cursor != .null {
      start = PageMachine.Position(cursor)
      if start == nil { throw ActionError.wrongCursor }
    }
    var machine = PageMachine(rule: paging, limit: .max, from: start)
    guard let position = machine.next else { return ItemPage(items: [], next: nil, total: nil) }
    try await fetch(position, into: &machine, in: scope)
    return ItemPage(items: machine.items, next: machine.next?.json, total: machine.total)
  }

  private func fetch(
    _ position: PageMachine.Position, into machine: inout PageMachine, in scope: TemplateScope
  ) async throws {
    let exchange = try await fetch(position, in: scope)
    let answer = exchange.answer
    guard let items = items(in: answer, status: exchange.status) else {
      throw ActionError.unexpected(answer, missing: paging.items, service: action.caller.connector.title)
    }
    let link = LinkHeader.next(in: exchange.headers)
    machine.received(items, total: paging.total?.value(in: answer)?.intValue, answer: answer, link: link)
  }

  /// A 204 is an empty page; any other answer without a list is none, or a body that got lost on the way would have all
  /// files of a folder be gone.
  private func items(in answer: JSONValue, status: Int) -> [JSONValue]? {
    if answer == .null { return status == 204 ? [] : nil }
    guard let value = paging.items.value(in: answer) else { return nil }
    if value == .null { return tellsOfErrors(answer) ? nil : [] }
    return value.arrayValue
  }

  /// Whether an answer names errors besides its list, as GraphQL does.
  private func tellsOfErrors(_ answer: JSONValue) -> Bool {
    ["error", "errors"].contains { name in
      guard let value = answer[name] else { return false }
      return ![.null, .array([]), .object([:]), .bool(false), ""].contains(value)
    }
  }

  private func fetch(_ position: PageMachine.Position, in scope: TemplateScope) async throws -> Exchange {
    var scope = scope
    scope.page = position.templateValues(size: paging.size)
    var request = action.request
    if let following = paging.following, position.cursor != nil {
      (request.path, request.query, request.body) = (following.path, following.query, following.body)
    }
    var built = try await action.builder.build(request, in: scope)
    if let url = position.url {
      let absolute = url.hasPrefix("/") ? origin(of: built.url) + url : url
      guard action.caller.isOurs(absolute) else {
        throw ActionError(
          code: "page_elsewhere", category: .upstream,
          message: "\(action.caller.connector.title) sends the next page from another host, which gets no credentials.")
      }
      built.url = absolute
    }
    var manner = action.manner
    manner.isRepeatable = true
    return try await action.caller.send(built, manner)
  }

  /// What a path that begins at the root is added to.
  private func origin(of url: String) -> String {
    let pieces = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return pieces.prefix(3).joined(separator: "/")
  }
}

extension ActionError {
  /// A place to go on from that the runtime didn't hand out.
  static var wrongCursor: ActionError {
    ActionError(
      code: "invalid_cursor", category: .invalid, message: "This isn't a place in the list.",
      advice: "Begin with the first page.")
  }
}
