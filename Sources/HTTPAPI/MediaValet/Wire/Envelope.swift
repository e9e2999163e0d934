import Core
import Foundation
import HTTPTypes
import Hummingbird

/// The frame around every answer of the MediaValet API.
///
/// Clients read it by position: compact, `recordCount` before `payload`, nothing between `payload` and `meta`,
/// `ElapsedTimeInMS` first and `createdAt` last in `meta`.
struct Envelope {
  /// Build-like, as older servers send it; clients don't compare it.
  static let apiVersion = "2022.6.17.1"

  let now: Date
  let receivedAt: Date

  func response(_ answer: MediaValetAnswer) -> Response {
    guard let payload = answer.payload else { return Response(status: answer.status) }
    return .json(json(answer, payload), status: answer.status)
  }

  private func json(_ answer: MediaValetAnswer, _ payload: JSONValue) -> JSONValue {
    var envelope = head(warnings: answer.warnings, errors: answer.errors)
    if let count = answer.recordCount {
      envelope["recordCount"] = [
        "totalRecordsFound": JSONValue(count.total), "startingRecord": JSONValue(count.start),
        "recordsReturned": JSONValue(count.returned),
      ]
    }
    envelope["payload"] = payload
    envelope["meta"] = meta
    return .object(envelope)
  }

  func head(warnings: [String], errors: [String]) -> JSONObject {
    [
      "apiVersion": .string(Self.apiVersion), "warnings": .array(warnings.map(JSONValue.string)),
      "errors": .array(errors.map(JSONValue.string)),
    ]
  }

  var meta: JSONValue {
    let elapsed = Int(max(0, now.timeIntervalSince(receivedAt)) * 1000)
    return ["metaInformation": ["ElapsedTimeInMS": JSONValue(elapsed)], "createdAt": JSONValue(now)]
  }
}
