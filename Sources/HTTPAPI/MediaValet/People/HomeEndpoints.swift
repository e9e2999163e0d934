import Core
import HTTPTypes
import Hummingbird
import Identity

/// `GET /`: the functions that the caller may use; for a browser, the way to the pages.
struct HomeEndpoints: EndpointGroup {
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/", id: "getHome", summary: "Lists the functions open to the caller; sends browsers to /app",
        tag: "Home", surface: .mediaValet, access: .anyone,
        responses: [
          .json(.ok, "The functions by name", .envelope(.map(.any))), .empty(.seeOther, "A browser goes to /app"),
        ], handler: home)
    ]
  }

  @Sendable private func home(_ request: Request, _ context: APIContext) async throws -> Response {
    if AcceptHeader(request).prefersHTML {
      return Response(status: .seeOther, headers: [.location: "/app", .vary: "Accept"])
    }
    let principal = try context.requirePrincipal()
    try Access.require(.viewLibrary, on: .library, as: principal)
    let open = Self.functions.filter { Access.allows($0.permission, on: .library, as: principal) }
    let functions = open.map { function in
      (
        function.name,
        [
          "rel": .string(function.name), "href": .string(function.path),
          "templated": .bool(function.path.contains("{")), "hints": [:],
        ] as JSONValue
      )
    }
    let envelope = Envelope(now: services.effects.now(), receivedAt: context.receivedAt)
    var response = envelope.response(.ok(["functions": .object(JSONObject(functions))]))
    response.headers[.vary] = "Accept"
    return response
  }

  private struct Function {
    let name: String
    let path: String
    let permission: Permission

    init(_ name: String, _ path: String, _ permission: Permission = .viewLibrary) {
      self.name = name
      self.path = path
      self.permission = permission
    }
  }

  /// The names are those of the real service's home document, as far as they are known.
  private static let functions = [
    Function("assets", "/assets"), Function("asset", "/assets/{assetId}"),
    Function("assetCategories", "/assets/{assetId}/categories"),
    Function("assetKeywords", "/assets/{assetId}/keywords"),
    Function("assetAttributes", "/assets/{assetId}/attributes"),
    Function("assetComments", "/assets/{assetId}/comments"), Function("assetHistory", "/assets/{assetId}/history"),
    Function("assetVersions", "/assets/{assetId}/versions"),
    Function("relatedAssets", "/assets/{assetId}/relatedassets"),
    Function("renditions", "/assets/{assetId}/renditions"), Function("exif", "/assets/{assetId}/exif"),
    Function("iptc", "/assets/{assetId}/iptc"), Function("xmp", "/assets/{assetId}/xmp"),
    Function("viewed", "/assets/{assetId}/viewed"), Function("downloaded", "/assets/{assetId}/downloaded"),
    Function("uploads", "/uploads", .uploadToAlbum), Function("bulk", "/bulk"),
    Function("categories", "/categories"), Function("category", "/categories/{categoryId}"),
    Function("categoryAssets", "/categories/{categoryId}/assets"), Function("folders", "/folders"),
    Function("keywords", "/keywords"), Function("attributes", "/attributes"),
    Function("attribute", "/attributes/{attributeId}"), Function("lightboxes", "/lightboxes"),
    Function("lightbox", "/lightboxes/{lightboxId}"), Function("lightboxAssets", "/lightboxes/{lightboxId}/assets"),
    Function("directLinks", "/directlinks/{assetId}"), Function("users", "/users"),
    Function("usersCurrent", "/users/current"), Function("usersListApprovers", "/users/approvers"),
    Function("groups", "/groups"), Function("currentOrganizationalUnit", "/organizationalunits/current"),
    Function("renditionKinds", "/config/renditionkinds"),
  ]
}
