/// The values of a session log-in; the secret ones rest in the vault as `session:` and their name.
package struct SessionSettings: Sendable, Hashable {
  /// In place of the connector's log-in address; may hold values of the form, as `{app_id}`.
  package var loginURL: String?
  /// In place of the connector's address that tells whether a session is still good.
  package var validityURL: String?
  /// What was entered, by the field's name; secret fields aren't here.
  package var values: [String: String]

  package init(loginURL: String? = nil, validityURL: String? = nil, values: [String: String] = [:]) {
    self.loginURL = loginURL
    self.validityURL = validityURL
    self.values = values
  }

  /// Under which name the vault holds a secret field.
  package static func secretName(_ field: String) -> String { "session:\(field)" }
}
