import AppServer
import Blobs
import Core
import Foundation
import Identity
import Library
import NIOCore

/// Brings a folder's files into the library, straight through the library's own door.
struct FolderImport {
  let rooms: Rooms
  let category: String
  let keywords: [String]

  /// What became of the files.
  struct Outcome {
    var added = 0
    var known = 0
    var failed: [(path: String, reason: String)] = []
  }

  /// - Parameter folder: absolute.
  /// - Throws: ``DemoError/emptyFolder(_:)``; what goes wrong with one file is in the outcome.
  func run(_ folder: String) async throws -> Outcome {
    let paths = Self.files(in: folder)
    guard !paths.isEmpty else { throw DemoError.emptyFolder(folder) }
    let principal = try await rooms.identity.console()
    let category = try await findOrMakeCategory(as: principal)
    let progress = ProgressLine("files")
    var outcome = Outcome()
    for (index, path) in paths.enumerated() {
      progress.show(index, of: paths.count)
      do {
        if try await bring(folder + "/" + path, path, into: category, as: principal) {
          outcome.added += 1
        } else {
          outcome.known += 1
        }
      } catch let error as any CodedError {
        outcome.failed.append((path, error.description))
      }
    }
    progress.finish("\(paths.count) files looked at; reading and rendering them")
    try await rooms.finishIngest()
    return outcome
  }

  /// - Returns: whether it is new.
  private func bring(_ file: String, _ path: String, into category: CategoryID, as principal: Principal) async throws
    -> Bool
  {
    let id = StableID.of("\(principal.organizationTeam)/\(file)/\(try Self.fingerprint(file))")
    let assetID = AssetID(id)
    if (try? await rooms.library.assets.asset(assetID, includingDeleted: true, as: principal)) != nil { return false }
    let name = URL(fileURLWithPath: path).lastPathComponent
    let upload = try await rooms.library.uploads.request(
      UploadProperties(fileName: name), id: assetID, as: principal)
    let address = rooms.library.mediaURLs.uploadAddress(of: upload).split(separator: "?", maxSplits: 1)
    let grant = try rooms.library.mediaURLs.uploadGrant(
      path: String(address[0]), query: address.count > 1 ? String(address[1]) : "")
    let stored = try await rooms.library.uploads.putBlob(FileStream.open(file), with: grant)
    _ = try await rooms.library.uploads.describe(upload.id, UploadProperties(size: stored.size), as: principal)
    _ = try await rooms.library.uploads.addCategories(upload.id, [category], as: principal)
    if !keywords.isEmpty { _ = try await rooms.library.uploads.addKeywords(upload.id, keywords, as: principal) }
    _ = try await rooms.library.uploads.finish(upload.id, as: principal)
    return true
  }

  private func findOrMakeCategory(as principal: Principal) async throws -> CategoryID {
    let root = try await rooms.library.categories.root(as: principal)
    let known = try await rooms.library.categories.children(of: root.id, as: principal)
    if let found = known.first(where: { $0.name.lowercased() == category.lowercased() }) { return found.id }
    return try await rooms.library.categories.create(name: category, parent: root.id, as: principal).id
  }

  /// Size and time of change: a file that changed is another one.
  private static func fingerprint(_ path: String) throws -> String {
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    let date = facts[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)
    return "\(facts[.size] ?? 0)/\(date.milliseconds)"
  }

  private static func files(in folder: String) -> [String] {
    guard let walker = FileManager.default.enumerator(atPath: folder) else { return [] }
    var paths: [String] = []
    while let path = walker.nextObject() as? String {
      let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") }
      if !isHidden, walker.fileAttributes?[.type] as? FileAttributeType == .typeRegular { paths.append(path) }
    }
    return paths.sorted()
  }
}
