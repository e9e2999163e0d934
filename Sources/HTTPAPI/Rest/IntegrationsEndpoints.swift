package import Connections
import Core
import HTTPTypes
import Hummingbird
import Identity

/// What the administrator enters for each service. Secrets go in and never come out.
package struct IntegrationsEndpoints: EndpointGroup {
  let integrations: Integrations

  package init(integrations: Integrations) {
    self.integrations = integrations
  }

  package var endpoints: [Endpoint] {
    [list, history] + one("", suffix: "") + one("/applications/{application}", suffix: "Application") + applications
  }

  private var list: Endpoint {
    endpoint(
      .get, "", id: "listIntegrations", "Lists the services that connectors need an OAuth application for",
      shape: IdentityShapes.list(of: IntegrationShapes.integration)
    ) { _, context in .items(try await integrations.list(as: try context.requirePrincipal()).map(\.json)) }
  }

  private var history: Endpoint {
    endpoint(
      .get, "/{kind}/history", id: "getIntegrationHistory", "Lists who changed what and when",
      shape: IdentityShapes.list(of: ConnectionShapes.auditEntry)
    ) { _, context in
      .items(
        try await integrations.history(context.parameter("kind"), as: try context.requirePrincipal()).map(\.json))
    }
  }

  /// What can be done with a service's default application, and with one by name.
  private func one(_ path: String, suffix: String) -> [Endpoint] {
    [
      endpoint(.get, "/{kind}\(path)", id: "getIntegration\(suffix)", "Reads an integration") { _, context in
        .json(
          try await integrations.read(
            context.parameter("kind"), application: application(context), as: try context.requirePrincipal()
          ).json)
      },
      endpoint(
        .patch, "/{kind}\(path)", id: "updateIntegration\(suffix)",
        "Enters the client id, the client secret and own addresses", body: IntegrationShapes.change
      ) { request, context in
        let change = try IntegrationShapes.change(try await request.fields(context))
        return .json(
          try await integrations.update(
            context.parameter("kind"), application: application(context), change, as: try context.requirePrincipal()
          ).json)
      },
      switching(true, path, id: "enableIntegration\(suffix)", "Lets connections use it"),
      switching(false, path, id: "disableIntegration\(suffix)", "Stops connections from using it"),
      endpoint(
        .post, "/{kind}\(path)/check", id: "checkIntegration\(suffix)",
        "Tries what can be tried before anybody connects", shape: IdentityShapes.list(of: IntegrationShapes.finding)
      ) { _, context in
        .items(
          try await integrations.check(
            context.parameter("kind"), application: application(context), as: try context.requirePrincipal()
          ).map(\.json))
      },
      endpoint(
        .get, "/{kind}\(path)/connections", id: "listConnectionsOfIntegration\(suffix)",
        "Lists the connections that go through it", shape: IdentityShapes.list(of: IntegrationShapes.user)
      ) { _, context in
        .items(
          try await integrations.users(
            of: context.parameter("kind"), application: application(context), as: try context.requirePrincipal()
          ).map(IntegrationShapes.user))
      },
    ] + webhook(path, suffix: suffix)
  }

  private func switching(_ isOn: Bool, _ path: String, id: String, _ summary: String) -> Endpoint {
    endpoint(
      .post, "/{kind}\(path)/\(isOn ? "enable" : "disable")", id: id, summary, permission: .enableIntegrations
    ) { _, context in
      .json(
        try await integrations.setEnabled(
          isOn, context.parameter("kind"), application: application(context), as: try context.requirePrincipal()
        ).json)
    }
  }

  private var applications: [Endpoint] {
    [
      endpoint(
        .get, "/{kind}/applications", id: "listIntegrationApplications",
        "Lists the applications registered at a service, the default first",
        shape: IdentityShapes.list(of: IntegrationShapes.integration)
      ) { _, context in
        .items(
          try await integrations.applications(context.parameter("kind"), as: try context.requirePrincipal())
            .map(\.json))
      },
      endpoint(
        .post, "/{kind}/applications", id: "addIntegrationApplication",
        "Adds another application of a service, as one for a team or brand",
        body: .json(.object([.required("name", .string), .optional("title", .string)]))
      ) { request, context in
        let fields = try await request.fields(context)
        try fields.refuseOthers(than: ["name", "title"])
        let kind = context.parameter("kind")
        let made = try await integrations.addApplication(
          kind, name: try fields.string("name"), title: try fields.stringIfAny("title") ?? "",
          as: try context.requirePrincipal())
        return .created(made.json, at: "/rest/v1/integrations/\(kind)/applications/\(made.application)")
      },
      endpoint(
        .post, "/{kind}/applications/{application}/default", id: "makeIntegrationApplicationDefault",
        "Lets it serve new connections that choose no other; those that exist keep theirs"
      ) { _, context in
        .json(
          try await integrations.makeDefault(
            context.parameter("kind"), application: context.parameter("application"),
            as: try context.requirePrincipal()
          ).json)
      },
      Endpoint(
        .delete, "/rest/v1/integrations/{kind}/applications/{application}", id: "removeIntegrationApplication",
        summary: "Removes an application that isn't the default and that nothing uses", tag: "Integrations",
        access: .permission(.administerIntegrations, on: .site), responses: [.empty(.noContent, "Done")]
      ) { _, context in
        try await integrations.removeApplication(
          context.parameter("kind"), application: context.parameter("application"), as: try context.requirePrincipal())
        return .noContent
      },
    ]
  }

  /// `nil` where the path names none: the default.
  func application(_ context: APIContext) -> String? {
    let name = context.parameter("application")
    return name.isEmpty ? nil : name
  }

  func endpoint(
    _ method: HTTPRequest.Method, _ path: String, id: String, _ summary: String,
    permission: Permission = .administerIntegrations, body: BodyShape? = nil,
    shape: Shape = IntegrationShapes.integration, handler: @escaping Endpoint.Handler
  ) -> Endpoint {
    let status: HTTPResponse.Status = id == "addIntegrationApplication" ? .created : .ok
    return Endpoint(
      method, "/rest/v1/integrations\(path)", id: id, summary: summary, tag: "Integrations",
      access: .permission(permission, on: .site), body: body, responses: [.json(status, summary, shape)],
      handler: handler)
  }
}
