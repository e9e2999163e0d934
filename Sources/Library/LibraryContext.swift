import Blobs
import Core
import Foundation
import Identity
import Persistence

/// What every part of the room works with.
struct LibraryContext: Sendable {
  let store: any Store
  let blobs: any BlobStore
  let effects: Effects
  let settings: LibrarySettings
  let identity: LibraryIdentity

  /// The time and the person of one act.
  func act(as principal: Principal) -> Act {
    Act(at: effects.now(), by: principal, effects: effects)
  }
}

/// One act of one person, with what its transaction needs of the outside world.
struct Act: Sendable {
  let at: Date
  let by: Principal
  let effects: Effects
}
