import Core
import Egress

/// An action that is one request, or one for each page.
struct RequestAction: Sendable {
  let request: RequestDefinition
  let output: OutputRule
  let caller: ServiceCaller
  let files: FileSources
  let context: ActionContext

  func run(in scope: TemplateScope) async throws -> JSONValue {
    if let paging = request.paging {
      return try await PageWalk(action: self, paging: paging).run(in: scope)
    }
    guard let adoption = request.adoption else {
      return try selected(from: try await send(in: scope, isRepeatable: isRepeatable).answer)
    }
    return try await Adoption(action: self, rule: adoption).run(in: scope)
  }

  /// Whether sending it twice does the same as once.
  var isRepeatable: Bool {
    request.isIdempotent ?? caller.connector.retry.safeMethods.contains(request.method)
  }

  var builder: RequestBuilder {
    RequestBuilder(connector: caller.connector, endpoint: caller.endpoint, files: files)
  }

  func send(in scope: TemplateScope, isRepeatable: Bool) async throws -> Exchange {
    let built = try await builder.build(request, in: scope)
    switch built.body {
    case .none, .bytes: return try await caller.send(built, isRepeatable: isRepeatable)
    // A stream is read once, so it can't be sent again from here; the run's next try makes a new one.
    case .stream: return try await caller.send(built, isRepeatable: isRepeatable, attempts: 1)
    }
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

extension ActionError {
  /// The answer lacks what the connector's definition promises.
  static func unexpected(_ answer: JSONValue, missing path: JSONPath, service: String) -> ActionError {
    ActionError(
      code: "unexpected_answer", category: .upstream, message: "\(service)'s answer has no \"\(path)\".",
      advice: "The service may have changed; look for a newer version of the connector.",
      details: ["answer": .string(String(answer.serialized().prefix(2048)))])
  }
}
