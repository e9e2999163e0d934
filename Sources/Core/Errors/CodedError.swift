/// An error as it leaves a room: stable for programs, plain for people, and free of secrets.
///
/// Each room has small error enums of its own that conform; each surface has one mapper from this to its own shape.
/// Nothing in ``message``, ``advice`` or ``details`` may hold a secret, a token or the arguments of an SQL statement.
package protocol CodedError: Error, CustomStringConvertible {
  /// A stable snake_case name that programs may compare, such as `asset_not_found`.
  var code: String { get }
  /// What kind of trouble it is.
  var category: ErrorCategory { get }
  /// One sentence that says what happened, and to what.
  var message: String { get }
  /// One sentence that says what to do next, where there is something to do.
  var advice: String? { get }
  /// Facts for programs, such as the column of a syntax error.
  var details: JSONObject { get }
}

extension CodedError {
  package var advice: String? { nil }
  package var details: JSONObject { [:] }
  package var description: String {
    [message, advice].compactMap(\.self).joined(separator: " ")
  }
}
