import Core
import Foundation
import HTTPTypes
import Identity
import Library

/// Downloading an asset the way MediaValet's clients do: ask for a download, then for its address.
struct DownloadEndpoints: MediaValetGroup {
  static let tag = "Downloads"
  let services: MediaValetServices

  var endpoints: [Endpoint] {
    [
      on(.post, "/downloads/validate", "validateDownload", "Begins a download", takes: .map(.any)) { call in
        let id = call.services.effects.uuid().uuidString.lowercased()
        return .ok([
          "downloadId": .string(id), "downloadLink": .string("downloads/\(id)/asset"), "preconditions": [],
          "settings": [:], "customFormDetails": ["fieldGroups": [], "dependencies": []],
        ])
      },
      on(
        .post, "/downloads/{downloadId}/asset", "createAssetDownload", "Gives the address of an asset's original",
        takes: .map(.any), answers: (.accepted, .map(.any))
      ) { call in
        guard let id: AssetID = try await call.body().object().id("assetId") else {
          throw RequestError.missingMember("assetId")
        }
        let asset = try await call.library.assets.asset(id, as: call.principal)
        return .accepted([
          "id": .string(call.context.parameter("downloadId")),
          "sasUrl": WireMedia(services: services).download(asset), "errors": [],
        ])
      },
    ]
  }
}
