import Identity

/// Who lets Weir in at a service: somebody who may change the connection, or whoever holds a link of such a person.
struct ConsentParty: Sendable {
  /// The one who began it, or who made the link.
  let person: PersonID
  /// The hash of the link's token.
  var invitation: String?
}
