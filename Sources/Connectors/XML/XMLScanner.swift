import CExpat

/// Hears of the elements of an XML document as they open and close.
package protocol XMLListener {
  mutating func open(_ name: String, _ attributes: [(String, String)])
  /// A piece of the text of the element that is open.
  mutating func text(_ bytes: UnsafeRawBufferPointer)
  mutating func close()
  /// Why the document isn't read on; set by whoever finds something that isn't taken.
  var refusal: String? { get set }
}

/// Why a document isn't read on.
package struct XMLFault: Error, Equatable {
  /// Counted from 1.
  package let line: Int
  /// As the end of a sentence.
  package let reason: String
}

/// Reads XML element by element (expat), a piece at a time: nothing outside of it is fetched, and documents that declare
/// entities of their own are refused.
package final class XMLScanner {
  private let parser: XML_Parser?
  private var hasBegun = false
  /// Who hears; read from it between the pieces.
  package var listener: any XMLListener

  package init(_ listener: any XMLListener) {
    self.listener = listener
    parser = XML_ParserCreate(nil)
  }

  deinit {
    XML_ParserFree(parser)
  }

  /// The next piece of the document.
  package func take(_ bytes: UnsafeRawBufferPointer) throws(XMLFault) {
    let text = bytes.assumingMemoryBound(to: CChar.self)
    try parse(text.baseAddress, Int32(text.count), isLast: false)
  }

  /// To be called once, behind the last piece.
  package func end() throws(XMLFault) {
    try parse(nil, 0, isLast: true)
  }

  private func parse(_ text: UnsafePointer<CChar>?, _ count: Int32, isLast: Bool) throws(XMLFault) {
    begin()
    guard XML_Parse(parser, text, count, isLast ? 1 : 0) != XML_STATUS_OK else { return }
    let word = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "it can't be read"
    throw XMLFault(line: Int(XML_GetCurrentLineNumber(parser)), reason: listener.refusal ?? word)
  }

  /// Hands this object to expat, which calls back only while `XML_Parse` runs.
  private func begin() {
    guard !hasBegun else { return }
    hasBegun = true
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { reader, name, attributes in
        guard let its = XMLScanner.from(reader), let name else { return }
        its.listener.open(String(cString: name), XMLScanner.pairs(attributes))
        its.stopIfRefused()
      },
      { reader, _ in XMLScanner.from(reader)?.listener.close() })
    XML_SetCharacterDataHandler(parser) { reader, text, count in
      guard let its = XMLScanner.from(reader), let text else { return }
      its.listener.text(UnsafeRawBufferPointer(start: text, count: Int(count)))
      its.stopIfRefused()
    }
    XML_SetEntityDeclHandler(parser) { reader, _, _, _, _, _, _, _, _ in
      guard let its = XMLScanner.from(reader) else { return }
      its.listener.refusal = "it declares entities, which aren't taken"
      its.stopIfRefused()
    }
  }

  private func stopIfRefused() {
    if listener.refusal != nil { XML_StopParser(parser, 0) }
  }

  private static func from(_ pointer: UnsafeMutableRawPointer?) -> XMLScanner? {
    pointer.map { Unmanaged<XMLScanner>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Names and values in turn, ended by a null pointer.
  private static func pairs(_ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) -> [(String, String)] {
    var pairs: [(String, String)] = []
    guard let list else { return pairs }
    var index = 0
    while let name = list[index], let value = list[index + 1] {
      pairs.append((String(cString: name), String(cString: value)))
      index += 2
    }
    return pairs
  }
}
