import Core
import Egress

/// An action that is one request, or one for each page.
struct RequestAction: Sendable {
  let request: RequestDefinition
  let output: OutputRule
  let caller: ServiceCaller
  let files: FileSources
  let answers: AnswerStore?
  let context: ActionContext

  func run(in scope: TemplateScope) async throws -> JSONValue {
    if let paging = request.paging {
      return try await PageWalk(action: self, paging: paging).run(in: scope)
    }
    if case .body(let name) = output.file {
      return try await FileAnswer(action: self).keep(name: name, in: scope)
    }
    guard let adoption = request.adoption else {
      let value = try selected(from: try await send(in: scope).answer)
      guard case .address(let path, let name) = output.file, value != .null else { return value }
      return try FileAnswer(action: self).handle(in: value, at: path, name: name, scope)
    }
    return try await Adoption(action: self, rule: adoption).run(in: scope)
  }

  /// Whether sending it twice does the same as once.
  var isRepeatable: Bool {
    request.isIdempotent ?? caller.connector.retry.safeMethods.contains(request.method)
  }

  var manner: ServiceCaller.Manner {
    ServiceCaller.Manner(
      isRepeatable: isRepeatable, checks: request.checks, accepted: request.nothing, form: request.answer)
  }

  var builder: RequestBuilder {
    RequestBuilder(connector: caller.connector, endpoint: caller.endpoint, files: files)
  }

  func send(in scope: TemplateScope) async throws -> Exchange {
    let built = try await builder.build(request, in: scope)
    var manner = manner
    // A stream is read once, so it can't be sent again from here; the run's next try makes a new one.
    if case .stream = built.body { manner.attempts = 1 }
    let exchange = try await caller.send(built, manner)
    return request.nothing.contains(exchange.status) ? exchange.emptied : exchange
  }

  /// The part of an answer that is the action's output.
  func selected(from answer: JSONValue) throws -> JSONValue {
    if answer == .null { return .null }
    guard let value = output.select.value(in: answer) else {
      throw ActionError.unexpected(answer, missing: output.select, service: caller.connector.title)
    }
    return value
  }
}

extension Exchange {
  /// The same without its body: the service says that there is nothing.
  var emptied: Exchange {
    Exchange(
      method: method, url: url, requestBody: requestBody, status: status, headers: headers, body: [], secrets: secrets,
      form: form)
  }
}

extension ActionError {
  /// The answer lacks what the connector's definition promises.
  static func unexpected(_ answer: JSONValue, missing path: JSONPath, service: String) -> ActionError {
    ActionError(
      code: "unexpected_answer", category: .upstream,
      message: path.steps.isEmpty
        ? "\(service)'s answer isn't what the connector says." : "\(service)'s answer has no \"\(path)\".",
      advice: "The service may have changed; look for a newer version of the connector.",
      details: ["answer": .string(String(answer.serialized().prefix(2048)))])
  }
}
