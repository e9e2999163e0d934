import Core
import Egress
import HTTPTypes

/// Makes something at a service once, over however many tries.
///
/// Before the request goes out, a note that it is about to is durable. A try that finds the note looks for what an
/// earlier one made and takes that up.
struct Adoption: Sendable {
  let action: RequestAction
  let rule: AdoptionRule

  func run(in scope: TemplateScope) async throws -> JSONValue {
    let checkpoint = action.context.checkpoint
    if try await checkpoint.load() != nil {
      if let found = try await look(in: scope) { return found }
    } else {
      try await checkpoint.save(["sent": true])
    }
    do {
      let answer = try await action.send(in: scope).answer
      return try action.selected(from: answer)
    } catch let error as ActionError {
      return try await recover(from: error, in: scope)
    }
  }

  private func recover(from error: ActionError, in scope: TemplateScope) async throws -> JSONValue {
    if rule.looksOnConflict, error.code == "service_conflict", let found = try await look(in: scope) { return found }
    guard error.code == "outcome_unknown" || error.category == .unavailable, error.retry == .never else { throw error }
    // The next try looks first, so it is safe.
    throw ActionError(
      code: error.code, category: error.category, message: error.message, retry: .backOff, details: error.details)
  }

  private func look(in scope: TemplateScope) async throws -> JSONValue? {
    let url = try action.builder.url(path: rule.path, query: rule.query, host: action.request.host, in: scope)
    var request = OutboundRequest(.get, url, timeout: action.request.timeout)
    for field in action.caller.connector.headers {
      guard let text = try field.value.text(in: scope), let name = HTTPField.Name(field.name) else { continue }
      request.headers[name] = text
    }
    do {
      let answer = try await action.caller.send(
        request, ServiceCaller.Manner(isRepeatable: true)
      ).answer
      return try choose(from: rule.select.value(in: answer), in: scope)
    } catch let error as ActionError where error.category == .notFound {
      return nil
    }
  }

  private func choose(from value: JSONValue?, in scope: TemplateScope) throws -> JSONValue? {
    guard let value, value != .null else { return nil }
    let candidates = value.arrayValue ?? [value]
    return try candidates.first { candidate in
      try rule.match.allSatisfy { field in
        try JSONPath(field.name).value(in: candidate) == field.value.value(in: scope)
      }
    }
  }
}
