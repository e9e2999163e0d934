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

  /// What the library does by itself, such as letting an asset expire.
  func actByItself() -> Act {
    let author = Author(person: PersonID(identity.id.uuid), userName: "weir", displayName: "Weir")
    return Act(at: effects.now(), by: author, effects: effects)
  }

  /// The time and the person of one act.
  func act(as principal: Principal) -> Act {
    Act(at: effects.now(), by: Author(principal), effects: effects)
  }
}

/// One act of one person, with what its transaction needs of the outside world.
struct Act: Sendable {
  let at: Date
  let by: Author
  let effects: Effects
}
