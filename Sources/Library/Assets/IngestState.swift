/// How far Weir is with looking into an original. The asset can be used all the while.
package enum IngestState: Sendable, Hashable {
  /// Waits, or is being worked on.
  case pending
  case done
  /// Given up; says why. The original is kept as it is.
  case failed(reason: String)
}
