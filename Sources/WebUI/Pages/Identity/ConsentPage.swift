import Identity

/// What the consent page shows.
struct ConsentPage: Sendable {
  let frame: PageFrame
  let application: String
  let person: String
  /// Where the browser goes afterwards.
  let host: String?
  let scopes: [Scope]
  let action: String
  let csrf: String

  /// A scope as a person reads it.
  struct Scope: Sendable {
    let name: String
    let meaning: String

    init(_ scope: OAuthScope) {
      switch scope {
      case .openid: (name, meaning) = ("Know who you are", "Your identifier, so that it recognises you next time.")
      case .profile: (name, meaning) = ("Read your profile", "Your name and your user name.")
      case .api: (name, meaning) = ("Use the library as you", "See and change whatever you may see and change.")
      case .offlineAccess:
        (name, meaning) = ("Stay connected", "It goes on working while you are away, until you revoke it.")
      }
    }
  }
}
