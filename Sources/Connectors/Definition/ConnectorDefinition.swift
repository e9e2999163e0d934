package import Connections

/// One version of one connector: everything the runtime needs to talk to a service.
///
/// Read from a YAML file by ``ConnectorFile``, or made in code. Several versions live side by side; a flow names the one
/// it was built with.
package struct ConnectorDefinition: Sendable, Hashable {
  package let id: ConnectorID
  /// The service's name, for people.
  package let title: String
  package let summary: String
  /// Where the service documents its API.
  package let documentation: String?
  package let provenance: Provenance
  package let endpoint: EndpointOffer
  /// The ways to sign in that the connection form offers, best first.
  package let authentication: [AuthenticationOffer]
  /// What else the connection form asks for.
  package let fields: [ConnectionField]
  /// Headers of every request.
  package let headers: [TemplateField]
  /// The action that shows whether a connection works; it takes no input.
  package let check: String?
  package let errors: ErrorRules
  package let retry: RetryRules
  package let budget: RateBudget
  /// In the order of the file.
  package var actions: [ActionDefinition]
  /// Whether its actions work with a connection, when the file says so.
  package var connectionUse: ConnectionUseRule?
  /// Set when this version is on its way out.
  package var deprecation: Deprecation?
  /// How steps of older versions become steps of this one.
  package var migrations: [MigrationRule] = []
  /// How its actions become files and folders, where the service has such.
  package var files: FilesDefinition?
  /// How the service says that something changed.
  package var push: PushDefinition?
  /// How its answers become JSON, where an action doesn't say otherwise.
  package var answers = AnswerForm.json
  /// What an administrator reads and enters to make the service usable.
  package var integration: IntegrationGuide?
  /// What whoever fills in the connection's form should know; plain words.
  package var help: String?

  /// Whether its actions can't be run without a connection: some need neither address nor sign-in.
  package var needsConnection: Bool {
    if let connectionUse { return connectionUse == .required }
    return authentication != [.none] || !endpoint.standard.isEmpty || endpoint.isEditable
  }

  /// Whether people can make connections of it.
  package var takesConnection: Bool { needsConnection || connectionUse == .optional }

  /// The action of that name.
  package func action(_ name: String) -> ActionDefinition? {
    actions.first { $0.name == name }
  }
}

/// What a definition was made from, so that a reader can judge it.
package struct Provenance: Sendable, Hashable {
  /// The document or service it was made from.
  package let source: String
  /// The day it was made, as `2026-11-22`.
  package let date: String
  /// Against what it was tried; `nil` when it never was.
  package let verifiedAgainst: String?
  /// What it was tried against is one of these; `nil` when the file doesn't say.
  package var verifiedBy: Verification?
  /// The day it was tried, as `2026-11-22`.
  package var verifiedOn: String?

  /// How far a reader may trust that it was tried.
  package enum Verification: String, Sendable, CaseIterable {
    /// Against the service's own server.
    case server
    /// Against a simulator made from the public documents.
    case simulator
    case none
  }

  func verified(against: String) -> Provenance {
    var copy = Provenance(source: source, date: date, verifiedAgainst: against)
    (copy.verifiedBy, copy.verifiedOn) = (verifiedBy, verifiedOn)
    return copy
  }
}

/// Where a connection's requests go.
package struct EndpointOffer: Sendable, Hashable {
  /// What the form is filled in with; empty when the connector needs no address.
  package let standard: String
  /// Whether a person may change it.
  package let isEditable: Bool
  /// Further hosts of the service by name, as one for uploads; settings may stand in them. They are given the
  /// connection's credentials too.
  package var hosts: [TemplateField] = []
}

/// Whether the actions of a connector work with a connection.
package enum ConnectionUseRule: String, Sendable, CaseIterable {
  case required
  /// They work without; with one they use its credentials.
  case optional
  case none
}
