import CExpat
import Core

/// Reads an XML file element by element (expat): nothing outside of it is fetched, and entities of its own are refused.
final class XMLReader: RowMachine {
  private let file: String
  private let parser: XML_Parser?
  private var builder: XMLRowBuilder
  private var hasBegun = false

  /// - Parameter element: the name of the element that is a row; the children of the outermost one when left out.
  init(file: String, element: String?) {
    self.file = file
    builder = XMLRowBuilder(element: element.flatMap { $0.isEmpty ? nil : $0 })
    parser = XML_ParserCreate(nil)
  }

  deinit {
    XML_ParserFree(parser)
  }

  func take(_ bytes: UnsafeRawBufferPointer) throws -> [JSONValue] {
    let text = bytes.assumingMemoryBound(to: CChar.self)
    return try parse(text.baseAddress, Int32(text.count), isLast: false)
  }

  func end() throws -> [JSONValue] {
    try parse(nil, 0, isLast: true)
  }

  private func parse(_ text: UnsafePointer<CChar>?, _ count: Int32, isLast: Bool) throws -> [JSONValue] {
    begin()
    let status = XML_Parse(parser, text, count, isLast ? 1 : 0)
    guard status == XML_STATUS_OK else { throw malformed() }
    defer { builder.rows = [] }
    return builder.rows
  }

  private func malformed() -> FileStepError {
    let line = Int(XML_GetCurrentLineNumber(parser))
    if builder.isTooLarge { return .rowTooLarge(file: file, line: line, limit: RowLimits.row) }
    let word = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "it can't be read"
    return .malformed(format: "XML", file: file, line: line, reason: builder.refusal ?? word)
  }

  /// Hands this object to expat, which calls back only while `XML_Parse` runs.
  private func begin() {
    guard !hasBegun else { return }
    hasBegun = true
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { reader, name, attributes in
        guard let its = XMLReader.from(reader), let name else { return }
        its.builder.open(String(cString: name), XMLReader.pairs(attributes))
        its.stopIfRefused()
      },
      { reader, _ in XMLReader.from(reader)?.builder.close() })
    XML_SetCharacterDataHandler(parser) { reader, text, count in
      guard let its = XMLReader.from(reader), let text else { return }
      its.builder.text(UnsafeRawBufferPointer(start: text, count: Int(count)))
      its.stopIfRefused()
    }
    XML_SetEntityDeclHandler(parser) { reader, _, _, _, _, _, _, _, _ in
      guard let its = XMLReader.from(reader) else { return }
      its.builder.refusal = "it declares entities, which aren't taken"
      its.stopIfRefused()
    }
  }

  private func stopIfRefused() {
    if builder.refusal != nil || builder.isTooLarge { XML_StopParser(parser, 0) }
  }

  private static func from(_ pointer: UnsafeMutableRawPointer?) -> XMLReader? {
    pointer.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
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
