import Core
package import Flows
import HTTPTypes
import Hummingbird
import Identity

/// How long the process log is kept, and who is told of failures.
package struct FlowKeepingEndpoints: EndpointGroup {
  private let retention: Retention
  private let notices: Notices

  package init(retention: Retention, notices: Notices) {
    self.retention = retention
    self.notices = notices
  }

  package var endpoints: [Endpoint] { [readRule, setRule, targets, add, test, remove] }

  private var readRule: Endpoint {
    endpoint(
      .get, "/flows/{flowId}/retention", id: "getFlowRetention", "Reads how long a flow's process log is kept",
      .json(.ok, "The rule, and what the log takes", RunLogShapes.retention)
    ) { _, context in
      .json(try await retention.state(of: try context.id("flowId"), as: try context.requirePrincipal()).json)
    }
  }

  private var setRule: Endpoint {
    endpoint(
      .put, "/flows/{flowId}/retention", id: "setFlowRetention", "Says how long a flow's process log is kept",
      body: .json(
        .object([
          .optional("days", .integer, "The site's when not given."),
          .optional("bytes", .integer, "The site's when not given."),
        ])), .json(.ok, "The rule, and what the log takes", RunLogShapes.retention)
    ) { request, context in
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["days", "bytes"])
      let rule = RetentionRule(
        days: try fields.notNegative("days"), bytes: try fields.notNegative("bytes").map { Int64($0) })
      let state = try await retention.set(rule, of: try context.id("flowId"), as: try context.requirePrincipal())
      return .json(state.json)
    }
  }

  private var targets: Endpoint {
    endpoint(
      .get, "/notices", id: "listNoticeTargets", "Lists who is told of failures of a team's flows",
      parameters: [.query("team", .id, "The organization's when not given.")],
      .json(.ok, "The targets", .page(of: RunLogShapes.target))
    ) { request, context in
      let principal = try context.requirePrincipal()
      let team = try request.query.id("team") ?? principal.organizationTeam
      return .items(try await notices.targets(of: team, as: principal).map { $0.json() })
    }
  }

  private var add: Endpoint {
    endpoint(
      .post, "/notices", id: "addNoticeTarget", "Tells somebody of failures from now on",
      body: .json(
        .object([
          .optional("team", .id, "The organization's when not given."),
          .optional("flow", .id, "All of the team's when not given."),
          .required("kind", .words(NoticeTarget.Kind.allCases.map(\.rawValue))),
          .required("address", .string, "E-mail addresses with commas between, or a URL."),
          .optional("secret", .string, "What webhooks are signed with; made up when not given."),
          .optional("windowSeconds", .integer, "Failures within it are told together; 900 when not given."),
          .optional("recovery", .boolean, "Whether to tell that runs succeed again; true when not given."),
        ])), .json(.created, "The target; a webhook's secret is shown only now", RunLogShapes.target)
    ) { request, context in
      let principal = try context.requirePrincipal()
      let fields = try await request.fields(context)
      try fields.refuseOthers(than: ["team", "flow", "kind", "address", "secret", "windowSeconds", "recovery"])
      let new = NewNoticeTarget(
        flow: try fields.idIfAny("flow"), kind: try fields.choice("kind"),
        address: Secret(try fields.string("address")), secret: try fields.stringIfAny("secret").map { Secret($0) },
        windowSeconds: try fields.intIfAny("windowSeconds") ?? 900,
        tellsRecovery: try fields.boolIfAny("recovery") ?? true)
      let made = try await notices.add(
        new, to: try fields.idIfAny("team") ?? principal.organizationTeam, as: principal)
      return .created(made.target.json(secret: made.secret))
    }
  }

  private var test: Endpoint {
    endpoint(
      .post, "/notices/{targetId}/test", id: "testNoticeTarget", "Sends a notice that says it is a test",
      .empty(.noContent, "It was taken")
    ) { _, context in
      try await notices.test(try context.id("targetId"), as: try context.requirePrincipal())
      return .noContent
    }
  }

  private var remove: Endpoint {
    endpoint(
      .delete, "/notices/{targetId}", id: "removeNoticeTarget", "Tells somebody no more",
      .empty(.noContent, "Removed")
    ) { _, context in
      try await notices.remove(try context.id("targetId"), as: try context.requirePrincipal())
      return .noContent
    }
  }

  private func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String, parameters: [Parameter] = [],
    body: BodyShape? = nil, _ answer: ResponseShape, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    Endpoint(
      method, "/rest/v1\(path)", id: id, summary: summary, tag: "Flows", access: .signedIn, parameters: parameters,
      body: body, responses: [answer], handler: handler)
  }
}

extension JSONFields {
  fileprivate func notNegative(_ name: String) throws -> Int? {
    guard let number = try intIfAny(name) else { return nil }
    guard number >= 0 else { throw RequestError.invalidMember(name, expected: "a whole number of at least 0") }
    return number
  }
}
