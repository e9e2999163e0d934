package import Persistence

/// The tables of this room.
package enum FlowsSchema {
  package static let migrations: [Migration] = [
    migration0001, migration0002, migration0003, migration0004, migration0005, migration0006, migration0007,
    migration0008, migration0009, migration0010,
  ]
}
