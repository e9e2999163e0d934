import Core
package import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity

/// The calls that came in from other systems: what each brought, what became of it, and doing it again.
package struct WebhookPages: EndpointGroup {
  private let flows: Flows
  private let calls: ReceivedCalls
  private let waits: Waits
  private let pages: PageRenderer

  package init(flows: Flows, calls: ReceivedCalls, waits: Waits, pages: PageRenderer) {
    self.flows = flows
    self.calls = calls
    self.waits = waits
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    let one = "/app/webhooks/{callId}"
    return [
      .page("/app/webhooks", id: "getWebhooksPage", summary: "Shows the calls that came in") {
        try await showAll("webhooks", $0, $1)
      },
      .page("/app/webhooks/rows", id: "getWebhookRows", summary: "Shows the rows of the calls alone") {
        try await showAll("webhooks-rows", $0, $1)
      },
      .page(one, id: "getWebhookCallPage", summary: "Shows a call and its payload", handler: show),
      .act(one + "/replay", id: "postWebhookReplayPage", summary: "Runs a flow with a call again", handler: replay),
    ]
  }

  private func showAll(_ template: String, _ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let filter = try WebhookFilter(request.query)
    let page = try request.query.page()
    let found = try await calls.list(
      flow: filter.flow, outcome: filter.outcome, after: page.after, limit: page.limit, as: principal)
    let known = try await flows.list(limit: 500, as: principal).items
    let names = Dictionary(known.map { ($0.id, $0.name) }) { first, _ in first }
    let rows = found.items.map { call in
      WebhookRow(call, flow: names[call.flow] ?? "Another flow", canReplay: Self.mayReplay(call, principal))
    }
    return try pages.page(
      template,
      WebhooksPage(
        frame: pages.frame("Webhooks", room: .activity, request, context),
        tabs: ActivityTabs(.webhooks, approvals: try await waits.approvals(as: principal).count), filter: filter,
        flows: known.map { ($0.id, $0.name) }, calls: rows, isFirstPage: page.after == nil,
        next: found.next.map { filter.address(after: $0.token) }))
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let call = try await calls.call(context.id("callId"), as: principal)
    let flow = try await flows.flow(call.flow, as: principal)
    return try pages.page(
      "webhook",
      WebhookCallPage(
        frame: pages.frame("Call of \(flow.name)", room: .activity, request, context), call: call, flow: flow.name,
        body: calls.body(of: call), canReplay: Self.mayReplay(call, principal)))
  }

  private func replay(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try await pages.form(request, context)
    let runs = try await calls.replay(context.id("callId"), as: context.requirePrincipal())
    return pages.redirect(to: runs.count == 1 ? "/app/activity/\(runs[0])" : "/app/activity")
  }

  private static func mayReplay(_ call: ReceivedCall, _ principal: Principal) -> Bool {
    call.outcome != .answered && Access.allows(.runFlows, on: .team(call.team), as: principal)
  }
}
