import Core
import Flows
import Foundation
import HTTPAPI

/// Which calls are to be seen, as it stands in the page's address.
struct WebhookFilter: Sendable {
  let flow: FlowID?
  let outcome: ReceivedCall.Outcome?

  init(_ query: QueryParameters) throws {
    flow = try query.id("flow")
    outcome = query.string("outcome").flatMap(ReceivedCall.Outcome.init(rawValue:))
  }

  var isActive: Bool { flow != nil || outcome != nil }

  /// The address of the same calls from a place on.
  func address(after token: String? = nil, path: String = "/app/webhooks") -> String {
    var parts = URLComponents()
    parts.path = path
    let values = [("flow", flow?.description), ("outcome", outcome?.rawValue), ("after", token)]
    let items = values.compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
    parts.queryItems = items.isEmpty ? nil : items
    return parts.string ?? path
  }
}
