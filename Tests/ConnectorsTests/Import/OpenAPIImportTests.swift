import Connectors
import Core
import Foundation
import Testing

@Suite("A connector of an OpenAPI document")
struct OpenAPIImportTests {
  private static let document = """
    openapi: 3.0.3
    info: {title: Pet Store API, version: "2", description: Everything about pets.}
    servers: [{url: "https://{region}.pets.test/v1", variables: {region: {default: eu}}}]
    security: [{oauth: [read]}]
    paths:
      /pets:
        parameters: [{$ref: "#/components/parameters/Trace"}]
        get:
          operationId: list_pets
          tags: [Pets]
          summary: List pets
          parameters:
            - {name: limit, in: query, schema: {type: integer, maximum: 50, default: 20}}
            - {name: offset, in: query, schema: {type: integer}}
            - {name: status, in: query, description: Only these., schema: {type: string, enum: [sold, free], default: free}}
            - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
            - {name: "filter[age]", in: query, schema: {type: integer}}
          responses:
            "200":
              description: ok
              content:
                application/json:
                  schema: {type: object, properties: {data: {type: array, items: {$ref: "#/components/schemas/Pet"}}, total: {type: integer}}}
        post:
          operationId: createPet
          tags: [Pets]
          requestBody:
            required: true
            content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
          responses: {"201": {description: made, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
      /pets/{petId}:
        delete:
          operationId: create-pet
          deprecated: true
          parameters: [{name: petId, in: path, required: true, schema: {type: string, format: uuid}}]
          responses: {"204": {description: gone}}
      /pets/{petId}/photo:
        get:
          responses: {"200": {description: the picture, content: {image/jpeg: {schema: {type: string, format: binary}}}}}
        put:
          requestBody: {required: true, content: {image/*: {schema: {type: string, format: binary}}}}
          responses: {"204": {description: done}}
      /me: {get: {operationId: me, responses: {"200": {description: me}}}}
    components:
      parameters:
        Trace: {name: X-Trace, in: header, schema: {type: string}}
      schemas:
        Animal: {type: object, required: [name], properties: {name: {type: string, minLength: 1}}}
        Pet:
          allOf:
            - $ref: "#/components/schemas/Animal"
            - type: object
              properties:
                id: {type: string, readOnly: true}
                kind: {type: string, enum: [cat, dog], default: cat}
                parent: {$ref: "#/components/schemas/Pet"}
      securitySchemes:
        oauth:
          type: oauth2
          flows: {authorizationCode: {authorizationUrl: "https://pets.test/a", tokenUrl: "https://pets.test/t", scopes: {read: r, write: w}}}
        key: {type: apiKey, in: query, name: api_key}
    """

  private func made() throws -> ImportedConnector {
    try ConnectorImporter(now: Date(timeIntervalSince1970: 1_795_000_000)).read(
      Array(Self.document.utf8), file: "pets.yaml", id: nil)
  }

  @Test func theHeadIsFilledIn() throws {
    let connector = try made().definition
    #expect(connector.id.description == "petStoreConnector-v1.0")
    #expect(connector.endpoint.standard == "https://eu.pets.test/v1")
    #expect(connector.authentication.map(\.kind) == ["oauth2", "api_key"])
    guard case .oauth2(let oauth) = connector.authentication.first else { return }
    #expect(oauth.scopes == ["read"] && oauth.tokenURL == "https://pets.test/t")
    #expect(connector.authentication.last == .apiKey(header: "?api_key"))
    #expect(connector.check == "me")
  }

  @Test func everyOperationIsAnActionWithANameOfItsOwn() throws {
    let connector = try made().definition
    #expect(
      connector.actions.map(\.name) == [
        "listPets", "createPet", "createPet2", "getPetsByPetIdPhoto", "replacePetsByPetIdPhoto", "me",
      ])
    #expect(connector.action("listPets")?.group == "Pets")
    #expect(connector.action("me")?.group == "Me")
    #expect(connector.action("createPet2")?.deprecation != nil)
  }

  @Test func parametersAreTypedInputsAndPagingIsRecognised() throws {
    let action = try #require(try made().definition.action("listPets"))
    #expect(action.input.properties.keys == ["status", "tags", "filterAge", "xTrace"])
    let status = action.input.properties["status"]
    #expect(status?["enum"] == ["sold", "free"] && status?["default"] == "free")
    #expect(status?["description"] == "Only these.")
    #expect(action.isPaged)
    guard case .request(let request) = action.work else { return }
    #expect(request.paging?.size == 50 && request.paging?.total == JSONPath("total"))
    #expect(request.query.first { $0.name == "tags" }?.join == ",")
  }

  @Test func aBodyIsFlattenedWithoutWhatOnlyTheServiceWrites() throws {
    let made = try made()
    let action = try #require(made.definition.action("createPet"))
    #expect(action.input.properties.keys == ["xTrace", "name", "kind", "parent"])
    #expect(action.input.required == ["name"])
    // What goes without saying at the service isn't sent.
    #expect(action.input.properties["kind"]?["default"] == nil)
    #expect(made.notes.contains { $0.text.contains("Pet contains itself") })
  }

  @Test func filesAreHandles() throws {
    let connector = try made().definition
    #expect(connector.action("getPetsByPetIdPhoto")?.output.file == .body(name: nil))
    let put = try #require(connector.action("replacePetsByPetIdPhoto"))
    #expect(put.input.properties["file"]?["format"] == "file")
    #expect(put.input.required == ["petId", "file"])
  }

  @Test func whatWasMadeIsAConnectorFileThatReadsAsTheSame() throws {
    let made = try made()
    #expect(try ConnectorFile.read(made.yaml, file: "x") == made.definition)
  }

  @Test func itRuns() async throws {
    let service = LoopbackService { asked, _ in
      asked.path == "/pets" ? .json(["data": [["name": "Kit"]], "total": 1]) : LoopbackService.Answer(status: 404)
    }
    let connector = try made().definition
    try await service.run { endpoint, outbound in
      let bench = try TestBench(
        outbound: outbound, connectors: ConnectorCatalogue([connector]), connector: connector.id.description,
        endpoint: endpoint)
      let output = try await bench.run("petStoreConnector-v1.0/listPets", ["tags": ["a", "b"], "filterAge": 3])
      #expect(output["data"] == [["name": "Kit"]])
    }
    let query = try #require(service.asked.first).query
    #expect(query == ["limit": "50", "offset": "0", "status": "free", "tags": "a,b", "filter%5Bage%5D": "3"])
  }
}
