import Core
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct DescriptionTests {
  @Test func theDescriptionListsExactlyTheRoutesThereAre() async throws {
    let thing = Shape.named("Thing", .object([.required("id", .id), .optional("parts", .array(.string))]))
    let endpoints = [
      TestEndpoints.endpoint(.get, "/things/{thingId}", id: "getThing"),
      TestEndpoints.endpoint(.get, "/app/static/{file...}", id: "getFile"),
      Endpoint(
        .post, "/things", id: "makeThing", summary: "Makes a thing", tag: "Things", access: .signedIn,
        parameters: [.query("dry", .boolean, "Only check it.")], body: .json(thing),
        responses: [.json(.created, "The thing", thing)]
      ) { _, _ in .noContent },
    ]
    try await TestEndpoints.serve(endpoints) { client in
      try await client.execute(uri: "/openapi.json", method: .get) { response in
        let document = try #require(response.json)
        #expect(document["openapi"] == "3.1.1")
        let paths = try #require(document["paths"]?.objectValue)
        #expect(Set(paths.keys) == ["/things/{thingId}", "/things", "/app/static/{file}", "/openapi.json"])
        let post = try #require(paths["/things"]?["post"])
        #expect(post["operationId"] == "makeThing")
        #expect(post["parameters"]?[0]?["in"] == "query")
        #expect(
          post["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"] == "#/components/schemas/Thing")
        #expect(document["components"]?["schemas"]?["Thing"]?["required"] == ["id"])
        #expect(paths["/things/{thingId}"]?["get"]?["parameters"]?[0]?["schema"]?["format"] == "uuid")
      }
    }
  }
}
