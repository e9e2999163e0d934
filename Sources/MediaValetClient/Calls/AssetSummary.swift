package import Core

public import struct Foundation.UUID

/// The part of an asset that an upload needs to be sure of.
public struct AssetSummary: Sendable, Equatable {
  /// The asset's id.
  public let id: UUID
  /// 0 approved, 2 pending, 5 rejected, 7 expired, 9 checked out; other numbers are stages of an upload.
  public let status: Int?
  /// The file's name.
  public let fileName: String?
  /// The file's size in bytes, once it is known.
  public let size: Int64?
  /// The file's MD5 in lower-case hexadecimal digits, once it is known.
  public let md5: String?

  /// Whether the upload is over and the asset is in the library.
  public var isFinalised: Bool {
    status.map { [0, 2, 5, 7, 9].contains($0) } ?? true
  }

  /// Reads the asset object of the API (`AssetDto`).
  package init?(payload: JSONValue) {
    guard let object = payload.objectValue,
      let id = object.member(ignoringCaseOf: "id")?.stringValue.flatMap(UUID.init(uuidString:))
    else { return nil }
    self.id = id
    let file = object.member(ignoringCaseOf: "file")?.objectValue
    status = object.member(ignoringCaseOf: "status")?.intValue.map(Int.init)
    fileName = file?.member(ignoringCaseOf: "fileName")?.stringValue
    size = file?.member(ignoringCaseOf: "sizeInBytes")?.intValue
    md5 = file?.member(ignoringCaseOf: "md5")?.stringValue.flatMap(Self.hex)
  }

  /// The documentation doesn't say how MD5 is written: hexadecimal and base64 are both read.
  private static func hex(_ text: String) -> String? {
    let digits = text.lowercased().filter { $0 != "-" }
    if digits.count == 32, digits.allSatisfy(\.isHexDigit) { return digits }
    let unpadded = text.replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
    guard let bytes = Base64URL.decode(unpadded), bytes.count == 16 else { return nil }
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
