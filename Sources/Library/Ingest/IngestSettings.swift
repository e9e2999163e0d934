/// How ingest goes about its work.
package struct IngestSettings: Sendable, Hashable {
  /// Where pictures lie until they are stored: a folder of our own, made when it isn't there.
  package var scratchFolder: String
  /// How many files at once.
  package var concurrency: Int
  /// How long a file belongs to the one who took it up, unless that one says again that it is at work.
  package var lease: Duration

  package init(scratchFolder: String, concurrency: Int = 2, lease: Duration = .seconds(30)) {
    self.scratchFolder = scratchFolder
    self.concurrency = concurrency
    self.lease = lease
  }
}
