/// A token that the connection's own gives for something it looks after, as a person's token gives that of a Page.
package struct LentToken: Sendable, Hashable {
  /// Whose token is wanted, as `${settings.page}`.
  package let whose: Template
  /// The value that stands for the connection itself, which needs no other token.
  package let itself: String
  /// Where it is asked for, with the connection's own token.
  package let path: Template
  package let query: [TemplateField]
  /// Where in the answer it is.
  package let token: JSONPath
}
