package import Core

/// What a callback brings.
package enum CallbackBody {
  /// JSON as its value, a form as an object, everything else as text; `nil` when there is nothing.
  /// - Throws: ``FlowError/payloadRefused(reason:)``
  package static func parse(_ bytes: [UInt8], type: String) throws(FlowError) -> JSONValue? {
    bytes.isEmpty ? nil : try WebhookPayload.parsed(bytes, type: type)
  }
}
