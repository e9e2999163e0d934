import Core
import HTTPTypes
import Identity
import Library

/// The attributes that assets may have.
struct AttributeEndpoints: MediaValetGroup {
  static let tag = "Attributes"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      on(.get, "/attributes", "getAttributes", "Lists all attributes", answers: (.ok, .array(.attribute))) { call in
        let all = try await call.library.attributes.all(as: call.principal)
        return .list(all.filter { Self.isKnown($0.type, to: call.version) }.map(WireAttribute.json))
      },
      on(
        .post, "/attributes", "createAttribute", "Makes an attribute", needs: .manageAttributes, takes: .attribute,
        answers: (.created, .attribute)
      ) { call in
        let definition = try WireAttribute.definition(try await call.body().object())
        try Self.requireKnown(definition.type, to: call.version)
        return .created(WireAttribute.json(try await call.library.attributes.create(definition, as: call.principal)))
      },
      on(.get, "/attributes/{attributeId}", "getAttribute", "Reads an attribute", answers: (.ok, .attribute)) { call in
        .ok(WireAttribute.json(try await attribute(call)))
      },
      on(
        .put, "/attributes/{attributeId}", "updateAttribute", "Changes an attribute", needs: .manageAttributes,
        takes: .attribute, answers: (.ok, .attribute)
      ) { call in
        let current = try await attribute(call)
        let definition = try WireAttribute.definition(try await call.body().object(), current: current.definition)
        try Self.requireKnown(definition.type, to: call.version)
        let updated = try await call.library.attributes.update(current.id, definition, as: call.principal)
        return .ok(WireAttribute.json(updated))
      },
      on(
        .delete, "/attributes/{attributeId}", "deleteAttribute", "Deletes an attribute and its values",
        needs: .manageAttributes
      ) { call in
        let id: AttributeID = try call.id("attributeId")
        try await call.library.attributes.delete(id, as: call.principal)
        return .ok(["id": JSONValue(id)])
      },
    ] + words
  }

  /// The lists of words from which definitions are put together.
  private var words: [Endpoint] {
    [
      on(.get, "/attributes/attributeDataType", "getAttributeDataTypes", "Lists the types of attributes") { call in
        .ok(Self.named(AttributeType.allCases.filter { Self.isKnown($0, to: call.version) }.map(\.rawValue)))
      },
      on(.get, "/attributes/embeddedDataType", "getEmbeddedDataTypes", "Lists the kinds of embedded metadata") { _ in
        .ok(Self.named(["Photoshop", "Iptc", "IccProfile", "Exif", "Xmp"]))
      },
      on(
        .get, "/attributes/embeddedDataMappingType", "getEmbeddedDataMappingTypes",
        "Lists the directions in which embedded metadata is taken over"
      ) { _ in .ok(Self.named(["Upload"])) },
      on(
        .get, "/attributes/cascadingAttributes", "getCascadingAttributes",
        "Lists attributes whose options depend on others"
      ) { _ in .ok([]) },
      on(.get, "/attributeGroups", "getAttributeGroups", "Isn't enabled here") { _ in
        throw FeatureOffError(message: "Attribute grouping is not enabled for this library.")
      },
    ]
  }

  private func attribute(_ call: MediaValetCall) async throws -> Attribute {
    let id: AttributeID = try call.id("attributeId")
    let attribute = try await call.library.attributes.attribute(id, as: call.principal)
    guard Self.isKnown(attribute.type, to: call.version) else { throw LibraryError.attributeNotFound(id) }
    return attribute
  }

  private static func named(_ words: [String]) -> JSONValue {
    .array(words.enumerated().map { ["name": .string($1), "value": .string($1)] })
  }

  private static func isKnown(_ type: AttributeType, to version: WireVersion) -> Bool {
    type != .status || version >= .v1_1
  }

  private static func requireKnown(_ type: AttributeType, to version: WireVersion) throws {
    guard isKnown(type, to: version) else {
      throw RequestError.invalidMember("attributeType", expected: "another one than Status before x-mv-api-version 1.1")
    }
  }
}

/// Something that the MediaValet API knows and this library doesn't offer.
struct FeatureOffError: CodedError {
  let message: String
  var code: String { "feature_off" }
  var category: ErrorCategory { .forbidden }
}
