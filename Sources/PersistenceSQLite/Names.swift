import Persistence

// GRDB has a type of this name too; here ours is meant.
typealias PersistenceError = Persistence.PersistenceError
