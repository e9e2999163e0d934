import Core
import Flows
import Foundation

/// A folder of flows' files, as a Git repository keeps them.
struct FlowFolder {
  let path: String

  /// One file.
  struct File {
    /// Without the folder: `folder-to-library.yaml`.
    let name: String
    let text: String
    let flow: PortableFlow
  }

  /// All flows in it, by file name; what doesn't end like a flow's file is left alone.
  /// - Throws: ``FlowFileError``; ``FlowError/unreadable(reason:)`` with the file's name.
  func files() throws -> [File] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw FlowFileError.unreadable(path)
    }
    return try names.sorted().filter { [".yaml", ".yml", ".json"].contains(where: $0.hasSuffix) }.map { name in
      let text = try FlowFile.read(path + "/" + name)
      do throws(FlowError) {
        return File(name: name, text: text, flow: try PortableFlow.parse(text))
      } catch {
        throw FlowFileError.notAFlow(name, error.message)
      }
    }
  }

  /// Makes the folder if it isn't there.
  func make() throws(FlowFileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unreadable(path)
    }
  }

  /// Replaces a file as a whole, or not at all.
  func write(_ text: String, to name: String) throws(FlowFileError) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name), options: .atomic)
    } catch {
      throw .unwritable(name)
    }
  }

  /// A name for a flow's file that isn't taken.
  static func fileName(of flow: Flow, taken: Set<String>) -> String {
    let words = flow.name.lowercased().split { !($0.isLetter || $0.isNumber) }
    let name = words.isEmpty ? "flow" : words.joined(separator: "-")
    let plain = String(name.prefix(80)) + ".yaml"
    return taken.contains(plain) ? "\(name.prefix(80))-\(flow.id.description.prefix(8)).yaml" : plain
  }
}
