import Blobs
import Connections
import Core
import Flows
package import HTTPAPI
import Identity
import Persistence
import Sources
package import WebUI

/// Everything the server answers: one list of endpoints for the router and for the API's description.
package struct Routes {
  private let rooms: Rooms
  private let services: APIServices

  package init(_ rooms: Rooms, registry: PrometheusRegistry) {
    self.rooms = rooms
    let foundations = rooms.foundations
    services = APIServices(
      library: rooms.library, identity: rooms.identity, effects: foundations.effects,
      publicURL: foundations.address.url, organizationName: rooms.identity.settings.organizationName,
      readiness: [
        ReadinessCheck("database") { try await foundations.store.ping() },
        ReadinessCheck("blobs") { try await foundations.pingBlobs() },
      ],
      registry: registry,
      subscriptionKeys: Set([foundations.settings.mediaValetSubscriptionKey].compactMap(\.self)),
      metricsDoor: MetricsDoor(
        addresses: foundations.settings.metrics.allowed, token: foundations.settings.metrics.token),
      clientAddress: ClientAddress(
        proxies: foundations.settings.http.trustedProxies, header: foundations.settings.http.forwardedHeader))
  }

  /// - Throws: when two routes can't be told apart, or a template can't be parsed.
  package func responder() throws -> APIResponder {
    let pages = try PageRenderer(
      files: files, authenticator: Authenticator(identity: rooms.identity))
    var settings = services.settings(version: WeirVersion.current, pages: pages.errorMapper)
    // A certificate of our own making is one that people click through: a browser that was told to insist on security
    // could never be let in again.
    settings.isSecure = rooms.foundations.hasTrustedCertificate
    return try APIResponder(groups(pages), settings: settings)
  }

  /// Every group of endpoints, surface by surface.
  package func groups(_ pages: PageRenderer) -> [any EndpointGroup] {
    services.groups + oauth(pages) + rest + webUI(pages)
  }

  private func oauth(_ pages: PageRenderer) -> [any EndpointGroup] {
    let (identity, effects, oauthPages) = (rooms.identity, rooms.foundations.effects, IdentityPages.pages(pages))
    return [
      DiscoveryEndpoints(identity: identity),
      AuthorizeEndpoints(identity: identity, effects: effects, pages: oauthPages),
      TokenEndpoints(identity: identity),
      EndSessionEndpoints(identity: identity, effects: effects, pages: oauthPages),
      SignInEndpoints(identity: identity, effects: effects, pages: oauthPages),
    ]
  }

  private var waits: Waits { Waits(store: rooms.foundations.store, effects: rooms.foundations.effects) }

  private var files: EmbeddedFiles { EmbeddedFiles(folder: rooms.foundations.settings.pageFiles) }

  private var rest: [any EndpointGroup] {
    let identity = rooms.identity
    return [
      IdentityMeEndpoints(identity: identity), IdentityPeopleEndpoints(identity: identity),
      IdentityTeamEndpoints(identity: identity), IdentityMemberEndpoints(identity: identity),
      IdentityApplicationEndpoints(identity: identity),
      IntegrationsEndpoints(integrations: rooms.connections.integrations),
      ConnectorEndpoints(shelf: rooms.shelf),
      ConnectorImportEndpoints(imported: rooms.imported, connections: rooms.connections),
      ConnectorOptionEndpoints(runtime: rooms.runtime, connections: rooms.connections),
      ConnectionsEndpoints(connections: rooms.connections),
      ConnectionsConsentEndpoints(connections: rooms.connections),
      SourceEndpoints(sources: rooms.sources), SourceFileEndpoints(sources: rooms.sources),
      PublicationEndpoints(sources: rooms.sources), SourceNewsEndpoints(sources: rooms.sources),
      ConnectionEventEndpoints(connections: rooms.connections),
      ConnectionNoticeEndpoints(notices: rooms.connectionNotices),
      AuditEndpoints(trail: AuditTrail(store: rooms.foundations.store)),
      FlowEndpoints(flows: rooms.flows, actions: rooms.actions),
      FlowRunEndpoints(flows: rooms.flows, runs: rooms.runs), FlowWebhookEndpoints(flows: rooms.flows),
      FlowTrialEndpoints(trials: rooms.trials), FlowDocumentEndpoints(flows: rooms.flows),
      FlowCatalogueEndpoints(actions: rooms.actions, shelf: rooms.shelf, connections: rooms.connections),
      WebhookEndpoints(webhooks: rooms.webhooks), FlowTriggerEndpoints(flows: rooms.flows),
      WebhookCallEndpoints(calls: rooms.receivedCalls), CallbackEndpoints(waits: rooms.waits),
      ApprovalEndpoints(waits: rooms.waits),
      RunControlEndpoints(runs: rooms.runs), RunLogEndpoints(runs: rooms.runs),
      FlowKeepingEndpoints(retention: rooms.retention, notices: rooms.notices),
      FlowMigrationEndpoints(mover: rooms.mover), FlowDraftEndpoints(flows: rooms.flows),
      FlowFileEndpoints(flows: rooms.flows, gallery: rooms.gallery),
    ]
  }

  private func webUI(_ pages: PageRenderer) -> [any EndpointGroup] {
    let url = rooms.foundations.address.url
    let flowServices = FlowPageServices(
      flows: rooms.flows, runs: rooms.runs, waits: waits, effects: rooms.foundations.effects, pages: pages)
    return [
      FileEndpoints(files: files),
      LibraryPages(library: rooms.library, publicURL: url, pages: pages),
      LibraryBulkPages(library: rooms.library, pages: pages),
      ConnectionPages(
        connections: rooms.connections, directory: rooms.directory, people: rooms.identity.people,
        redirectURI: ConnectionsSettings(publicURL: url).redirectURI, effects: rooms.foundations.effects,
        pages: pages),
      NoticePages(
        notices: rooms.connectionNotices, connections: rooms.connections, teams: rooms.identity.teams, pages: pages),
      AuditPages(
        trail: AuditTrail(store: rooms.foundations.store), connections: rooms.connections,
        people: rooms.identity.people,
        users: AuditUsers(
          flows: { try await rooms.flows.list(limit: 500, as: $0).items.map { ($0.id.description, $0.name) } },
          sources: { try await rooms.sources.list(as: $0).map { ($0.id.description, $0.name) } }), pages: pages),
      InvitationPages(
        connections: rooms.connections, directory: rooms.directory, people: rooms.identity.people, pages: pages),
      IntegrationPages(
        integrations: rooms.connections.integrations, people: rooms.identity.people, teams: rooms.identity.teams,
        pages: pages),
      ConnectorPages(shelf: rooms.shelf, directory: rooms.directory, pages: pages),
      SourcePages(
        sources: rooms.sources,
        forms: SourceFormPages(
          sources: rooms.sources, connections: rooms.connections, library: rooms.library, pages: pages), pages: pages),
      PublicationPages(
        sources: rooms.sources,
        forms: PublicationFormPages(
          sources: rooms.sources, connections: rooms.connections, library: rooms.library, pages: pages), pages: pages),
      FlowPages(flowServices, publicURL: url), FlowListPages(flowServices), ActivityPages(flowServices),
      RunPages(flowServices), RunDetailPages(flowServices), RunRepeatPages(flowServices),
      GalleryPages(gallery: rooms.gallery, connections: rooms.connections, flowServices),
      WebhookPages(flows: rooms.flows, calls: rooms.receivedCalls, waits: waits, pages: pages),
      ApprovalPages(waits: waits, pages: pages),
    ]
  }
}
