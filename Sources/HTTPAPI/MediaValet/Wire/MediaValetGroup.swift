import Core
import HTTPTypes
import Identity

/// Endpoints of the MediaValet surface: the handler answers a payload, the rest is the same for all.
protocol MediaValetGroup: EndpointGroup {
  var services: MediaValetServices { get }
  /// The heading in the API's description.
  static var tag: String { get }
}

extension MediaValetGroup {
  /// - Parameters:
  ///   - takes: the shape of the body, where there is one.
  ///   - answers: the status of success, and the shape of the payload.
  func on(
    _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: String,
    needs permission: Permission? = .viewLibrary, parameters: [Parameter] = [], takes: Shape? = nil,
    answers: (HTTPResponse.Status, Shape) = (.ok, .any), bodyLimit: BodyLimit = .standard,
    _ handler: @escaping @Sendable (MediaValetCall) async throws -> MediaValetAnswer
  ) -> Endpoint {
    let services = services
    return Endpoint(
      method, path, id: id, summary: summary, tag: Self.tag, surface: .mediaValet,
      access: permission.map { .permission($0, on: .library) } ?? .signedIn,
      parameters: parameters, body: takes.map { .json($0) },
      responses: [
        answers.0 == .noContent
          ? .empty(.noContent, "Done") : .json(answers.0, "The payload in its envelope", .envelope(answers.1))
      ], bodyLimit: bodyLimit
    ) { request, context in
      let call = try MediaValetCall(request, context, services)
      var answer = try await handler(call)
      answer.warnings += try UniversalQuery(query: call.query).warnings()
      return Envelope(now: services.effects.now(), receivedAt: context.receivedAt).response(answer)
    }
  }
}

extension Shape {
  /// The MediaValet envelope around a payload.
  static func envelope(_ payload: Shape) -> Shape {
    .object([
      .required("apiVersion", .string), .required("warnings", .array(.string)), .required("errors", .array(.string)),
      .optional("recordCount", .recordCount), .required("payload", payload), .required("meta", .map(.any)),
    ])
  }

  private static let recordCount = Shape.named(
    "RecordCount",
    .object([
      .required("totalRecordsFound", .integer), .required("startingRecord", .integer),
      .required("recordsReturned", .integer),
    ]))
}

extension Parameter {
  /// `offset` and `count`.
  static let mediaValetPage: [Parameter] = [
    .query("offset", .integer, "How many to pass over."), .query("count", .integer, "How many to answer with; 50."),
  ]

  static let includeSoftDeleted = Parameter.query("includeSoftDeleted", .boolean, "Whether deleted assets count.")
}
