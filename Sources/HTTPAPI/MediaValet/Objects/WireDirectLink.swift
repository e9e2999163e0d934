import Core
import Library

/// A direct link as the MediaValet API shows and takes it.
struct WireDirectLink: Sendable {
  let services: MediaValetServices

  func created(_ link: DirectLink) -> JSONValue {
    ["directLinkId": JSONValue(link.id), "cdnLink": address(link)]
  }

  func json(_ link: DirectLink) -> JSONValue {
    [
      "assetId": JSONValue(link.asset), "directLinkId": JSONValue(link.id), "cdnLink": address(link),
      "linkName": .string(link.name), "createdAt": JSONValue(link.createdAt), "user": WirePerson.json(link.createdBy),
      "selectedOptions": .object(link.options), "state": .string(link.state.rawValue),
      "modifiedDateTime": JSONValue(link.modifiedAt), "uniqueViews": JSONValue(link.uniqueViews),
      "totalViews": JSONValue(link.views), "totalBandwidth": .int(link.bandwidth),
    ]
  }

  private func address(_ link: DirectLink) -> JSONValue { .string(services.absolute(link.path)) }

  /// What the body asks for. A link without a name is called "Default".
  static func draft(_ fields: LenientFields) throws -> DirectLinkDraft {
    let rendition = try fields.object("renditionSettings")
    let link = try fields.object("linkSettings")
    return DirectLinkDraft(
      name: try link?.string("linkName") ?? "Default",
      size: try rendition?.object("size")?.string("type") ?? "Original",
      format: try rendition?.string("format").flatMap { $0.isEmpty ? nil : $0 }, options: fields.object)
  }
}
