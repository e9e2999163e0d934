/// How a service tells what changed.
package struct FileChangesRule: Sendable, Hashable {
  package var call: FileCall
  /// Where the changes are in the output.
  package var items: JSONPath
  /// Where the item is in a change; empty when the change is the item.
  package var item = JSONPath("")
  /// Where the cursor to go on from is; the first that leads to something. Empty for services that are asked by time.
  package var next: [JSONPath] = []
  /// When there is another page at once.
  package var more: ResponseCheck?
  package var start: Start
  /// Whether one cursor watches the whole account instead of the folder it was made for.
  package var coversAccount = false
  /// What is gone among the changes: that of which one of these holds.
  package var removed: [ResponseCheck] = []
  /// Where in such a change the id of what is gone is.
  package var removedID: [JSONPath] = []
  /// Where in such a change the path of what is gone is, for services that name things by path.
  package var removedPath: [JSONPath] = []
  /// What changed last comes first, so that the first that is older than the cursor ends the list.
  package var newestFirst = false
  /// The list of changes says less of a file than other lists, so that each is read by itself.
  package var readsAnew = false
  /// Failures that mean that the cursor isn't known any more.
  package var expired: [Expiry] = []

  /// Where the first cursor comes from.
  package enum Start: Sendable, Hashable {
    /// An action gives it at a path.
    case action(FileCall, cursor: JSONPath)
    /// It is the time of the listing: the service is asked for what changed since.
    case time(TimeForm)
  }

  /// How a cursor that is a time is written.
  package enum TimeForm: String, Sendable, CaseIterable {
    case iso8601
    case seconds
    case milliseconds
  }

  /// A failure by its status, by words in its body, or both.
  package struct Expiry: Sendable, Hashable {
    package let statuses: [Int]
    /// In lower case; one of them stands in the body.
    package let words: [String]
  }
}
