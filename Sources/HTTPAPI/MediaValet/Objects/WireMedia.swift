import Core
import Foundation
import Library

/// The addresses of an asset's bytes: signed, good for a while. A picture that isn't made (yet) has an empty address.
struct WireMedia: Sendable {
  let services: MediaValetServices

  func json(_ asset: Asset) -> JSONValue {
    let lifetime = max(0, services.library.mediaURLs.expiry.timeIntervalSince(services.effects.now()))
    return [
      "type": .string(asset.kind.rawValue), "small": rendition(.small, asset), "thumb": rendition(.thumb, asset),
      "medium": rendition(.medium, asset), "large": rendition(.large, asset), "original": address(asset, nil),
      "download": address(asset, nil, .attachment), "downloadRequest": "downloads/validate", "stream": "",
      "streamLoDef": "", "streamingManifest": "", "fullStreamAvailable": false,
      "sasExpiry": JSONValue(Int(lifetime * 1000)), "sasRenewal": JSONValue(Int(lifetime * 900)),
      "renditionItemCount": JSONValue(asset.renditions.count), "watermarked": false, "assetId": JSONValue(asset.id),
    ]
  }

  func rendition(_ kind: RenditionKind, _ asset: Asset) -> JSONValue {
    asset.renditions[kind] == nil ? "" : address(asset, kind)
  }

  private func address(
    _ asset: Asset, _ kind: RenditionKind?, _ disposition: MediaContent.Disposition = .inline
  ) -> JSONValue {
    let address = services.library.mediaURLs.address(of: asset, rendition: kind, disposition: disposition)
    return .string(services.absolute(address))
  }

  /// The address of the original to save it under its name.
  func download(_ asset: Asset) -> JSONValue { address(asset, nil, .attachment) }
}
