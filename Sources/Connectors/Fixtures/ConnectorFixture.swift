package import Core

/// One recorded conversation with a service, and what the connector must make of it: a file in `Catalogue/<name>/fixtures`.
package struct ConnectorFixture: Sendable, Hashable {
  /// The file's name, for messages.
  package let name: String
  package let question: Question
  /// The connection's settings.
  package let settings: JSONObject
  /// Where the connection's service is; the connector's own address when left out.
  package let endpoint: String?
  package let exchanges: [FixtureExchange]
  package let expected: Expected
  /// What the files in the input hold, by locator; a file that isn't named holds as many `x` as its size says.
  package let contents: [String: String]

  /// What is asked.
  package enum Question: Sendable, Hashable {
    case action(String, input: JSONValue)
    /// A question of ``FileService``, by its word: `list`, `tree`, `item`, `start`, `changes`, `read`, `write`, `makeFolder`,
    /// `remove`, `search`.
    case files(String, JSONObject)
  }

  /// What must come of it.
  package enum Expected: Sendable, Hashable {
    /// Exactly this.
    case output(JSONValue)
    /// Items and changes with these members, in this order; other members don't count.
    case items([JSONValue], next: String?, more: Bool?)
    /// A failure with this code, whose message contains that.
    case failure(code: String, message: String?)
  }
}

/// One request that must be sent, and what is answered.
package struct FixtureExchange: Sendable, Hashable {
  /// The line of the file, counted from 1.
  package let line: Int
  package let method: String
  /// Whole, or from the path on.
  package let url: String
  /// All parameters, where given.
  package let query: JSONObject?
  /// These must be there; of `Authorization` only that it is.
  package let headers: [String: String]
  /// JSON, the pairs of a form, or text, where given.
  package let body: JSONValue?
  package let status: Int
  package let answerHeaders: [String: String]
  package let answer: String
}
