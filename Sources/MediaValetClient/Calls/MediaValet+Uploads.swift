internal import Core
internal import HTTPTypes

public import struct Foundation.UUID

extension MediaValet {
  /// Makes the record of an asset to come, and a URL for its bytes.
  ///
  /// The service has no idempotency key. `id` is sent so that a repeated call finds the same record; a service that
  /// doesn't honour it makes a new one, which is why the returned id counts. A record that is never finalised is no
  /// asset.
  public func requestUpload(id: UUID, fileName: String, size: Int64) async throws -> UploadTicket {
    let body: JSONValue = [
      "id": .string(id.uuidString.lowercased()), "filename": .string(fileName), "fileSizeInBytes": .int(size),
    ]
    let envelope = try await call(.post, "/uploads", json: body.encoded(), isRepeatable: true)
    guard let ticket = UploadTicket(payload: envelope.payload) else {
      throw MediaValetError.unreadableAnswer(operation: "POST /uploads", reason: "it names no id and upload URL")
    }
    return ticket
  }

  /// Sets file name, title, description and size of an upload. May be repeated.
  /// - Returns: a fresh upload URL, where the service gives one.
  @discardableResult
  public func describeUpload(
    _ id: UUID, fileName: String, title: String?, description: String?, size: Int64
  ) async throws -> UploadTicket? {
    var body: JSONObject = ["id": .string(id.uuidString.lowercased()), "filename": .string(fileName)]
    body["title"] = title.map(JSONValue.string)
    body["description"] = description.map(JSONValue.string)
    body["fileSizeInBytes"] = .int(size)
    let envelope = try await call(.put, path(id), json: JSONValue.object(body).encoded(), isRepeatable: true)
    return UploadTicket(payload: envelope.payload)
  }

  /// Puts an upload into categories. May be repeated.
  public func addCategories(_ categories: [String], toUpload id: UUID) async throws {
    try await call(.post, path(id) + "/categories", json: list(categories), isRepeatable: true)
  }

  /// Gives an upload keywords; unknown ones are made. May be repeated.
  public func addKeywords(_ keywords: [String], toUpload id: UUID) async throws {
    try await call(.post, path(id) + "/keywords", json: list(keywords), isRepeatable: true)
  }

  /// Gives an upload attribute values, by attribute id. May be repeated.
  public func setAttributes(_ values: [String: String], ofUpload id: UUID) async throws {
    let map = JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    try await call(.post, path(id) + "/attributes", json: JSONValue.array([.object(map)]).encoded(), isRepeatable: true)
  }

  /// Makes an asset of an upload. Sent once only: after a lost answer, look at the asset before calling again.
  public func finaliseUpload(_ id: UUID) async throws {
    let patch: JSONValue = [["op": "replace", "path": "/status", "value": 1]]
    try await call(.patch, path(id), json: patch.encoded(), isRepeatable: false)
  }

  /// Drops an upload that isn't finalised, with its bytes.
  public func cancelUpload(_ id: UUID) async throws {
    try await call(.delete, path(id), isRepeatable: true)
  }

  private func path(_ id: UUID) -> String {
    "/uploads/\(id.uuidString.lowercased())"
  }

  private func list(_ texts: [String]) -> [UInt8] {
    JSONValue.array(texts.map(JSONValue.string)).encoded()
  }
}
