/// A way inside of an allowed folder, free of `.` and `..`.
struct FolderPath: Sendable, Hashable {
  let root: FolderRoot
  /// The steps from the root on; empty for the root itself.
  let steps: [String]

  /// As handles and outputs write it: `photos/2026/harbour.jpg`.
  var text: String { ([root.name] + steps).joined(separator: "/") }
  /// The last step, or the root's name.
  var name: String { steps.last ?? root.name }

  /// Reads a path that begins with a root's name, or an absolute one that lies in a root.
  /// - Throws: ``FileSourceError/notAllowed(path:)`` when it leads nowhere that is allowed.
  init(_ text: String, in roots: [FolderRoot]) throws(FileSourceError) {
    guard !text.utf8.contains(0) else { throw .notAllowed(path: "?") }
    let steps = Self.steps(of: text).filter { $0 != "." }
    guard !steps.contains("..") else { throw .notAllowed(path: text) }
    if text.utf8.first == UInt8(ascii: "/") {
      let inside = roots.compactMap { root -> FolderPath? in
        let base = Self.steps(of: root.path)
        return steps.starts(with: base) ? FolderPath(root: root, steps: Array(steps.dropFirst(base.count))) : nil
      }
      // The root that is nearest to the file.
      guard let nearest = inside.min(by: { $0.steps.count < $1.steps.count }) else { throw .notAllowed(path: text) }
      self = nearest
    } else {
      guard let name = steps.first, let root = roots.first(where: { $0.name == name }) else {
        throw .notAllowed(path: text)
      }
      self = FolderPath(root: root, steps: Array(steps.dropFirst()))
    }
  }

  init(root: FolderRoot, steps: [String]) {
    self.root = root
    self.steps = steps
  }

  /// By bytes, as the operating system reads it: with a mark behind it, a slash is no "/" as characters go, and a step
  /// such as `../` and a name that begins with an accent would pass for a name.
  private static func steps(of path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
  }
}
