import Connectors
import Foundation

/// The chosen folders of a source, with the place of each in the source.
struct ChosenFolders: Sendable {
  /// One of them.
  struct Chosen: Sendable, Hashable {
    let folder: SourceFolder
    /// Empty when there is only one; else its name, so that two don't run into each other.
    let path: RemotePath
    /// The service's own path of it.
    let servicePath: RemotePath

    var id: RemoteID { RemoteID(folder.id) }
  }

  let all: [Chosen]

  init(_ folders: [SourceFolder]) {
    var taken: Set<String> = []
    all = folders.map { folder in
      let servicePath = RemotePath(servicePath: folder.path)
      guard folders.count > 1 else { return Chosen(folder: folder, path: .top, servicePath: servicePath) }
      let name = servicePath.steps.isEmpty ? "All" : servicePath.name
      let free = [name] + (2...(folders.count + 1)).map { "\(name) (\($0))" }
      let choice = free.first { taken.insert($0.lowercased()).inserted } ?? name
      return Chosen(folder: folder, path: RemotePath.top.appending(choice), servicePath: servicePath)
    }
  }

  func chosen(_ id: RemoteID) -> Chosen? {
    all.first { $0.id == id }
  }

  /// Where something at a service's own path is in the source; without regard to case, as most services compare.
  /// - Returns: `nil` when it is in none of the chosen folders.
  func place(ofServicePath path: String) -> RemotePath? {
    let steps = RemotePath(servicePath: path).steps
    for chosen in all {
      let top = chosen.servicePath.steps
      guard steps.count > top.count, zip(steps, top).allSatisfy({ $0.lowercased() == $1.lowercased() }) else {
        continue
      }
      return steps[top.count...].reduce(chosen.path) { $0.appending($1) }
    }
    return nil
  }

  /// The chosen folder and all above it in a path, for what says that something below changed.
  static func ancestors(of path: RemotePath) -> [RemotePath] {
    var all = [path]
    var current = path
    while !current.text.utf8.isEmpty {
      current = current.folder
      all.append(current)
    }
    return all
  }
}
