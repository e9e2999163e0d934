import Core
import Identity
import Persistence

/// Keeps the names of those who change the library, so that lists and filters need not ask another room.
struct AuthorStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// Notes who acts, under today's name.
  func note(_ author: Author) throws {
    let isKnown = try session.exists(
      """
      select 1 from library_author where person = \(author.person) and user_name = \(author.userName)
        and display_name = \(author.displayName)
      """)
    if isKnown { return }
    try session.run(
      """
      insert into library_author (person, user_name, user_name_key, display_name)
      values (\(author.person), \(author.userName), \(TextFolding.key(author.userName)), \(author.displayName))
      on conflict (person) do update set user_name = excluded.user_name, user_name_key = excluded.user_name_key,
        display_name = excluded.display_name
      """)
  }
}

extension Author {
  init(_ principal: Principal) {
    self.init(person: principal.person, userName: principal.userName, displayName: principal.displayName)
  }
}

extension Row {
  /// An author whose columns were selected as `<prefix>_person`, `<prefix>_user` and `<prefix>_name`.
  func author(_ prefix: String) throws -> Author {
    Author(
      person: try id("\(prefix)_person"), userName: try string("\(prefix)_user"),
      displayName: try string("\(prefix)_name"))
  }

  /// The same where there may be none.
  func authorIfAny(_ prefix: String) throws -> Author? {
    try isNull("\(prefix)_person") ? nil : author(prefix)
  }
}
