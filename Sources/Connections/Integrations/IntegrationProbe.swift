import Core
import Egress
import Foundation
import HTTPTypes

/// The dry run of one application.
struct IntegrationProbe: Sendable {
  let integration: Integration
  let connector: ConnectorSummary
  let secret: Secret?
  let tokens: TokenClient
  let effects: Effects

  func findings() async throws -> [IntegrationFinding] {
    guard let clientID = integration.clientID else {
      return [.init(subject: .configuration, verdict: .bad, text: "Nobody has entered a client ID yet.")]
    }
    guard let template = connector.template(.oauth2) else {
      return [
        .init(
          subject: .configuration, verdict: .unknown,
          text: "\(connector.title) tells nothing before somebody connects.")
      ]
    }
    let addresses: Addresses
    do {
      addresses = try self.addresses(template)
    } catch let missing as AddressValues.Missing {
      return [.init(subject: .configuration, verdict: .bad, text: "An address can't be made: \(missing.reason).")]
    }
    var found = [redirect]
    if let finding = try await discovery(template, addresses) { found.append(finding) }
    if template.grants.contains(.authorizationCode) {
      found.append(try await consentPage(template, addresses, clientID))
      found.append(try await client(template, addresses, clientID))
    }
    return found
  }

  private struct Addresses {
    let authorization: String?
    let token: String
  }

  private func addresses(_ template: AuthenticationTemplate) throws -> Addresses {
    let values = AddressValues(guide: connector.guide, entered: integration.fields, own: [:])
    let token = integration.addresses.tokenURL ?? template.tokenURL
    guard let token else { throw AddressValues.Missing(reason: "the token URL is missing") }
    let authorization = integration.addresses.authorizationURL ?? template.authorizationURL
    return Addresses(
      authorization: try authorization.map { try values.fill($0) }, token: try values.fill(token))
  }

  private var redirect: IntegrationFinding {
    let uri = integration.redirectURI
    if uri.hasPrefix("https://") {
      return .init(subject: .redirectURI, verdict: .good, text: "Services send people back to \(uri).")
    }
    let isHere = URL(string: uri)?.host.map { ["localhost", "127.0.0.1", "[::1]", "::1"].contains($0) } ?? false
    return .init(
      subject: .redirectURI, verdict: .warning,
      text: isHere
        ? "The redirect URI is on this machine: it works here, and only at services that allow that for trying out."
        : "The redirect URI begins with http://. Most services take https:// only.")
  }

  /// Whether the service describes itself as its connector does.
  private func discovery(
    _ template: AuthenticationTemplate, _ addresses: Addresses
  ) async throws -> IntegrationFinding? {
    guard let issuer = template.issuer, integration.addresses.tokenURL == nil else { return nil }
    let url = issuer + (issuer.hasSuffix("/") ? "" : "/") + ".well-known/openid-configuration"
    func finding(_ verdict: IntegrationFinding.Verdict, _ text: String) -> IntegrationFinding {
      .init(subject: .discovery, verdict: verdict, text: text)
    }
    let (response, body): (OutboundResponse, [UInt8])
    do {
      (response, body) = try await get(url)
    } catch let error as OutboundError {
      return finding(.bad, "The service can't be reached: \(error.message)")
    }
    guard response.isSuccess, let document = try? JSONValue(parsing: body) else {
      return finding(.warning, "\(url) answers with status \(response.status) instead of the service's description.")
    }
    guard document["issuer"]?.stringValue == issuer else {
      return finding(.bad, "The service calls itself something else than \(issuer).")
    }
    if let named = document["token_endpoint"]?.stringValue, named != addresses.token {
      return finding(.warning, "The service names another token address than its connector.")
    }
    let offered = (document["scopes_supported"]?.arrayValue ?? []).compactMap(\.stringValue)
    let missing = template.scopes.filter { !offered.contains($0) }
    // Lists of scopes are often shorter than the truth.
    guard offered.isEmpty || missing.isEmpty else {
      return finding(.warning, "The service doesn't list \(missing.joined(separator: ", ")) among its scopes.")
    }
    return finding(.good, "The service answers and is who it should be.")
  }

  /// Whether the consent page opens for this client, redirect URI and scopes. Many services tell only after a sign-in.
  private func consentPage(
    _ template: AuthenticationTemplate, _ addresses: Addresses, _ clientID: String
  ) async throws -> IntegrationFinding {
    guard let base = addresses.authorization else {
      return .init(subject: .consentPage, verdict: .bad, text: "The authorization URL is missing.")
    }
    let url = AuthorizationURL(
      base: base, clientID: clientID, redirectURI: integration.redirectURI,
      scopes: template.scopes.joined(separator: template.scopeSeparator), state: effects.token(),
      verifier: template.dialect.usesPKCE ? effects.token() : nil, dialect: template.dialect,
      further: template.authorizeParameters)
    do {
      let (response, body) = try await get(url.text)
      return ConsentPageReading(response: response, body: body, redirectURI: integration.redirectURI).finding
    } catch let error as OutboundError {
      return .init(subject: .consentPage, verdict: .bad, text: "The consent page can't be reached: \(error.message)")
    }
  }

  /// Asks for a token with a code that can't be right: what the service minds first tells whether it knows the client.
  private func client(
    _ template: AuthenticationTemplate, _ addresses: Addresses, _ clientID: String
  ) async throws -> IntegrationFinding {
    let client = OAuthClient(
      id: clientID, secret: secret, authentication: template.clientAuthentication, tokenURL: addresses.token,
      dialect: template.dialect)
    let request = TokenRequest.code(
      Secret(effects.token()), verifier: template.dialect.usesPKCE ? Secret(effects.token()) : nil,
      redirectURI: integration.redirectURI)
    do {
      return ClientProbeReading(try await tokens.reply(of: request, as: client), hasSecret: secret != nil).finding
    } catch let error as OutboundError {
      return .init(subject: .client, verdict: .bad, text: "The token address can't be reached: \(error.message)")
    } catch is ByteStreamError {
      return .init(subject: .client, verdict: .bad, text: "The token address answers with far too much.")
    }
  }

  private func get(_ url: String) async throws -> (OutboundResponse, [UInt8]) {
    let response = try await tokens.outbound.send(
      OutboundRequest(
        .get, url, headers: [.accept: "text/html, application/json"], timeout: .seconds(20), responseLimit: 2 << 20))
    do {
      return (response, try await response.body.collect(upTo: 2 << 20))
    } catch is ByteStreamError {
      return (response, [])
    }
  }
}
