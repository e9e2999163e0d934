import Core
import HTTPTypes
import Hummingbird
package import Identity

/// People, for site administrators.
package struct IdentityPeopleEndpoints: EndpointGroup {
  private let people: People

  package init(identity: Identity) {
    people = identity.people
  }

  package var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/rest/v1/people", id: "listPeople", summary: "Lists people by user name", tag: "People",
        access: .permission(.manageUsers, on: .site), parameters: Parameter.page,
        responses: [.json(.ok, "A page of people", .page(of: IdentityShapes.person))]
      ) { request, context in
        let (cursor, limit) = try request.query.page()
        let page = try await people.list(after: cursor, limit: limit, as: try context.requirePrincipal())
        return .page(page, \.json)
      },
      Endpoint(
        .post, "/rest/v1/people", id: "addPerson", summary: "Adds somebody, with a random password unless one is given",
        tag: "People", access: .permission(.manageUsers, on: .site), body: .json(Self.draftShape),
        responses: [.json(.created, "The person and the password", IdentityShapes.addedPerson)], handler: add),
      Endpoint(
        .get, "/rest/v1/people/{personId}", id: "getPerson", summary: "Reads somebody", tag: "People",
        access: .permission(.manageUsers, on: .site), responses: [.json(.ok, "The person", IdentityShapes.person)]
      ) { _, context in .json(try await people.find(context.id("personId")).json) },
      Endpoint(
        .patch, "/rest/v1/people/{personId}", id: "changePerson", summary: "Changes somebody", tag: "People",
        access: .permission(.manageUsers, on: .site), body: .json(Self.changeShape),
        responses: [.json(.ok, "The person", IdentityShapes.person)], handler: change),
      Endpoint(
        .post, "/rest/v1/people/{personId}/password", id: "resetPassword",
        summary: "Gives somebody a new random password and signs them out", tag: "People",
        access: .permission(.manageUsers, on: .site),
        responses: [.json(.ok, "The password", .object([.required("password", .string, "Shown this once.")]))]
      ) { _, context in
        let password = try await people.resetPassword(
          of: try context.id("personId"), as: try context.requirePrincipal())
        return .json(["password": .string(password.revealed)])
      },
    ]
  }

  private static let draftShape = Shape.object([
    .required("userName", .string, "1 to 100 letters, digits and . _ - @ +"), .optional("displayName", .string),
    .optional("email", .string), .optional("siteRole", .words(SiteRole.allCases.map(\.rawValue))),
    .optional("libraryRole", .nullable(IdentityShapes.role), "read unless said otherwise; null for none"),
    .optional("password", .string, "12 characters or more"),
  ])

  private static let changeShape = Shape.object([
    .optional("displayName", .string), .optional("email", .string, "Empty to take it away."),
    .optional("siteRole", .words(SiteRole.allCases.map(\.rawValue))), .optional("enabled", .boolean),
  ])

  private func add(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await request.fields(context)
    try fields.refuseOthers(than: ["userName", "displayName", "email", "siteRole", "libraryRole", "password"])
    let role: TeamRole? = try fields.choiceIfAny("libraryRole")
    let draft = PersonDraft(
      userName: try fields.string("userName"), email: try fields.stringIfAny("email"),
      displayName: try fields.stringIfAny("displayName"), siteRole: try fields.choiceIfAny("siteRole") ?? .member,
      libraryRole: fields.has("libraryRole") ? role : .read,
      password: try fields.stringIfAny("password").map(Secret.init))
    let added = try await people.add(draft, as: try context.requirePrincipal())
    return .created(
      ["person": added.person.json, "password": .string(added.password.revealed)],
      at: "/rest/v1/people/\(added.person.id)")
  }

  private func change(_ request: Request, _ context: APIContext) async throws -> Response {
    let fields = try await request.fields(context)
    try fields.refuseOthers(than: ["displayName", "email", "siteRole", "enabled"])
    let change = PersonChange(
      displayName: try fields.stringIfAny("displayName"), email: try fields.stringIfAny("email"),
      siteRole: try fields.choiceIfAny("siteRole"), isEnabled: try fields.boolIfAny("enabled"))
    let person = try await people.update(try context.id("personId"), change, as: try context.requirePrincipal())
    return .json(person.json)
  }
}
