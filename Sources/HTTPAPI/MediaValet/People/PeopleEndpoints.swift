import Core
import HTTPTypes
import Identity
import Library

/// Users, groups, the organization and its configuration, as far as MediaValet's clients read them.
struct PeopleEndpoints: MediaValetGroup {
  static let tag = "People"
  let services: MediaValetServices

  var endpoints: [Endpoint] { users + groups + organization }

  private var users: [Endpoint] {
    [
      on(.get, "/users/current", "getCurrentUser", "Tells who is calling", needs: nil, answers: (.ok, .user)) { call in
        let person = try await services.identity.people.find(call.principal.person)
        return .ok(wire.json(person, role: .of(call.principal.libraryRole)))
      },
      on(
        .get, "/users/current/permissions", "getCurrentPermissions", "Tells what the caller may do", needs: nil
      ) { call in
        let allowed = Permission.allCases.filter { permission in
          Access.allows(permission, on: permission.isSiteWide ? .site : .library, as: call.principal)
        }
        return .ok(json(.of(call.principal.libraryRole), allowed: Set(allowed)))
      },
      on(
        .get, "/users", "getUsers", "Lists people", needs: .manageUsers, answers: (.ok, .array(.user)), list),
      on(
        .get, "/users/approvers", "getApprovers", "Lists those who approve uploads; nobody has to"
      ) { _ in .ok(["users": [], "userCount": 0]) },
      on(.get, "/users/{userId}", "getUser", "Reads a person", needs: .viewTeam, answers: (.ok, .user)) { call in
        let person = try await services.identity.people.find(call.id("userId"))
        return .ok(wire.json(person, role: .of(try await role(of: person))))
      },
    ]
  }

  private var groups: [Endpoint] {
    [
      on(.get, "/groups", "getGroups", "Lists the roles of the library", needs: .viewTeam) { _ in
        .list(WireGroup.all.map { json($0, allowed: $0.role.permissions) })
      },
      on(.get, "/groups/{groupId}", "getGroup", "Reads a role", needs: .viewTeam) { call in
        let id: ID<WireGroup> = try call.id("groupId")
        guard let group = WireGroup.all.first(where: { $0.id == id.description }) else {
          throw RequestError.notFound(what: "group", id: id.description)
        }
        return .ok(json(group, allowed: group.role.permissions))
      },
    ]
  }

  private var organization: [Endpoint] {
    [
      on(
        .get, "/organizationalunits/current", "getCurrentOrganizationalUnit", "Describes the organization", needs: nil
      ) { _ in .ok(WireOrganization(services: services).json) },
      on(.get, "/config/renditionkinds", "getRenditionKinds", "Lists the pictures that are made of assets") { _ in
        .list(WireRendition.all.map(\.kindJSON))
      },
    ]
  }

  private var wire: WireUser {
    WireUser(organizationName: services.organizationName, orgUnitID: services.library.id.description)
  }

  private func json(_ group: WireGroup, allowed: Set<Permission>) -> JSONValue {
    let library = services.library.id.description
    return group.json(
      orgUnitID: library, organizationName: services.organizationName, libraryID: library,
      permissions: WireGroup.permissionNames(allowed))
  }

  private func list(_ call: MediaValetCall) async throws -> MediaValetAnswer {
    var users: [JSONValue] = []
    var cursor: PageCursor?
    repeat {
      let page = try await services.identity.people.list(after: cursor, limit: 200, as: call.principal)
      for person in page.items where person.kind == .human {
        users.append(wire.json(person, role: .of(try await role(of: person))))
      }
      cursor = page.next
    } while cursor != nil
    let (offset, count) = try call.page(standard: Int.max)
    return .list(Array(users.dropFirst(offset).prefix(count)), total: users.count, offset: offset)
  }

  private func role(of person: Person) async throws -> TeamRole? {
    try await services.identity.principal(person: person.id)?.libraryRole
  }
}
