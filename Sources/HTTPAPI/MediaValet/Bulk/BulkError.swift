import Core

/// Why a bulk request can't be taken apart. Nothing of it is then done.
enum BulkError: CodedError, Equatable {
  case noBoundary
  case notClosed(String)
  case noParts
  case tooManyParts(limit: Int)
  case noRequest(part: Int)
  case badRequestLine(part: Int)
  case badHeader(part: Int)

  var code: String { "invalid_bulk_request" }
  var category: ErrorCategory { .invalid }

  var message: String {
    switch self {
    case .noBoundary: "The body's type must be multipart/mixed with a boundary."
    case .notClosed(let boundary): "The body doesn't end with the delimiter --\(boundary)--."
    case .noParts: "There is no request in the body."
    case .tooManyParts(let limit): "There are more than \(limit) requests in the body."
    case .noRequest(let part): "Part \(part) holds no request."
    case .badRequestLine(let part): "Part \(part) doesn't begin with a request line such as \"GET /assets HTTP/1.1\"."
    case .badHeader(let part): "Part \(part) has a line that is no header."
    }
  }
}
