import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// Opens files that an action of a connector hands out: the action is asked when the file is read.
struct ActionFile: Sendable {
  let connector: ConnectorDefinition
  let connection: Connection
  let coded: [String: CodedAction]
  let access: ConnectionAccess
  let outbound: Outbound
  let budget: ConnectionBudget
  let effects: Effects
  let lent: LentTokens

  /// - Throws: ``FileSourceError/unknownSource(_:)`` when the connector has no such action, or one that gives no file:
  ///   a handle can't make a connector do anything else.
  func open(_ handle: MediaFileHandle, _ locator: ActionLocator) async throws -> OpenFile {
    guard let action = connector.action(locator.action) else {
      throw FileSourceError.unknownSource("\(connector.id)/\(locator.action)")
    }
    let input = try action.input.accept(locator.input)
    switch (action.work, action.output.file) {
    case (.code(let name), _):
      guard let open = coded[name]?.open else { break }
      return try await open(call(locator.action, input), handle)
    case (.request(let request), .body):
      return OpenFile(
        handle,
        at: HTTPFile(name: handle.name) { range in
          try checked(try await answer(to: request, range, input), action.output)
        })
    case (.request(let request), .address(let paths, _)):
      let address = AddressOfFile(
        find: { try await self.address(request, action.output, paths, input) },
        read: { url, range in try checked(try await read(url, range), action.output) })
      return OpenFile(handle, at: HTTPFile(name: handle.name) { range in try await address.answer(range) })
    default: break
    }
    throw FileSourceError.unknownSource("\(connector.id)/\(locator.action)")
  }

  private func call(_ action: String, _ input: JSONValue) -> CodedAction.Call {
    let keeping = outbound.keeping(to: service)
    return CodedAction.Call(
      action: action, input: input, connection: connection, settings: connector.settings(of: connection),
      files: FileSources(),
      answers: nil, context: ServiceFiles.asking, access: access, outbound: keeping, storage: outbound,
      effects: effects, endpoint: service.endpoint, caller: caller
    ) { name, _, _ in
      throw FileSourceError.unknownSource(name)
    }
  }

  /// The answer of an action whose body is the file.
  private func answer(
    to request: RequestDefinition, _ range: Range<Int64>?, _ input: JSONValue
  ) async throws -> OutboundResponse {
    var built = try await builder.build(request, in: scope(input))
    built.timeout = max(built.timeout, .seconds(86_400))
    built.responseLimit = .max
    built.headers.ask(for: range)
    return try await send(built)
  }

  /// The address that an action names.
  private func address(
    _ request: RequestDefinition, _ output: OutputRule, _ paths: [JSONPath], _ input: JSONValue
  ) async throws -> String {
    let manner = ServiceCaller.Manner(isRepeatable: true, checks: request.checks, form: request.answer)
    let caller = caller.lending(request.lent, lent)
    let answer = try await caller.send(try await builder.build(request, in: scope(input)), manner).answer
    guard let url = output.select.value(in: answer).flatMap({ FileAnswer.address(in: $0, at: paths) }),
      Origin(url) != nil
    else { throw ActionError.unexpected(answer, missing: paths.first ?? output.select, service: connector.title) }
    return url
  }

  private func read(_ url: String, _ range: Range<Int64>?) async throws -> OutboundResponse {
    var request = OutboundRequest(.get, url, timeout: .seconds(86_400), responseLimit: .max)
    request.headers.ask(for: range)
    return try await send(request)
  }

  /// - Throws: ``ActionError`` with `no_file` for what the action says is never the file.
  private func checked(_ response: OutboundResponse, _ output: OutputRule) throws -> OutboundResponse {
    let mime = response.headers[.contentType].map { String($0.prefix { $0 != ";" }) }
    if response.isSuccess, let mime, output.refuses(mime) { throw ActionError.noFile(mime, service: connector.title) }
    return response
  }

  /// Sends, and goes where redirects lead: files often lie on another host, which gets no credentials.
  private func send(_ request: OutboundRequest) async throws -> OutboundResponse {
    var request = request
    for _ in 0..<Redirect.most {
      let response = try await sendOnce(request)
      guard request.method == .get,
        let target = Redirect.target(of: response.status, response.headers, from: request.url)
      else { return response }
      request = Redirect.request(to: target, after: request)
    }
    return try await sendOnce(request)
  }

  /// Sends with the connection's proof where it goes to its own service.
  private func sendOnce(_ request: OutboundRequest) async throws -> OutboundResponse {
    service.isOurs(request.url) ? try await caller.response(to: request) : try await outbound.send(request)
  }

  private func scope(_ input: JSONValue) -> TemplateScope {
    TemplateScope(
      input: input, settings: connector.settings(of: connection),
      run: StepIdentity(key: ServiceFiles.asking.idempotencyKey).templateValues)
  }

  private var builder: RequestBuilder {
    RequestBuilder(connector: connector, endpoint: service.endpoint, files: FileSources())
  }

  private var caller: ServiceCaller {
    ServiceCaller(
      connector: connector, connection: connection, access: access, outbound: outbound, budget: budget,
      effects: effects)
  }

  private var service: BudgetedService {
    BudgetedService(connector: connector, connection: connection, budget: budget, effects: effects)
  }
}

extension HTTPFields {
  /// Asks for some of the bytes, as they are: compressed on the way, ranges would count other bytes.
  mutating func ask(for range: Range<Int64>?) {
    self[.acceptEncoding] = "identity"
    guard let range else { return }
    self[.range] = "bytes=\(range.lowerBound)-" + (range.upperBound == .max ? "" : "\(range.upperBound - 1)")
  }
}
