/// How to tell a failure from a success, and where its words are.
package struct ErrorRules: Sendable, Hashable {
  /// Paths of lists that mean failure when they aren't empty, whatever the status.
  package let lists: [JSONPath]
  /// Paths where the words for people may be, best first.
  package let messages: [JSONPath]
  /// Words in the body of a 401 that mean the connection's settings are wrong, not its token. Compared in lower case.
  package let notAboutToken: [String]

  package static let none = ErrorRules(lists: [], messages: [], notAboutToken: [])
}
