import Connectors
import Core

/// Reads an XML file element by element: nothing outside of it is fetched, and entities of its own are refused.
final class XMLReader: RowMachine {
  private let file: String
  private let scanner: XMLScanner

  /// - Parameter element: the name of the element that is a row; the children of the outermost one when left out.
  init(file: String, element: String?) {
    self.file = file
    scanner = XMLScanner(XMLRowBuilder(element: element.flatMap { $0.isEmpty ? nil : $0 }))
  }

  func take(_ bytes: UnsafeRawBufferPointer) throws -> [JSONValue] {
    do throws(XMLFault) { try scanner.take(bytes) } catch { throw malformed(error) }
    return taken()
  }

  func end() throws -> [JSONValue] {
    do throws(XMLFault) { try scanner.end() } catch { throw malformed(error) }
    return taken()
  }

  private func taken() -> [JSONValue] {
    guard var builder = scanner.listener as? XMLRowBuilder else { return [] }
    let rows = builder.rows
    if !rows.isEmpty {
      builder.rows = []
      scanner.listener = builder
    }
    return rows
  }

  private func malformed(_ fault: XMLFault) -> FileStepError {
    if (scanner.listener as? XMLRowBuilder)?.isTooLarge == true {
      return .rowTooLarge(file: file, line: fault.line, limit: RowLimits.row)
    }
    return .malformed(format: "XML", file: file, line: fault.line, reason: fault.reason)
  }
}
