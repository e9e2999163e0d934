/// What stands between `${` and `}`: a root and the way from there, as `input.asset.id`.
package struct TemplateReference: Sendable, Hashable, CustomStringConvertible {
  package let root: Root
  package let path: JSONPath

  /// Where values come from.
  package enum Root: String, Sendable, CaseIterable {
    /// The action's input, with the defaults of its schema.
    case input
    /// The connection's settings, with the defaults of the connector's fields. Secret ones aren't there.
    case settings
    /// The page that is asked for: `offset`, `number`, `size`, `cursor`.
    case page
    /// `uuid` and `key`: the same at every try of one step.
    case run
    /// What the start of an upload in blocks answered; `headers` and `parts` too.
    case upload
    /// The block that is sent: `index`, `number`, `first`, `last`, `end`, `size`, `total`, `isLast`, `range`, `id`,
    /// `sha1`, `sha256`, `md5`; also `count`, and `address` where each block has its own.
    case block
    /// What the earlier actions of a sequence gave, by their names.
    case steps
    /// Of the `files` section alone: the folder that is asked about (`id`, and `key`: the id without its prefix).
    case folder
    /// The item that is meant: `id`, `key`, `name`, `path`, `parent`, and `fields`: all that the service said of it.
    case item
    /// The place to go on from.
    case cursor
    /// What a new file or folder is to be called.
    case name
    /// The handle of the file to be stored.
    case file
    /// What a person looks for.
    case text
    /// The subscription: `address`, `secret`, `id`, and `until`: the time for which it is asked, as ISO 8601 has it.
    case push

    /// Those that requests know; the others belong to the `files` and `push` sections.
    static let ofRequests: [Root] = [.input, .settings, .page, .run, .upload, .block]
  }

  /// - Returns: `nil` when `text` doesn't begin with one of the roots.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "." as Character, omittingEmptySubsequences: false).map { String($0) }
    guard let root = parts.first.flatMap(Root.init(rawValue:)), !parts.contains(""), parts.allSatisfy(Self.isName)
    else { return nil }
    self.root = root
    path = JSONPath(parts.dropFirst().joined(separator: "."))
  }

  package var description: String {
    ([root.rawValue] + path.steps).joined(separator: ".")
  }

  private static func isName(_ text: String) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
  }
}
