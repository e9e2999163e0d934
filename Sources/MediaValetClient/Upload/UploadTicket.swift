package import Core
public import Foundation

/// The right to put bytes for one asset, until it expires.
public struct UploadTicket: Sendable, Codable, Equatable {
  /// The asset to be.
  public let asset: UUID
  /// Where the bytes go: signed, so whoever has it can write there.
  public let url: String
  /// The name that the storage gives the file.
  public let uploadFileName: String?

  /// Reads the upload information of the API.
  /// - Returns: `nil` when it holds no id or no URL.
  package init?(payload: JSONValue) {
    guard let object = payload.objectValue,
      let asset = object.member(ignoringCaseOf: "id")?.stringValue.flatMap(UUID.init(uuidString:)),
      let url = object.member(ignoringCaseOf: "uploadUrl")?.stringValue, !url.isEmpty
    else { return nil }
    self.asset = asset
    self.url = url
    uploadFileName = object.member(ignoringCaseOf: "uploadFilename")?.stringValue
  }

  /// When the signature lapses, as the URL itself says (`se`); `nil` when it doesn't.
  public var expires: Date? {
    let items = URLComponents(string: url)?.queryItems ?? []
    return items.first { $0.name == "se" }?.value.flatMap(Timestamp.parse)
  }

  /// The blob that the URL writes to, without the signature: two tickets for one blob share the blocks sent so far.
  var blob: Substring {
    url.prefix { $0 != "?" }
  }
}
