import Blobs
import Core

/// The XML in which blocks are listed. Pure: read and written without an XML library, since it has five tags.
enum BlockList {
  /// More are refused, as Azure does.
  static let limit = 50_000

  /// The names in `<BlockList><Latest>…</Latest>…</BlockList>`, in their order.
  static func names(in xml: String) throws(BlobWriteError) -> [String] {
    var rest = Substring(xml.trimmingPrefix { $0.isWhitespace || $0 == "\u{FEFF}" })
    if rest.hasPrefix("<?xml"), let end = rest.firstRange(of: "?>") { rest = rest[end.upperBound...] }
    rest = rest.trimmingPrefix(while: \.isWhitespace)
    if rest.hasPrefix("<BlockList/>") || rest.hasPrefix("<BlockList />") { return [] }
    guard rest.hasPrefix("<BlockList>") else { throw .badBlockList("it doesn't begin with <BlockList>") }
    rest = rest.dropFirst("<BlockList>".count)
    var names: [String] = []
    while true {
      rest = rest.trimmingPrefix(while: \.isWhitespace)
      if rest.hasPrefix("</BlockList>") { return names }
      names.append(try name(&rest))
      if names.count > limit { throw .badBlockList("it names more than \(limit) blocks") }
    }
  }

  private static func name(_ rest: inout Substring) throws(BlobWriteError) -> String {
    for tag in ["Latest", "Uncommitted", "Committed"] where rest.hasPrefix("<\(tag)>") {
      guard let end = rest.firstRange(of: "</\(tag)>") else { throw .badBlockList("</\(tag)> is missing") }
      let text = rest.dropFirst(tag.count + 2)[..<end.lowerBound]
      rest = rest[end.upperBound...]
      let name = XMLText.unescaped(String(text)).filter { !$0.isWhitespace }
      guard !name.isEmpty, !name.contains("<") else { throw .badBlockList("a block has no name") }
      return name
    }
    throw .badBlockList("<Latest>, <Uncommitted>, <Committed> or </BlockList> is expected")
  }

  /// The blocks that wait to be put together.
  static func xml(_ blocks: [StagedBlock]) -> String {
    let list = blocks.map { "<Block><Name>\(XMLText.escaped($0.name))</Name><Size>\($0.size)</Size></Block>" }.joined()
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><CommittedBlocks />"
      + "<UncommittedBlocks>\(list)</UncommittedBlocks></BlockList>"
  }
}
