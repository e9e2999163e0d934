package import Core

/// A person to be added.
package struct PersonDraft: Sendable {
  package var userName: String
  package var email: String?
  package var displayName: String
  package var siteRole: SiteRole
  /// The role in the organization's team, which governs the library; `nil` keeps the person out of it.
  package var libraryRole: TeamRole?
  /// `nil` makes a random one.
  package var password: Secret?

  package init(
    userName: String, email: String? = nil, displayName: String? = nil, siteRole: SiteRole = .member,
    libraryRole: TeamRole? = .read, password: Secret? = nil
  ) {
    self.userName = userName
    self.email = email
    self.displayName = displayName ?? userName
    self.siteRole = siteRole
    self.libraryRole = libraryRole
    self.password = password
  }
}

/// A change of a person; what is `nil` stays.
package struct PersonChange: Sendable {
  package var displayName: String?
  package var email: String?
  package var siteRole: SiteRole?
  package var isEnabled: Bool?

  package init(
    displayName: String? = nil, email: String? = nil, siteRole: SiteRole? = nil, isEnabled: Bool? = nil
  ) {
    self.displayName = displayName
    self.email = email
    self.siteRole = siteRole
    self.isEnabled = isEnabled
  }
}

/// Somebody who was just added.
package struct AddedPerson: Sendable {
  package let person: Person
  /// To be shown once; stored only as a hash.
  package let password: Secret
}
