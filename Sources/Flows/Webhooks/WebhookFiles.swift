package import Core

/// Where bodies go that are files. Flows knows no blobs; whoever puts the rooms together lends them.
package struct WebhookFiles: Sendable {
  /// Begins a file that nobody sees yet. The call holds it once it is kept.
  package let begin: @Sendable (_ call: ReceivedCallID) -> Draft
  /// Lets runs hold what a call holds, as long as their history is kept.
  package let share: @Sendable (_ call: ReceivedCallID, _ runs: [RunID]) async throws -> Void
  /// Lets go of what calls hold.
  package let release: @Sendable (_ calls: [ReceivedCallID]) async throws -> Void

  /// A file on its way in.
  package struct Draft: Sendable {
    /// Adds the next bytes; safely stored when it returns.
    package let append: @Sendable ([UInt8]) async throws -> Void
    /// Makes it a file.
    /// - Returns: its handle, `{"$file": …}`.
    package let keep: @Sendable (_ name: String, _ mime: String) async throws -> JSONValue
    /// Forgets it.
    package let discard: @Sendable () async -> Void

    package init(
      append: @escaping @Sendable ([UInt8]) async throws -> Void,
      keep: @escaping @Sendable (String, String) async throws -> JSONValue,
      discard: @escaping @Sendable () async -> Void
    ) {
      self.append = append
      self.keep = keep
      self.discard = discard
    }
  }

  package init(
    begin: @escaping @Sendable (ReceivedCallID) -> Draft,
    share: @escaping @Sendable (ReceivedCallID, [RunID]) async throws -> Void = { _, _ in },
    release: @escaping @Sendable ([ReceivedCallID]) async throws -> Void = { _ in }
  ) {
    self.begin = begin
    self.share = share
    self.release = release
  }
}
