import Foundation

/// What an application has to be.
enum ApplicationRule {
  static func check(_ draft: ApplicationDraft) throws(ApplicationError) {
    let name = draft.name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...200).contains(name.count), PersonRule.isPrintable(name) else { throw .invalidName }
    if draft.grants.isEmpty { throw .noGrants }
    if draft.scopes.isEmpty { throw .noScopes }
    for uri in draft.redirectURIs + draft.signOutURIs where !RedirectURI.isAcceptable(uri) {
      throw .invalidRedirectURI(uri)
    }
    if draft.grants.contains(.authorizationCode), draft.redirectURIs.isEmpty { throw .missingRedirectURI }
    for grant in [OAuthGrant.clientCredentials, .password] where draft.isPublic && draft.grants.contains(grant) {
      throw .needsSecret(grant)
    }
    guard draft.grants.contains(.refreshToken) == draft.scopes.contains(.offlineAccess) else {
      throw .refreshWithoutScope
    }
  }
}
