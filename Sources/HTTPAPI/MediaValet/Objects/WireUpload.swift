import Core
import Library

/// An upload as the MediaValet API shows and takes it.
struct WireUpload: Sendable {
  let services: MediaValetServices

  /// Both spellings of the blob's name: clients read one or the other.
  func json(_ upload: Upload) -> JSONValue {
    var object: JSONObject = [
      "id": JSONValue(upload.id),
      "uploadUrl": .string(services.absolute(services.library.mediaURLs.uploadAddress(of: upload))),
      "uploadFilename": .string(upload.blobName), "uploadFileName": .string(upload.blobName),
      "mediaFileId": JSONValue(upload.mediaFile),
    ]
    object["title"] = upload.properties.title.map(JSONValue.string)
    object["description"] = upload.properties.description.map(JSONValue.string)
    object["fileSizeInBytes"] = upload.properties.size.map(JSONValue.int)
    return .object(WireLinks.close(object, "upload", functions: ["uploads"]))
  }

  static func properties(_ fields: LenientFields) throws -> UploadProperties {
    UploadProperties(
      fileName: try fields.string("filename").flatMap { $0.isEmpty ? nil : $0 }, title: try fields.string("title"),
      description: try fields.string("description"), size: try fields.int("fileSizeInBytes"))
  }

  /// `[{"<attributeId>": "value", …}, …]`, all maps in one.
  static func attributeValues(_ body: LenientBody) throws -> [AttributeID: JSONValue] {
    let value = try body.json()
    let maps = value.arrayValue ?? [value]
    var values: [AttributeID: JSONValue] = [:]
    for map in maps {
      guard let object = map.objectValue else {
        throw RequestError.invalidMember("The body", expected: "an array of maps from attribute id to value")
      }
      for (name, value) in object {
        guard let id = AttributeID(name) else {
          throw RequestError.invalidMember(name, expected: "an attribute's UUID")
        }
        values[id] = value
      }
    }
    return values
  }
}
