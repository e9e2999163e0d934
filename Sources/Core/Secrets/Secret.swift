/// A value that must not be shown: a password, a token, a key.
///
/// It prints as `•••` wherever it ends up in a log or an error by mistake, and isn't `Encodable`. Read ``revealed``
/// only where the value is used.
package struct Secret: Sendable, Hashable {
  /// The value itself. Never put it into a message, a log or an error.
  package let revealed: String

  package init(_ value: String) {
    revealed = value
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
