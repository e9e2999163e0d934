import Connections
import Core
import Foundation
package import Logging
import Persistence

/// Looks at everything a deployment needs, and says what is wrong and what to do.
package struct Doctor: Sendable {
  private let settings: Settings

  package init(_ settings: Settings) {
    self.settings = settings
  }

  /// Looks at one thing after the other; what can't be reached costs its own finding only.
  package func examine(logger: Logger) async -> [Finding] {
    var findings = programs()
    do {
      let foundations = try await Foundations.open(settings, logger: logger)
      findings.append(Finding("data folder", .good, "\(foundations.folder.path) can be written to."))
      findings.append(
        await check("database", "answers, and its tables are up to date") { try await foundations.store.ping() })
      findings.append(await check("blobs", "can be reached") { try await foundations.pingBlobs() })
      findings.append(Finding("vault", .good, "It opens with key \(foundations.vault.current.id)."))
      findings.append(contentsOf: [space(foundations.folder), certificate(foundations)])
      await foundations.close()
    } catch {
      findings.append(finding("deployment", error))
    }
    findings.append(contentsOf: settings.folderRoots.map(folder))
    return findings
  }

  // MARK: Programs

  private static let tools = [
    ("ffmpeg", "ffmpeg", "videos get no still"), ("ffprobe", "ffmpeg", "videos and sounds get no facts"),
    ("pdftoppm", "poppler-utils", "PDFs get no preview"),
    ("exiftool", "libimage-exiftool-perl", "embedded titles and keywords aren't read"),
  ]

  private func programs() -> [Finding] {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return Self.tools.map { name, package, consequence in
      let found = folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
      if let found { return Finding(name, .good, "It is at \(found).") }
      return Finding(
        name, .warning, "It isn't installed: \(consequence).", advice: "Install the Debian package \(package).")
    }
  }

  // MARK: The deployment

  private func check(_ what: String, _ good: String, _ body: () async throws -> Void) async -> Finding {
    do {
      try await body()
      return Finding(what, .good, "It \(good).")
    } catch {
      return finding(what, error)
    }
  }

  private func finding(_ what: String, _ error: any Error) -> Finding {
    guard let error = error as? any CodedError else { return Finding(what, .bad, "\(error)") }
    return Finding(what, .bad, error.message, advice: error.advice)
  }

  private func space(_ folder: DataFolder) -> Finding {
    var facts = statvfs()
    guard statvfs(folder.path, &facts) == 0 else { return Finding("disk", .warning, "Its free space can't be told.") }
    let free = Int64(facts.f_bavail) * Int64(facts.f_frsize)
    let text = "\(free / 1_000_000) MB are free."
    if free <= settings.blobReserve {
      return Finding("disk", .bad, text, advice: "Uploads are refused until more than blobs.reserve is free.")
    }
    return Finding("disk", free < settings.blobReserve * 4 ? .warning : .good, text)
  }

  private func certificate(_ foundations: Foundations) -> Finding {
    guard let certificate = foundations.certificate else {
      return Finding("certificate", .warning, "TLS is off.", advice: "Let something in front of Weir end TLS.")
    }
    let days = Int(certificate.expiresAt.timeIntervalSince(foundations.effects.now()) / 86400)
    if days < 0 {
      return Finding("certificate", .bad, "It ended \(-days) days ago.", advice: "Put a new one in its place.")
    }
    return Finding("certificate", days < 21 ? .warning : .good, "It is good for \(days) days.")
  }

  private func folder(_ path: String) -> Finding {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    return exists
      ? Finding("folder \(path)", .good, "Flows may use it.")
      : Finding("folder \(path)", .bad, "It isn't there.", advice: "Correct folders.roots, or make the folder.")
  }
}
