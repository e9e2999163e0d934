import Core
import Egress
import HTTPTypes

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
      let exchange = try await send(in: scope)
      if let header = output.header { return JSONValue(HTTPField.Name(header).flatMap { exchange.headers[$0] }) }
      let value = try selected(from: exchange.answer)
      guard case .address(let paths, let name) = output.file, value != .null else { return value }
      return try FileAnswer(action: self).handle(in: value, at: paths, name: name, scope)
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
    return caller.accepts(exchange, request.nothing) ? exchange.emptied : exchange
  }

  /// The part of an answer that is the action's output.
  func selected(from answer: JSONValue) throws -> JSONValue {
    if answer == .null { return .null }
    guard let value = output.select.value(in: answer) else {
      throw ActionError.unexpected(answer, missing: output.select, service: caller.connector.title)
    }
    return output.isParsed ? try parsed(value) : value
  }

  /// The JSON that stands in a text.
  private func parsed(_ value: JSONValue) throws -> JSONValue {
    guard let text = value.stringValue, let json = try? JSONValue(parsing: Array(text.utf8)) else {
      throw ActionError(
        code: "unexpected_answer", category: .upstream, message: "\(caller.connector.title)'s answer isn't JSON.",
        advice: "Try again, or use a model that keeps to the shape it is asked for.", retry: .backOff,
        details: ["answer": .string(String(value.serialized().prefix(2048)))])
    }
    return json
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
