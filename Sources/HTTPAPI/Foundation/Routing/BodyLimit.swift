/// How much body an endpoint takes.
package enum BodyLimit: Sendable, Equatable {
  /// Read into memory by the handler, up to this many bytes; more is answered 413.
  case bytes(Int)
  /// The handler takes it chunk by chunk, and sets its own bounds.
  case streamed

  /// One megabyte: plenty for a document that a person or a form wrote.
  package static let standard = BodyLimit.bytes(1 << 20)
}
