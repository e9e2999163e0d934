import Core
import HTTPTypes

/// The API's own description (OpenAPI 3.1.1), made from the endpoints that are registered.
struct OpenAPIDocument {
  let title: String
  let version: String
  let endpoints: [Endpoint]

  var json: JSONValue {
    var schemas = JSONObject()
    var paths = JSONObject()
    for endpoint in endpoints.sorted(by: { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }) {
      let path = PathTemplate.documented(endpoint.path)
      var item = paths[path]?.objectValue ?? [:]
      item[endpoint.method.rawValue.lowercased()] = operation(endpoint, &schemas)
      paths[path] = .object(item)
    }
    _ = Shape.problem.schema(collecting: &schemas)
    return [
      "openapi": "3.1.1",
      "info": ["title": .string(title), "version": .string(version), "license": ["name": "Apache-2.0"]],
      "tags": .array(Set(endpoints.map(\.tag)).sorted().map { ["name": .string($0)] }),
      "paths": .object(paths),
      "components": ["schemas": .object(schemas), "securitySchemes": securitySchemes],
    ]
  }

  private func operation(_ endpoint: Endpoint, _ schemas: inout JSONObject) -> JSONValue {
    var operation: JSONObject = [
      "operationId": .string(endpoint.operationID), "summary": .string(endpoint.summary),
      "tags": [.string(endpoint.tag)],
    ]
    let parameters = parameters(endpoint, &schemas)
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    if let body = endpoint.requestBody {
      let schema = body.shape.schema(collecting: &schemas)
      var request: JSONObject = [
        "required": .bool(body.isRequired),
        "content": .object(JSONObject(body.contentTypes.map { ($0, ["schema": schema]) })),
      ]
      if !body.note.isEmpty { request["description"] = .string(body.note) }
      operation["requestBody"] = .object(request)
    }
    operation["responses"] = responses(endpoint, &schemas)
    operation["security"] = endpoint.access == .anyone ? [] : [["oauth2": ["api"]], ["session": []]]
    return .object(operation)
  }

  private func parameters(_ endpoint: Endpoint, _ schemas: inout JSONObject) -> [JSONValue] {
    let described = Set(endpoint.parameters.filter { $0.place == .path }.map(\.name))
    let bare = PathTemplate(endpoint.path).parameterNames.filter { !described.contains($0) }.map {
      Parameter.path($0, $0.hasSuffix("Id") ? .id : .string, "")
    }
    return (bare + endpoint.parameters).map { parameter in
      var entry: JSONObject = [
        "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
        "required": .bool(parameter.isRequired), "schema": parameter.shape.schema(collecting: &schemas),
      ]
      if !parameter.note.isEmpty { entry["description"] = .string(parameter.note) }
      return .object(entry)
    }
  }

  private func responses(_ endpoint: Endpoint, _ schemas: inout JSONObject) -> JSONValue {
    var responses = JSONObject()
    for response in endpoint.responses {
      var entry: JSONObject = ["description": .string(response.note)]
      if let type = response.contentType {
        entry["content"] = .object([type: ["schema": response.shape.schema(collecting: &schemas)]])
      }
      responses[String(response.status.code)] = .object(entry)
    }
    if endpoint.surface == .rest {
      responses["default"] = [
        "description": "What went wrong",
        "content": ["application/problem+json": ["schema": Shape.problem.schema(collecting: &schemas)]],
      ]
    }
    return .object(responses)
  }

  private var securitySchemes: JSONValue {
    [
      "oauth2": [
        "type": "oauth2",
        "flows": [
          "authorizationCode": [
            "authorizationUrl": "/connect/authorize", "tokenUrl": "/connect/token",
            "scopes": ["api": "Use the API", "openid": "Sign in", "offline_access": "Stay connected"],
          ],
          "clientCredentials": ["tokenUrl": "/connect/token", "scopes": ["api": "Use the API"]],
        ],
      ],
      "session": ["type": "apiKey", "in": "cookie", "name": "__Host-weir"],
    ]
  }
}

extension Shape {
  /// RFC 9457, with our members.
  static let problem = Shape.named(
    "Problem",
    .object([
      .required("type", .string(format: "uri")), .required("title", .string), .required("status", .integer),
      .required("detail", .string, "What happened, to what."), .required("code", .string, "Stable, for programs."),
      .optional("advice", .string, "What to do next."), .required("requestId", .string),
    ]))
}
