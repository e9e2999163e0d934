import Persistence

/// What everybody in the library may do with a collection; none for one that is its owner's and chosen people's.
let migration0006 = Migration("library/0006_shared_collections") { _ in
  ["alter table library_collection add column everyone text"]
}
