import Core
import Hummingbird
import Identity
import Library

/// One request to the MediaValet surface, with what its handler needs of it.
struct MediaValetCall: Sendable {
  let request: Request
  let context: APIContext
  let services: MediaValetServices
  let principal: Principal
  let version: WireVersion
  let query: QueryParameters

  init(_ request: Request, _ context: APIContext, _ services: MediaValetServices) throws {
    self.request = request
    self.context = context
    self.services = services
    principal = try context.requirePrincipal()
    version = WireVersion(request)
    query = request.query
  }

  var library: Library { services.library }

  /// A UUID of the path.
  func id<Entity>(_ name: String, as _: Entity.Type = Entity.self) throws -> ID<Entity> {
    try context.id(name)
  }

  /// `offset` and `count`, in the bounds of the search.
  func page(standard: Int = 50) throws -> (offset: Int, count: Int) {
    (try query.int("offset") ?? 0, try query.int("count", in: 0...1000) ?? standard)
  }

  var includesDeleted: Bool {
    get throws { try query.bool("includeSoftDeleted") }
  }

  func body() async throws -> LenientBody {
    LenientBody(bytes: try await request.bytes(context), contentType: ContentType(request))
  }
}
