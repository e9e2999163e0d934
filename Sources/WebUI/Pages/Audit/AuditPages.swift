package import Connections
import Core
package import HTTPAPI
import HTTPTypes
import Hummingbird
package import Identity

/// The audit log of connections: who changed and used what, for site administrators and managers of teams.
package struct AuditPages: EndpointGroup {
  private let trail: AuditTrail
  private let connections: Connections
  private let people: People
  private let users: AuditUsers
  private let pages: PageRenderer

  package init(
    trail: AuditTrail, connections: Connections, people: People, users: AuditUsers, pages: PageRenderer
  ) {
    self.trail = trail
    self.connections = connections
    self.people = people
    self.users = users
    self.pages = pages
  }

  package var endpoints: [Endpoint] {
    [.page("/app/audit", id: "getAuditPage", summary: "Shows who changed and used connections", handler: show)]
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    let principal = try context.requirePrincipal()
    let filter = try AuditPageFilter(request.query)
    let page = try request.query.page()
    var person: PersonID?
    if let name = filter.person { person = try await people.find(named: name)?.id }
    let isUnknown = filter.person != nil && person == nil
    let found = try await trail.entries(
      filter.rule(person: person), after: page.after, limit: page.limit, as: principal)
    let lines = isUnknown ? [] : found.items
    let (names, actors) = try await names(lines, principal)
    let rows = lines.map { line in
      AuditPage.Row(line.entry, actor: line.entry.actor.flatMap { actors[$0] } ?? "", names: names)
    }
    return try pages.page(
      "audit",
      AuditPage(
        frame: pages.frame("Audit log", room: .connections, request, context), filter: filter, names: names,
        lines: rows,
        files: isUnknown
          ? nil
          : AuditPage.Files(
            csv: filter.export(.csv, person: person), jsonLines: filter.export(.jsonl, person: person)),
        isFirstPage: page.after == nil, next: isUnknown ? nil : found.next.map { filter.address(after: $0.token) },
        problem: isUnknown ? "There is nobody named \"\(filter.person ?? "")\"." : nil))
  }

  /// What the page calls things, and the people who did something.
  private func names(
    _ lines: [AuditLine], _ principal: Principal
  ) async throws -> (AuditNames, actors: [PersonID: String]) {
    var names = AuditNames(
      connections: try await connections.list(as: principal).map { ($0.id.description, $0.name) },
      flows: try await users.flows(principal), sources: try await users.sources(principal))
    var known = PersonNames(people)
    var actors: [PersonID: String] = [:]
    for line in lines {
      if let actor = line.entry.actor { actors[actor] = await known.name(of: actor) }
      guard line.entry.details["by"] == "person", let id = line.entry.details["name"]?.stringValue else { continue }
      names.people[id] = await known.name(of: PersonID(id))
    }
    return (names, actors)
  }
}
