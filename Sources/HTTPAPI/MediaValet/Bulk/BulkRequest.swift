import Core
import HTTPTypes
import Hummingbird

/// The requests in the body of `POST /bulk` (multipart/mixed of application/http). Pure: from bytes to requests.
struct BulkRequest: Equatable {
  struct Part: Equatable {
    let method: HTTPRequest.Method
    /// Path and query.
    let target: String
    let headers: HTTPFields
    let body: [UInt8]
  }

  /// More parts are refused.
  static let limit = 1000

  let parts: [Part]

  /// - Throws: ``BulkError`` that names the part.
  init(_ bytes: [UInt8], contentType: String?) throws(BulkError) {
    guard let boundary = Self.boundary(in: contentType ?? "") else { throw .noBoundary }
    let sections = Self.sections(bytes, delimiter: Array("--\(boundary)".utf8))
    guard let sections else { throw .notClosed(boundary) }
    guard !sections.isEmpty else { throw .noParts }
    guard sections.count <= Self.limit else { throw .tooManyParts(limit: Self.limit) }
    var parts: [Part] = []
    for (index, section) in sections.enumerated() { parts.append(try Self.part(section, number: index + 1)) }
    self.parts = parts
  }

  private static func boundary(in contentType: String) -> String? {
    let fields = contentType.split(separator: ";").map { $0.drop { $0 == " " } }
    guard fields.first?.lowercased() == "multipart/mixed" else { return nil }
    guard let field = fields.first(where: { $0.lowercased().hasPrefix("boundary=") }) else { return nil }
    let boundary = field.dropFirst("boundary=".count).filter { $0 != "\"" && $0 != " " }
    return boundary.isEmpty ? nil : boundary
  }

  /// What stands between the delimiters; `nil` when the closing one is missing.
  private static func sections(_ bytes: [UInt8], delimiter: [UInt8]) -> [ArraySlice<UInt8>]? {
    var sections: [ArraySlice<UInt8>] = []
    var start: Int?
    var position = 0
    while let found = find(delimiter, in: bytes, from: position) {
      if let start { sections.append(bytes[start..<found]) }
      position = found + delimiter.count
      if bytes[position...].starts(with: Array("--".utf8)) { return sections }
      start = position
    }
    return nil
  }

  /// Delimiters stand at the beginning of a line.
  private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + pattern.count <= bytes.count {
      if bytes[index] == pattern[0], index == 0 || bytes[index - 1] == UInt8(ascii: "\n"),
        bytes[index..<(index + pattern.count)].elementsEqual(pattern)
      {
        return index
      }
      index += 1
    }
    return nil
  }

  private static func part(_ section: ArraySlice<UInt8>, number: Int) throws(BulkError) -> Part {
    let lines = PartReader(section)
    var reader = lines
    reader.skipLine()
    while let line = reader.line(), !line.isEmpty {}
    guard let requestLine = reader.line(skippingEmpty: true) else { throw .noRequest(part: number) }
    let words = requestLine.split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/"),
      let method = HTTPRequest.Method(String(words[0]).uppercased())
    else { throw .badRequestLine(part: number) }
    var headers = HTTPFields()
    while let line = reader.line(), !line.isEmpty {
      let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, let name = HTTPField.Name(String(pair[0])) else { throw .badHeader(part: number) }
      headers[name] = String(pair[1].drop { $0 == " " })
    }
    return Part(method: method, target: String(words[1]), headers: headers, body: reader.rest())
  }
}
