/// How much of calls is taken and kept.
package struct WebhookSettings: Sendable {
  /// A file that a call brings may have this many bytes.
  package var maximumFile: Int64 = 5 << 30
  /// How long calls are listed.
  package var callMemory: Duration = .seconds(30 * 86_400)
  /// How many calls of one flow are listed.
  package var callsPerFlow = 5000

  package init() {}
}
