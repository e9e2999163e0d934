internal import Core
public import HTTPTypes

/// A library of the MediaValet Open API: the real service, or any server that speaks it.
///
/// ```swift
/// let library = MediaValet(
///   endpoint: "https://api.mediavalet.com", subscriptionKey: key,
///   authorization: { isRejected in [.authorization: "Bearer " + (try await tokens.current(renewing: isRejected))] },
///   transport: MyTransport())
/// let asset = try await AssetUploader(library, checkpoint: .none)
///   .upload(source, as: UploadDescription(title: "Harbour", categories: [id]))
/// ```
public struct MediaValet: Sendable {
  /// Where the API is, without a slash at its end.
  public let endpoint: String
  let subscriptionKey: String?
  let apiVersion: String
  let authorization: @Sendable (_ isRejected: Bool) async throws -> HTTPFields
  let transport: any MediaValetTransport
  let timing: MediaValetTiming

  /// A library to call.
  /// - Parameters:
  ///   - endpoint: the API's base URL, such as `https://api.mediavalet.com`.
  ///   - subscriptionKey: the key of the API plan; the real gateway wants one, other servers don't.
  ///   - apiVersion: what is sent as `x-mv-api-version`.
  ///   - authorization: the headers that prove who calls. Called with `true` once after a 401, to renew them.
  public init(
    endpoint: String, subscriptionKey: String? = nil, apiVersion: String = "1.2",
    authorization: @escaping @Sendable (_ isRejected: Bool) async throws -> HTTPFields,
    transport: any MediaValetTransport, timing: MediaValetTiming = .live
  ) {
    self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    self.subscriptionKey = subscriptionKey
    self.apiVersion = apiVersion
    self.authorization = authorization
    self.transport = transport
    self.timing = timing
  }

  /// Calls any operation of the API, with `json` as its body.
  ///
  /// A 401 renews the authorization once, a 403 never does; 429 and 5xx are waited out within ``MediaValetTiming``.
  /// - Parameters:
  ///   - path: begins with a slash; what it is made of must be percent-encoded already.
  ///   - isRepeatable: whether it may be sent again when nobody knows whether it arrived.
  /// - Throws: ``MediaValetError``, what ``authorization`` throws, or `CancellationError`.
  @discardableResult
  public func call(
    _ method: HTTPRequest.Method, _ path: String, json: [UInt8]? = nil, isRepeatable: Bool
  ) async throws -> Envelope {
    let operation = "\(method.rawValue) \(path)"
    let response = try await Retrying(timing: timing, operation: operation, isRepeatable: isRepeatable)
      .run { try await authorized(method, path, json, operation) }
    let envelope = try Envelope(body: response.body, operation: operation)
    guard envelope.errors.isEmpty else {
      throw MediaValetError.reported(operation: operation, errors: envelope.errors)
    }
    return envelope
  }

  private func authorized(
    _ method: HTTPRequest.Method, _ path: String, _ json: [UInt8]?, _ operation: String
  ) async throws -> MediaValetResponse {
    var response = try await send(method, path, json, isRejected: false)
    guard response.status == 401 else { return response }
    if isAboutKey(response.body) { throw MediaValetError.subscriptionKeyRefused }
    response = try await send(method, path, json, isRejected: true)
    guard response.status == 401 else { return response }
    throw isAboutKey(response.body)
      ? MediaValetError.subscriptionKeyRefused : MediaValetError.unauthorized(operation: operation)
  }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, _ json: [UInt8]?, isRejected: Bool
  ) async throws -> MediaValetResponse {
    var headers: HTTPFields = [.accept: "application/json"]
    headers[values: .apiVersion] = [apiVersion]
    if let subscriptionKey { headers[.subscriptionKey] = subscriptionKey }
    for field in try await authorization(isRejected) { headers[field.name] = field.value }
    if json != nil { headers[.contentType] = "application/json" }
    return try await transport.send(
      MediaValetRequest(method: method, url: endpoint + path, headers: headers, body: json ?? []))
  }

  /// The gateway says 401 for a bad key too; only the text tells it from an expired token.
  private func isAboutKey(_ body: [UInt8]) -> Bool {
    String(decoding: body.prefix(4096), as: UTF8.self).lowercased().contains("subscription key")
  }
}
