import Core
import Library

/// An attribute's definition as the MediaValet API shows and takes it. The spelling `delimeter` is theirs.
enum WireAttribute {
  static func json(_ attribute: Attribute) -> JSONValue {
    let definition = attribute.definition
    let isStatus = definition.type == .status
    let object: JSONObject = [
      "id": JSONValue(attribute.id), "attributeType": .string(definition.type.rawValue),
      "name": .string(definition.name), "searchFieldName": .string(definition.name),
      "tagName": .string(definition.name), "displayAttribute": .bool(definition.isDisplayed),
      "mapEmbeddedData": .bool(definition.embedded != nil),
      "embeddedDataType": .string(definition.embedded?.type ?? ""),
      "embeddedDataValue": .string(definition.embedded?.tag ?? ""),
      "mappingDirection": definition.embedded == nil ? "" : "Upload", "delimeter": .string(definition.delimiter),
      "isSystemProperty": .bool(attribute.isSystem), "showLabel": .bool(definition.showsLabel),
      "isRequired": .bool(definition.isRequired), "optionsList": isStatus ? [] : options(definition.options),
      "statusList": isStatus ? statuses(definition.options) : [],
      "defaultExpression": .string(definition.defaultValue), "childrenAttributeIds": [], "attributeGroupIds": [],
    ]
    return .object(WireLinks.close(object, "attribute", functions: ["attributes"]))
  }

  private static func options(_ options: [AttributeOption]) -> JSONValue {
    .array(
      options.enumerated().map { index, option in
        [
          "optionValue": .string(option.value), "isDefault": .bool(option.isDefault),
          "sequence": JSONValue(index + 1),
        ]
      })
  }

  private static func statuses(_ options: [AttributeOption]) -> JSONValue {
    .array(
      options.enumerated().map { index, option in
        [
          "statusName": .string(option.label), "statusValue": .string(option.value),
          "sequence": JSONValue(index + 1),
        ]
      })
  }

  /// - Parameter current: what stays where the body says nothing; `nil` for a new one.
  static func definition(_ fields: LenientFields, current: AttributeDefinition? = nil) throws -> AttributeDefinition {
    var definition =
      try current ?? AttributeDefinition(name: try fields.required("name"), type: try type(fields) ?? .text)
    definition.name = try fields.string("name") ?? definition.name
    definition.type = try type(fields) ?? definition.type
    definition.isRequired = try fields.bool("isRequired") ?? definition.isRequired
    definition.isDisplayed = try fields.bool("displayAttribute") ?? definition.isDisplayed
    definition.showsLabel = try fields.bool("showLabel") ?? definition.showsLabel
    definition.defaultValue = try fields.string("defaultExpression") ?? definition.defaultValue
    definition.delimiter = try fields.string("delimeter") ?? definition.delimiter
    definition.options = try options(fields) ?? definition.options
    definition.embedded = try mapping(fields) ?? definition.embedded
    if try fields.bool("mapEmbeddedData") == false { definition.embedded = nil }
    return definition
  }

  static func type(_ fields: LenientFields) throws -> AttributeType? {
    guard let word = try fields.string("attributeType") else { return nil }
    guard let type = AttributeType(ignoringCase: word) else {
      let known = AttributeType.allCases.map(\.rawValue).joined(separator: ", ")
      throw RequestError.invalidMember("attributeType", expected: "one of \(known)")
    }
    return type
  }

  private static func options(_ fields: LenientFields) throws -> [AttributeOption]? {
    let lists = [("optionsList", "optionValue", "optionValue"), ("statusList", "statusValue", "statusName")]
    for (list, value, label) in lists {
      guard let elements = try fields.array(list), !elements.isEmpty else { continue }
      return try elements.map { element in
        let option = LenientFields(element.objectValue ?? [:])
        let text = try option.required(value)
        return AttributeOption(
          value: text, label: try option.string(label), isDefault: try option.bool("isDefault") ?? false)
      }
    }
    return nil
  }

  private static func mapping(_ fields: LenientFields) throws -> EmbeddedMapping? {
    guard try fields.bool("mapEmbeddedData") ?? false, let type = try fields.string("embeddedDataType"),
      let tag = try fields.string("embeddedDataValue")
    else { return nil }
    return EmbeddedMapping(type: type, tag: tag)
  }
}
