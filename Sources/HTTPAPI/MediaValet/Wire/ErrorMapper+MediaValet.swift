import Core
import HTTPTypes
import Hummingbird

extension ErrorMapper {
  /// Errors of the MediaValet surface. The three members of ASP.NET come first and adjacent, as the bulk parser of the
  /// Python SDK needs them; `errors` and `payload.message` are where other clients look.
  static func mediaValet(_ effects: Effects) -> ErrorMapper {
    ErrorMapper { error, request, context in
      if let error = error as? SubscriptionKeyError { return error.response }
      var body: JSONObject = [
        "Message": .string(plain(error.message)), "ExceptionMessage": .string(plain(error.description)),
        "ExceptionType": .string(error.code),
      ]
      let envelope = Envelope(now: effects.now(), receivedAt: context.receivedAt)
      body = body.merging(envelope.head(warnings: [], errors: [error.message]))
      var payload: JSONObject = ["message": .string(error.message), "code": .string(error.code)]
      if let advice = error.advice { payload["advice"] = .string(advice) }
      payload["requestId"] = .string(context.requestID)
      body["payload"] = .object(payload.merging(error.details))
      body["meta"] = envelope.meta
      return .json(.object(body), status: status(error, WireVersion(request)))
    }
  }

  /// Before version 1.2, "not permitted" is a 401 (section 4.4 of the API's description).
  private static func status(_ error: any CodedError, _ version: WireVersion) -> HTTPResponse.Status {
    error.category == .forbidden && version < .v1_2 ? .unauthorized : error.httpStatus
  }

  /// The SDK finds the end of a member at the next quote.
  private static func plain(_ text: String) -> String { text.replacing("\"", with: "'") }
}
