import Connections
import Core

/// What is wrong with one field of a form, to be said at the field.
struct FieldProblem: Sendable {
  let field: String
  let text: String

  /// - Returns: `nil` when the error isn't about one field.
  init?(_ error: any CodedError) {
    switch error as? ConnectionError {
    case .invalidField(let name, let reason):
      field = Self.names[name] ?? (name.hasPrefix("settings.") ? "setting-\(name.dropFirst(9))" : name)
      text = reason.prefix(1).uppercased() + reason.dropFirst() + "."
    case .nameTaken:
      field = "name"
      text = error.message
    default: return nil
    }
  }

  /// Fields that the API calls otherwise than the pages.
  private static let names = [
    "clientId": "clientID", "authorizationUrl": "authorizationURL", "tokenUrl": "tokenURL", "loginUrl": "loginURL",
    "validityUrl": "validityURL", "accessKeyId": "accessKeyID",
  ]
}
