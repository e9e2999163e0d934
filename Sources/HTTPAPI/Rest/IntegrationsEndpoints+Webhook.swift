import Connections
import HTTPTypes

extension IntegrationsEndpoints {
  /// The address that an administrator enters at the service's console, so that the service tells of changes.
  func webhook(_ path: String, suffix: String) -> [Endpoint] {
    [
      endpoint(
        .get, "/{kind}\(path)/webhook", id: "getIntegrationWebhook\(suffix)",
        "Reads the address that is entered at the service's console, so that it tells of changes",
        shape: IntegrationShapes.hook
      ) { _, context in
        let hook = try await integrations.hook(
          context.parameter("kind"), application: application(context), as: try context.requirePrincipal())
        guard let hook else { throw IntegrationError.hookNotMade }
        return .json(hook.json)
      },
      endpoint(
        .post, "/{kind}\(path)/webhook", id: "makeIntegrationWebhook\(suffix)",
        "Makes that address, or another one in its place; the one before is nobody's from then on",
        shape: IntegrationShapes.hook
      ) { _, context in
        .json(
          try await integrations.makeHook(
            context.parameter("kind"), application: application(context), as: try context.requirePrincipal()
          ).json)
      },
    ]
  }
}
