import Connections
import Connectors
import Flows
import Identity
import Library
import Persistence
import Sources

/// Every room's tables, in the order in which they are made.
enum Schema {
  static let migrations: [Migration] =
    IdentitySchema.migrations + LibrarySchema.migrations + ConnectionsSchema.migrations + FlowsSchema.migrations
    + ConnectorsSchema.migrations + SourcesSchema.migrations

  /// What the vault sealed in them: a change of the master key reaches exactly these.
  static let sealed: [SealedColumn] =
    IdentitySchema.sealed + LibrarySchema.sealed + ConnectionsSchema.sealed + FlowsSchema.sealed
    + SourcesSchema.sealed
}
