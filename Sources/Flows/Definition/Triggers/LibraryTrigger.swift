/// A trigger that starts with what happens in the library.
package struct LibraryTrigger: Sendable, Hashable {
  /// As `asset.created`.
  package let events: [String]
  /// Starts only where this comes out as neither `false` nor `null`; sees the event as `.trigger`.
  package let condition: ValueTemplate?
}
