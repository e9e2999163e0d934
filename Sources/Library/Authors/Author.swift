package import Identity

/// Somebody who changed something in the library, under the name they had when they last did.
package struct Author: Sendable, Hashable {
  package let person: PersonID
  package let userName: String
  package let displayName: String

  package init(person: PersonID, userName: String, displayName: String) {
    self.person = person
    self.userName = userName
    self.displayName = displayName
  }
}
