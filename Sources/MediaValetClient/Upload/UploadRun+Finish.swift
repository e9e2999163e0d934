internal import Core
internal import Crypto
internal import Foundation

/// The part of an upload that makes the asset and looks at it.
extension UploadRun {
  /// Properties, categories, keywords, attributes: all may be repeated, so only the end of them is saved.
  mutating func describe() async throws {
    guard let asset = machine.state.ticket?.asset else { return }
    try await describeRecord(asset)
    if !description.categories.isEmpty { try await library.addCategories(description.categories, toUpload: asset) }
    if !description.keywords.isEmpty { try await library.addKeywords(description.keywords, toUpload: asset) }
    if !description.attributes.isEmpty { try await library.setAttributes(description.attributes, ofUpload: asset) }
    machine.beginsFinalise()
    try await save()
  }

  mutating func finalise(looksFirst: Bool) async throws {
    guard let asset = machine.state.ticket?.asset else { return }
    if looksFirst {
      guard try await isThere(asset) == false else { return try await markFinalised() }
      machine.finaliseIsOutstanding()
    }
    do {
      try await library.finaliseUpload(asset)
    } catch let error as MediaValetError {
      // Whatever the answer was, the asset being there settles it.
      if try await isThere(asset) { return try await markFinalised() }
      if case .notFound = error {
        throw MediaValetError.damaged(
          asset: asset, reason: "the library doesn't know the upload, or holds another number of bytes")
      }
      throw error
    }
    try await markFinalised()
  }

  /// Size and checksum, as far as the library tells them; it may take a moment until it does.
  mutating func verify() async throws -> UploadedAsset {
    let id = machine.state.ticket?.asset ?? machine.state.chosenID
    var asset = try await library.asset(id)
    for wait in [1, 2, 4] where asset?.size == nil {
      try await library.timing.sleep(.seconds(wait))
      asset = try await library.asset(id)
    }
    // A digest that didn't see every byte says nothing.
    let md5 = digested == source.size ? digest.map { Self.hex($0.finalize()) } : nil
    if let size = asset?.size, size != source.size {
      throw MediaValetError.damaged(asset: id, reason: "it has \(size) bytes and \(source.size) were sent")
    }
    if let theirs = asset?.md5, let md5, theirs != md5 {
      throw MediaValetError.damaged(asset: id, reason: "its MD5 differs")
    }
    return UploadedAsset(
      id: id, fileName: source.name, title: description.title(forFile: source.name), size: source.size,
      md5: md5 ?? asset?.md5, status: asset?.status, isVerified: asset?.size != nil)
  }

  private mutating func markFinalised() async throws {
    machine.finalised()
    try await save()
  }

  private func isThere(_ asset: UUID) async throws -> Bool {
    try await library.asset(asset)?.isFinalised ?? false
  }

  private static func hex(_ digest: Insecure.MD5Digest) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
