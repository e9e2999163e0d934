import Core
import Egress
import HTTPTypes

/// Makes an HTTP request of its templates.
struct RequestBuilder: Sendable {
  let connector: ConnectorDefinition
  let endpoint: String
  let files: FileSources

  /// - Throws: ``ActionError`` when something the request can't do without has no value.
  func build(_ request: RequestDefinition, in scope: TemplateScope) async throws -> OutboundRequest {
    do {
      var built = OutboundRequest(
        HTTPRequest.Method(rawValue: request.method) ?? .get,
        try url(of: request, in: scope), timeout: request.timeout)
      for field in connector.headers + request.headers {
        guard let text = try field.value.text(in: scope), let name = HTTPField.Name(field.name) else { continue }
        built.headers[name] = text
      }
      try await setBody(request.body, of: &built, in: scope)
      return built
    } catch let problem as TemplateProblem {
      throw ActionError(
        code: "invalid_input", category: .invalid, message: "The request can't be made: \(problem.message).",
        advice: "Give the missing input.")
    }
  }

  /// The address of a request: at the endpoint, at one of the further hosts, or a whole one.
  func url(of request: RequestDefinition, in scope: TemplateScope) throws -> String {
    if let template = request.url {
      guard let whole = try template.text(in: scope), Origin(whole) != nil else {
        throw TemplateProblem.missing(template.references.map(\.description).joined(separator: ", "))
      }
      let parameters = try request.query.flatMap { field in try pairs(field, in: scope) }
      guard !parameters.isEmpty else { return whole }
      return whole + (whole.contains("?") ? "&" : "?") + parameters.joined(separator: "&")
    }
    return try url(path: request.path, query: request.query, host: request.host, in: scope)
  }

  /// The address of a path: what references give becomes one segment each.
  func url(
    path: Template, query: [TemplateField], host: String? = nil, in scope: TemplateScope
  ) throws -> String {
    for reference in path.references {
      let text = scope.value(of: reference)?.scalarText
      if let text, text.isEmpty || text == "." || text == ".." {
        throw TemplateProblem.unsafeSegment(reference.description)
      }
    }
    guard let path = try path.text(in: scope, escape: PercentEncoding.encode) else {
      throw TemplateProblem.missing(path.references.map(\.description).joined(separator: ", "))
    }
    let parameters = try query.flatMap { field in try pairs(field, in: scope) }
    return try base(host, in: scope) + path + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
  }

  private func base(_ host: String?, in scope: TemplateScope) throws -> String {
    guard let host else { return endpoint }
    let named = try connector.endpoint.hosts.first { $0.name == host }?.value.text(in: scope)
    guard let named, Origin(named) != nil else { throw TemplateProblem.missing("the host \"\(host)\"") }
    return named.hasSuffix("/") ? String(named.dropLast()) : named
  }

  /// A list becomes one parameter for each of its elements, unless the field joins them.
  private func pairs(_ field: TemplateField, in scope: TemplateScope) throws -> [String] {
    guard let value = try field.value.value(in: scope) else { return [] }
    if let members = field.members(of: value) {
      return members.compactMap { name, value in
        value.scalarText.map { "\(PercentEncoding.encode(name))=\(PercentEncoding.encode($0))" }
      }
    }
    let name = PercentEncoding.encode(field.name)
    if let join = field.join, let elements = value.arrayValue {
      let joined = elements.compactMap(\.scalarText).joined(separator: join)
      return elements.isEmpty ? [] : ["\(name)=\(PercentEncoding.encode(joined))"]
    }
    return (value.arrayValue ?? [value]).compactMap(\.scalarText).map { "\(name)=\(PercentEncoding.encode($0))" }
  }

  private func setBody(_ body: BodyTemplate, of request: inout OutboundRequest, in scope: TemplateScope) async throws {
    switch body {
    case .none: break
    case .json(let template, let type):
      // A body that is one reference to something missing is no body.
      guard let value = try template.value(in: scope) else { return }
      set(value.encoded(), type ?? "application/json", on: &request)
    case .jsonWithFiles(let template, let type, let rule):
      guard let value = try template.value(in: scope) else { return }
      let whole = try await EmbeddedFiles(files: files.duringRequest, rule: rule).embedded(value)
      set(whole.encoded(), type ?? "application/json", on: &request)
    case .jsonPatch(let fields, let type):
      let lines = JSONValue.array(try JSONPatch.lines(fields, in: scope))
      set(lines.encoded(), type ?? "application/json", on: &request)
    case .form(let fields):
      let text = try fields.flatMap { try pairs($0, in: scope) }.joined(separator: "&")
      set(Array(text.utf8), "application/x-www-form-urlencoded", on: &request)
    case .text(let template, let type): set(Array((try template.text(in: scope) ?? "").utf8), type, on: &request)
    case .multipart(let fields): try await MultipartBody(files: files).set(fields, on: &request, in: scope)
    case .file(let template, let type):
      let value = try template.value(in: scope)
      guard let handle = value.flatMap(MediaFileHandle.init(json:)) else {
        throw TemplateProblem.missing(template.references.map(\.description).joined(separator: ", "))
      }
      let file = try await files.open(handle)
      request.headers[.contentType] = type ?? file.mime ?? "application/octet-stream"
      request.body = .stream(try await file.stream())
    }
  }

  private func set(_ bytes: [UInt8], _ type: String, on request: inout OutboundRequest) {
    request.body = .bytes(bytes)
    request.headers[.contentType] = type
  }
}
