/// Puts quotes around the numbers and truth values of ExifTool's JSON.
///
/// ExifTool writes every value that looks like a number as one, so that the title `1.50` would be read as 1.5 and the
/// keyword `TRUE` as a truth value. Metadata is text; what is a number is read as one where it is needed.
enum BareWords {
  static func quoted(_ json: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    var result: [UInt8] = []
    result.reserveCapacity(json.count + json.count / 16)
    var isInText = false
    var isInWord = false
    var isEscaped = false
    for byte in json {
      let belongsToWord = !isInText && Self.isWord(byte)
      if belongsToWord != isInWord {
        result.append(quote)
        isInWord = belongsToWord
      }
      result.append(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == quote {
        isInText.toggle()
      } else if isInText && byte == UInt8(ascii: "\\") {
        isEscaped = true
      }
    }
    return result
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"):
      true
    default: false
    }
  }
}
