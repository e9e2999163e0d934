import Connections

/// What the page shows on which a person chooses what to connect: what can be connected at once, and apart from it what
/// an administrator has to set up first.
struct ConnectionChoicePage: Sendable {
  let frame: PageFrame
  let text: String
  let isFiltered: Bool
  let isEmpty: Bool
  let groups: [Group]

  /// Services that are alike in what has to be done first.
  struct Group: Sendable {
    let heading: String
    let note: String
    let services: [Service]
  }

  /// One service in a few words.
  struct Service: Sendable {
    let title: String
    let summary: String
    let mark: ConnectorMark
    let signIn: String
    /// Where choosing it leads to; `nil` for somebody who can only ask an administrator.
    let address: String?
    /// The form for somebody who has a client ID of their own; `nil` where ``address`` is that form.
    let byHand: String?
  }

  /// - Parameters:
  ///   - search: by words of title and summary.
  ///   - ready: the kinds of integration that are set up.
  ///   - canIntegrate: whether the person may set an integration up.
  init(
    frame: PageFrame, _ connectors: [ConnectorSummary], search: ServiceSearch, ready: Set<String>, canIntegrate: Bool
  ) {
    self.frame = frame
    text = search.text
    isFiltered = search.isActive
    let found = connectors.filter { search.fits($0.title, $0.summary) }
    isEmpty = found.isEmpty
    let open = found.filter { Self.waitsFor($0, ready) == nil }
    let waiting = found.filter { Self.waitsFor($0, ready) != nil }
    let note =
      canIntegrate
      ? "Their sign-in goes by an application that is registered at the service, once for everybody."
      : "Ask a site administrator, who registers an application at the service, once for everybody."
    groups = [
      Group(
        heading: "Ready to connect", note: "",
        services: open.map { Service($0, ready, address: Self.form($0)) }),
      Group(
        heading: "To be set up by an administrator first", note: note,
        services: waiting.map { connector in
          Service(
            connector, ready,
            address: canIntegrate ? Self.waitsFor(connector, ready).map { "/app/integrations/\($0)" } : nil,
            byHand: Self.form(connector))
        }),
    ].filter { !$0.services.isEmpty }
  }

  private static func form(_ connector: ConnectorSummary) -> String {
    "/app/connections/new?connector=\(connector.id)"
  }

  /// The integration without which nobody can sign in to a service at all.
  fileprivate static func waitsFor(_ connector: ConnectorSummary, _ ready: Set<String>) -> String? {
    guard let kind = connector.integration, !ready.contains(kind) else { return nil }
    return connector.authentications.allSatisfy(\.kind.needsApplication) ? kind : nil
  }
}

extension ConnectionChoicePage.Service {
  fileprivate init(_ connector: ConnectorSummary, _ ready: Set<String>, address: String?, byHand: String? = nil) {
    title = connector.title
    summary = connector.summary
    mark = ConnectorMark(connector: connector.id)
    let isReady = connector.integration.map(ready.contains) ?? true
    let usable = connector.authentications.map(\.kind).filter { isReady || !$0.needsApplication }
    signIn = (usable.isEmpty ? connector.authentications.map(\.kind) : usable).map { kind in
      kind == .none ? "No sign-in" : kind.label
    }.joined(separator: ", ")
    self.address = address
    self.byHand = byHand
  }
}
