package import HTTPTypes
package import Hummingbird

/// One thing that a program can ask: how it is reached, who may ask it, what goes in and out, and what answers.
///
/// The router and the OpenAPI document are both made from these, so that the document can't say anything else than
/// what the server does.
///
/// ```swift
/// Endpoint(
///   .get, "/rest/v1/flows/{flowId}", id: "getFlow", summary: "Reads a flow", tag: "Flows",
///   access: .permission(.viewFlows, on: .library), responses: [.json(.ok, "The flow", flowShape)]
/// ) { request, context in
///   .json(try await flows.flow(context.id("flowId")).json)
/// }
/// ```
package struct Endpoint: Sendable {
  package typealias Handler = @Sendable (Request, APIContext) async throws -> Response

  package let method: HTTPRequest.Method
  /// `/assets/{assetId}`: a part in braces stands for one segment; `{rest...}` at the end stands for all that follow.
  /// Segments are compared without regard to case.
  package let path: String
  /// Unique over the whole API, in camelCase.
  package let operationID: String
  package let summary: String
  package let tag: String
  /// Decides the shape of errors and the headers.
  package let surface: Surface
  /// Checked before the handler is called.
  package let access: AccessRule
  package let parameters: [Parameter]
  package let requestBody: BodyShape?
  package let responses: [ResponseShape]
  package let bodyLimit: BodyLimit
  package let handler: Handler

  package init(
    _ method: HTTPRequest.Method, _ path: String, id operationID: String, summary: String, tag: String,
    surface: Surface = .rest, access: AccessRule, parameters: [Parameter] = [], body: BodyShape? = nil,
    responses: [ResponseShape], bodyLimit: BodyLimit = .standard, handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.operationID = operationID
    self.summary = summary
    self.tag = tag
    self.surface = surface
    self.access = access
    self.parameters = parameters
    self.requestBody = body
    self.responses = responses
    self.bodyLimit = bodyLimit
    self.handler = handler
  }
}

/// Endpoints that belong together and need the same things; one file each.
package protocol EndpointGroup: Sendable {
  var endpoints: [Endpoint] { get }
}
