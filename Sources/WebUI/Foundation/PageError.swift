package import Core

/// What can go wrong in making a page: faults of ours, never of a reader.
package enum PageError: CodedError, Equatable {
  case noTemplate(String)

  package var code: String { "page_not_rendered" }
  package var category: ErrorCategory { .fault }
  package var message: String {
    switch self {
    case .noTemplate(let name): "There is no template \(name)."
    }
  }
}
