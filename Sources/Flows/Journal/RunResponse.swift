package import Core

/// What a `respond` step gave to the webhook that started the run.
package struct RunResponse: Sendable, Hashable {
  /// 200 to 599.
  package let status: Int
  /// As they were written, names in the author's case.
  package let headers: [(name: String, value: String)]
  /// A string is sent as it is, anything else as JSON; `nil` for no body.
  package let body: JSONValue?

  /// - Parameter json: as a `respond` step puts it out.
  init(json: JSONValue) {
    status = json["status"]?.intValue.flatMap { (200...599).contains($0) ? Int($0) : nil } ?? 200
    headers = (json["headers"]?.objectValue ?? [:]).map { ($0.0, $0.1.stringValue ?? $0.1.serialized()) }
    body = json["body"]
  }

  package static func == (left: RunResponse, right: RunResponse) -> Bool {
    left.status == right.status && left.body == right.body
      && left.headers.elementsEqual(right.headers, by: ==)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(status)
    hasher.combine(body)
  }
}
