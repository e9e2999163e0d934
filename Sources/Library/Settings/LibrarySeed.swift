import Persistence

/// Puts into a new library what every library has.
struct LibrarySeed {
  let context: LibraryContext

  /// Safe to repeat, and by several processes at once.
  func plant() async throws { throw Unfinished() }
}
