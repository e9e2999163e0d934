import Core

/// What an upload becomes when it is finished, once everything has been checked: a pure function.
struct UploadPreflight: Sendable {
  let fileName: String
  let title: String
  let description: String
  /// Attributes with a checked value, defaults included; system ones lead to fields.
  let changes: [AssetChange]

  /// - Parameter attributes: those of the library.
  /// - Throws: ``UploadError``; ``AttributeError`` for a value that no longer fits.
  init(_ upload: Upload, attributes: [Attribute]) throws {
    guard let received = upload.receivedSize else { throw UploadError.nothingReceived }
    if let announced = upload.properties.size, announced != received {
      throw UploadError.sizeMismatch(announced: announced, received: received)
    }
    let fileName = try Self.fileName(upload.properties)
    if upload.categories.isEmpty { throw UploadError.noCategory }
    self.fileName = fileName
    title = upload.properties.title ?? ""
    description = upload.properties.description ?? ""
    changes = try attributes.compactMap { attribute in try Self.change(attribute, upload.attributes[attribute.id]) }
  }

  /// Some clients name the file only in the title.
  private static func fileName(_ properties: UploadProperties) throws(UploadError) -> String {
    let name = properties.fileName ?? properties.title ?? ""
    if let problem = FileName.problem(name) { throw .illegalFileName(name, problem: problem) }
    return name
  }

  private static func change(_ attribute: Attribute, _ given: String?) throws -> AssetChange? {
    let text = given ?? (attribute.isSystem ? "" : attribute.definition.defaultValue)
    if text.isEmpty {
      if attribute.definition.isRequired, !attribute.isSystem { throw UploadError.missingAttribute(attribute.name) }
      return nil
    }
    return try AttributeAssignment.change(attribute, .string(text))
  }
}
