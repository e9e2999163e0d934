import Core
import Persistence

/// Puts into a new library what every library has.
struct LibrarySeed {
  let context: LibraryContext

  /// Safe to repeat, and by several processes at once.
  func plant() async throws {
    let rootID: CategoryID = context.effects.id()
    let now = context.effects.now()
    let name = try LibraryName.checked(context.settings.rootName, forbidding: ["\\", "/"])
    let isPlanted = try await context.store.read { session in
      let attributes = try session.count("select count(*) as n from library_attribute where is_system = 1")
      let roots = try session.count("select count(*) as n from library_category where depth = 0")
      return attributes == SystemAttribute.allCases.count && roots == 1
    }
    if isPlanted { return }
    try await context.store.write { session in
      // Others that start now wait here, and then find everything.
      _ = try session.rows("select id from library_identity\(session.dialect.forUpdate)")
      let attributes = AttributeStore(session)
      for attribute in SystemAttribute.allCases {
        guard let id = attribute.id else { continue }
        let definition = AttributeDefinition(name: attribute.name, type: attribute.type)
        try attributes.insert(Attribute(id: id, definition: definition, isSystem: true), at: now)
      }
      if try session.count("select count(*) as n from library_category where depth = 0") == 0 {
        try CategoryStore(session).insert(rootID, name: name, description: "", under: nil, at: now, by: nil)
      }
    }
  }
}
