import Identity

/// The names of people, each looked up once for a page. Somebody may have gone since: then there is no name.
struct PersonNames {
  private let people: People
  private var known: [PersonID: String] = [:]

  init(_ people: People) {
    self.people = people
  }

  mutating func name(of person: PersonID?) async -> String {
    guard let person else { return "" }
    if let name = known[person] { return name }
    let name = (try? await people.find(person))?.displayName ?? ""
    known[person] = name
    return name
  }
}
