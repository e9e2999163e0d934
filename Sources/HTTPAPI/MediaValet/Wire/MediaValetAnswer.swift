import Core
import HTTPTypes

/// What a handler of the MediaValet surface answers with, before it is put into the envelope.
struct MediaValetAnswer: Sendable {
  var status: HTTPResponse.Status = .ok
  /// `nil` answers without any body.
  var payload: JSONValue?
  var recordCount: RecordCount?
  var warnings: [String] = []
  var errors: [String] = []

  struct RecordCount: Sendable, Equatable {
    let total: Int
    let start: Int
    let returned: Int
  }

  static func ok(_ payload: JSONValue) -> MediaValetAnswer { MediaValetAnswer(payload: payload) }
  static func created(_ payload: JSONValue) -> MediaValetAnswer { MediaValetAnswer(status: .created, payload: payload) }
  /// The write is applied already; the status is what clients of the real service expect.
  static func accepted(_ payload: JSONValue) -> MediaValetAnswer {
    MediaValetAnswer(status: .accepted, payload: payload)
  }
  static let noContent = MediaValetAnswer(status: .noContent)

  /// A whole list.
  static func list(_ items: [JSONValue]) -> MediaValetAnswer {
    list(items, total: items.count, offset: 0)
  }

  /// A page of a list.
  static func list(_ items: [JSONValue], total: Int, offset: Int) -> MediaValetAnswer {
    MediaValetAnswer(
      payload: .array(items), recordCount: RecordCount(total: total, start: offset, returned: items.count))
  }
}
