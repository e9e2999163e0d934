import Blobs
import Connectors
import Core
import Foundation
import Library

/// Sends one file into a publication's folder.
struct FileSender: Sendable {
  let service: any FileService
  let proof: ContentProof
  let publication: Publication

  /// What came of it.
  enum Outcome: Sendable {
    case sent(RemoteItem)
    /// Somebody else changed what was to be replaced.
    case changed
    /// What was to be replaced isn't there any more.
    case gone
    /// Somebody put a file of that name there meanwhile.
    case taken
    case failed(any Error)
  }

  /// - Parameter file: with its name, and what is sent, noted.
  func send(_ file: PublishedFile) async -> Outcome {
    guard let content = file.sending, let name = file.name else { return .gone }
    do {
      if let there = file.there {
        // Looked at once more at the last moment: it may be minutes since the folder was.
        switch try await standing(of: there) {
        case .same: break
        case .piece: return .gone
        case .other: return .changed
        }
      } else if await isTaken(name) {
        return .taken
      }
      let handle = MediaFileHandle(
        name: name, size: content.size, mime: content.mimeType, sha256: content.hash.sha256,
        origin: .blob(content.hash.sha256))
      let key = "\(publication.id)-\(file.id)-\(file.puts)-\(content.hash.sha256.prefix(16))"
      var item = try await service.write(
        handle, named: name, in: publication.rules.folder.id, replacing: file.there?.item,
        context: ActionContext(idempotencyKey: key))
      if item.version == nil, let told = try? await service.item(item.id) { item = told }
      if let size = item.size, size != content.size { throw SourceError.damaged(name, what: "size") }
      return .sent(item)
    } catch {
      return .failed(error)
    }
  }

  /// Takes a file away that the publication put there, unless somebody changed it meanwhile.
  /// - Returns: `false` when it was changed, and so left alone.
  func remove(_ there: PublishedFile.There) async throws -> Bool {
    switch try await standing(of: there) {
    case .same: try await service.remove(there.item)
    case .piece: break
    case .other: return false
    }
    return true
  }

  /// Whether a name was taken since the folder was looked at: where ids are paths, writing would replace what is there.
  private func isTaken(_ name: String) async -> Bool {
    guard !service.abilities.idsStay else { return false }
    let folder = publication.rules.folder.id
    let path = folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
    // Where ids are made otherwise, nothing is found, and the look at the folder stands.
    return (try? await service.item(path)) != nil
  }

  /// How what was put there is now: the same, other, or (as a piece of nothing) not there any more.
  private func standing(of there: PublishedFile.There) async throws -> ContentProof.Outcome {
    let found: RemoteItem?
    do {
      found = try await service.item(there.item)
    } catch let error as ActionError where error.category == .invalid {
      // The service can't be asked for one file; the look at the folder stands.
      return .same
    }
    guard let found, found.id == there.item, found.kind == .file else { return .piece }
    guard let mark = there.mark, let now = found.publishedMark, mark != now else { return .same }
    guard let content = there.content else { return .other }
    return try await proof.compare(found, with: content) == .same ? .same : .other
  }
}
