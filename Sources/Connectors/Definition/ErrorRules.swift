/// How to tell a failure from a success, and where its words are.
package struct ErrorRules: Sendable, Hashable {
  /// Paths of lists that mean failure when they aren't empty, whatever the status.
  package let lists: [JSONPath]
  /// Paths where the words for people may be, best first.
  package let messages: [JSONPath]
  /// Words in the body of a 401 that mean the connection's settings are wrong, not its token. Compared in lower case.
  package let notAboutToken: [String]
  /// What must hold for every answer.
  package var checks: [ResponseCheck] = []
  /// What failures mean whose status alone doesn't tell, the first that fits counts.
  package var meanings: [ErrorMeaning] = []

  package static let none = ErrorRules(lists: [], messages: [], notAboutToken: [])
}

/// What a failure means that is told by words in its body, as a 403 that is a rate limit.
package struct ErrorMeaning: Sendable, Hashable {
  /// Only with one of these statuses; none means every status.
  package let statuses: [Int]
  /// One of them stands in the body. Compared in lower case; none means every body.
  package let words: [String]
  package let kind: Kind

  /// The meanings there are.
  package enum Kind: String, Sendable, CaseIterable {
    /// Too many requests: it is tried again later.
    case rateLimited
    /// The service can't answer now: it is tried again later.
    case unavailable
    /// The token isn't good any more: it is renewed once, and the request repeated.
    case signIn
    /// The connection's settings are wrong; no renewal helps.
    case settings
    case forbidden
    case notFound
    case conflict
    case invalid
    /// The service refuses the time that a request was signed at; the token and its permissions are fine.
    case clock
  }

  /// Whether a failure with this status and body is meant.
  package func fits(status: Int, body: String) -> Bool {
    (statuses.isEmpty || statuses.contains(status)) && (words.isEmpty || words.contains { body.contains($0) })
  }
}
