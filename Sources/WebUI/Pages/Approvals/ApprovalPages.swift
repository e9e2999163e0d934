import Core
package import Flows
package import HTTPAPI
import HTTPTypes
import Hummingbird

/// What runs wait for somebody to decide.
package struct ApprovalPages: EndpointGroup {
  private let waits: Waits
  private let pages: PageRenderer

  package init(waits: Waits, pages: PageRenderer) {
    self.waits = waits
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    [
      .page("/app/approvals", id: "getApprovalsPage", summary: "Shows what waits for the reader's decision") {
        try await show($0, $1)
      },
      .act("/app/approvals/{runId}", id: "postApprovalPage", summary: "Approves or rejects", handler: decide),
    ]
  }

  private func show(
    _ request: Request, _ context: APIContext, problem: (any CodedError)? = nil
  ) async throws -> Response {
    let open = try await waits.approvals(as: context.requirePrincipal())
    return try pages.page(
      "approvals",
      ApprovalsPage(
        frame: pages.frame("Approvals", room: .activity, request, context), approvals: open,
        problem: problem?.description),
      status: problem?.httpStatus ?? .ok)
  }

  private func decide(_ request: Request, _ context: APIContext) async throws -> Response {
    let form = try await pages.form(request, context)
    guard let decision = form["decision"].flatMap(ApprovalDecision.init(rawValue:)) else {
      throw RequestError.missingParameter("decision")
    }
    let reason = form["reason"].flatMap { $0.isEmpty ? nil : $0 }
    do {
      try await waits.decide(
        run: context.id("runId"), path: form.require("step"), decision, reason: reason,
        as: context.requirePrincipal())
    } catch let error as FlowError where error == .noSuchApproval {
      // Somebody else was quicker, or it is too late: the list says what is left.
      return try await show(request, context, problem: error)
    }
    return pages.redirect(to: "/app/approvals?notice=\(decision == .approve ? "approved" : "rejected")")
  }
}
