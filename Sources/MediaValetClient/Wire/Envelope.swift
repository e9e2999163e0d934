package import Core

/// What every answer of the API is wrapped in.
///
/// The wire says `payload` and top-level `errors`; the prose of the documentation says `Payload` and `Meta.Errors`.
/// Both are read. An answer without any envelope, as a gateway's, is taken as the payload itself.
public struct Envelope: Sendable, Equatable {
  /// What the service did differently from what was asked, though it went well.
  public let warnings: [String]
  /// What the service left undone. Not empty means failure, also in a 2xx.
  public let errors: [String]
  /// How many records there are in all, for lists that say so.
  public let totalRecordsFound: Int64?
  /// The answer proper; null where there is none.
  package let payload: JSONValue

  /// Reads the body of an answer.
  /// - Throws: ``MediaValetError/unreadableAnswer(operation:reason:)`` when it isn't JSON.
  package init(body: [UInt8], operation: String) throws(MediaValetError) {
    guard !body.allSatisfy({ $0 <= 0x20 }) else {
      self.init(value: .null)
      return
    }
    do {
      self.init(value: try JSONValue(parsing: body))
    } catch {
      throw .unreadableAnswer(operation: operation, reason: error.message)
    }
  }

  /// Reads an answer that was parsed already.
  package init(value: JSONValue) {
    let object = value.objectValue
    let meta = object?.member(ignoringCaseOf: "meta")?.objectValue
    warnings = Self.texts(object, "warnings") + Self.texts(meta, "warnings")
    errors = Self.texts(object, "errors") + Self.texts(meta, "errors")
    totalRecordsFound =
      object?.member(ignoringCaseOf: "recordCount")?.objectValue?
      .member(ignoringCaseOf: "totalRecordsFound")?.intValue
    payload = object.map { $0.member(ignoringCaseOf: "payload") ?? Self.bare($0, value) } ?? value
  }

  /// The payload as JSON text, for callers that decode it themselves.
  public var payloadJSON: [UInt8] { payload.encoded() }

  /// An object is an envelope without payload only when it has the marks of one.
  private static func bare(_ object: JSONObject, _ value: JSONValue) -> JSONValue {
    object.member(ignoringCaseOf: "apiVersion") == nil ? value : .null
  }

  private static func texts(_ object: JSONObject?, _ name: String) -> [String] {
    (object?.member(ignoringCaseOf: name)?.arrayValue ?? []).compactMap { element in
      if let text = element.stringValue { return text.isEmpty ? nil : text }
      return element.objectValue?.member(ignoringCaseOf: "message")?.stringValue ?? element.serialized()
    }
  }
}
