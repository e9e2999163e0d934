import Core
import Flows

/// What the page of one call shows.
struct WebhookCallPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let row: WebhookRow
  let id: String
  let flow: String
  let flowID: String
  let status: Int
  let headers: [AssetPage.Fact]
  let query: [AssetPage.Fact]
  let hasQuery: Bool
  /// The payload as people read it; `nil` when it isn't kept.
  let payload: String?
  let noPayload: String
  let original: String?

  init(frame: PageFrame, call: ReceivedCall, flow: String, body: JSONValue, canReplay: Bool) {
    self.frame = frame
    csrf = frame.csrf
    row = WebhookRow(call, flow: flow, canReplay: canReplay)
    id = row.id
    self.flow = flow
    flowID = call.flow.description
    status = call.status
    headers = Self.facts(call.headers)
    query = Self.facts(call.query)
    hasQuery = !query.isEmpty
    payload = body.isNull ? call.file?.serialized(pretty: true) : body.serialized(pretty: true)
    noPayload = call.size == 0 ? "It brought no body." : "The body isn't kept with the call; its run has it."
    original = call.replays?.description
  }

  private static func facts(_ object: JSONObject) -> [AssetPage.Fact] {
    object.map { AssetPage.Fact(name: $0.0, value: $0.1.stringValue ?? $0.1.serialized()) }
  }
}
