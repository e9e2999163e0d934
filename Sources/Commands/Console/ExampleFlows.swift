import Connectors
import Core

/// The flows in `Examples/`, built into the program.
enum ExampleFlows {
  /// - Throws: ``ExampleError/unknown(_:)``
  static func text(_ name: String) throws(ExampleError) -> String {
    guard let file = CatalogueFile.examples.first(where: { $0.name == name }) else { throw .unknown(name) }
    return file.text
  }
}

/// Why an example can't be used.
enum ExampleError: CodedError {
  case unknown(String)

  var code: String { "unknown_example" }
  var category: ErrorCategory { .notFound }
  var message: String {
    switch self {
    case .unknown(let name): "There is no example \"\(name)\"."
    }
  }
}
