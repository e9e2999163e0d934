import Mustache

/// All templates, compiled once.
package struct PageTemplates: Sendable {
  private let library: MustacheLibrary
  private let files: EmbeddedFiles

  /// - Throws: the template's name and the place, when one can't be parsed.
  package init(_ files: EmbeddedFiles) throws {
    self.files = files
    library = try Self.compiled(files)
  }

  private static func compiled(_ files: EmbeddedFiles) throws -> MustacheLibrary {
    var library = MustacheLibrary()
    for name in files.names {
      guard let bytes = files.bytes(name) else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      if name.hasPrefix("templates/") {
        try library.register(text, named: stem(name))
      } else if name.hasPrefix("icons/") {
        try library.register(text, named: "icon-" + stem(name))
      }
    }
    return library
  }

  /// The HTML of a page. Values are escaped unless the template says `{{{`.
  /// - Throws: ``PageError/noTemplate(_:)``.
  package func render(_ name: String, _ model: Any) throws -> String {
    let library = files.mayChange ? try Self.compiled(files) : library
    guard let html = library.render(model, withTemplate: name) else { throw PageError.noTemplate(name) }
    return html
  }

  /// The SVG of an icon; empty when there is none of that name.
  func icon(_ name: String) -> String {
    files.bytes("icons/\(name).svg").map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func stem(_ path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.split(separator: ".").first ?? "")
  }
}
