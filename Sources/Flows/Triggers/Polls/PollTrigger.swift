package import Core

/// Starts a flow when an action of a connector finds something new.
///
/// The action is called with its input and the cursor it gave last, as `cursor`, and answers `{items, cursor}`, with
/// `more: true` when there is another page at once. A page with items is one run; its items are `.trigger.items`.
package struct PollTrigger: Sendable, Hashable {
  /// What the first look means.
  package enum Beginning: String, Sendable, Hashable, CaseIterable {
    /// What is there already is taken as known.
    case new
    /// What is there already starts runs as well.
    case all
  }

  /// A shorter interval is refused.
  package static let shortest = Duration.seconds(5)

  /// As registered: `folderConnector-v1.0/changes`.
  package let action: String
  /// The name or identifier of the connection; `nil` for an action that needs none.
  package let connection: String?
  /// What the action is called with, beside the cursor.
  package let input: JSONObject
  /// How often it is asked.
  package let interval: Duration
  package let beginning: Beginning

  /// Equal for equal questions: a cursor belongs to what it was asked with.
  var question: String {
    JSONValue.array([.string(action), JSONValue(connection), .object(input)]).serialized()
  }
}
