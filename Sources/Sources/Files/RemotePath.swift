import Foundation

/// The way to a file or folder at a service, from the chosen folder's top on.
///
/// Compared byte by byte: two names that look alike but are written with other code points are two names, as they are at
/// the service. A slash in a name (some services allow it) is kept apart from the slash between names.
package struct RemotePath: Sendable, Hashable {
  /// Names joined by `/`; a slash in a name is U+2215, a NUL is U+2400.
  package let text: String

  package init(text: String) {
    self.text = text
  }

  /// From a service's own path.
  package init(servicePath: String) {
    text = Self.steps(of: servicePath).map(Self.safe).joined(separator: "/")
  }

  /// The chosen folder itself.
  package static let top = RemotePath(text: "")

  package var steps: [String] { Self.steps(of: text) }

  /// By bytes: a slash with a mark behind it, as before a name that begins with one, is no "/" as characters go.
  private static func steps(of path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
  }

  package var name: String { steps.last ?? "" }

  /// The folder that holds it; the top's is the top.
  package var folder: RemotePath {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return .top }
    return RemotePath(text: String(text[..<slash]))
  }

  package func appending(_ name: String) -> RemotePath {
    let step = Self.safe(name)
    return RemotePath(text: text.utf8.isEmpty ? step : text + "/" + step)
  }

  /// Whether it lies below a folder, at any depth.
  package func isBelow(_ folder: RemotePath) -> Bool {
    folder.text.utf8.isEmpty ? !text.utf8.isEmpty : text.utf8.starts(with: (folder.text + "/").utf8)
  }

  /// A name that can stand in a path and in the database.
  private static func safe(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") }) || name.utf8.isEmpty else { return name }
    if name.utf8.isEmpty { return "_" }
    return String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          switch scalar {
          case "/": "\u{2215}"
          case "\0": "\u{2400}"
          default: scalar
          }
        }))
  }

  package static func == (left: RemotePath, right: RemotePath) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
