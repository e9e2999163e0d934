package import Core

/// Why an attribute, or a value for one, can't be taken.
package enum AttributeError: Error, Equatable {
  /// `problem` ends a sentence: "it is not a number".
  case invalidValue(attribute: String, problem: String)
  /// Weir keeps it itself.
  case systemAttribute(String)
  /// A list without options, or with the same option twice.
  case invalidOptions(String, problem: String)
  /// The type can't be changed while assets have values of it.
  case typeInUse(String)
}

extension AttributeError: CodedError {
  package var code: String {
    switch self {
    case .invalidValue: "invalid_attribute_value"
    case .systemAttribute: "system_attribute"
    case .invalidOptions: "invalid_options"
    case .typeInUse: "attribute_type_in_use"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .invalidValue, .systemAttribute, .invalidOptions: .invalid
    case .typeInUse: .conflict
    }
  }

  package var message: String {
    switch self {
    case .invalidValue(let name, let problem): "The value for \"\(name)\" can't be used: \(problem)."
    case .systemAttribute(let name): "\"\(name)\" is kept by the library itself and can't be changed."
    case .invalidOptions(let name, let problem): "The options of \"\(name)\" can't be used: \(problem)."
    case .typeInUse(let name): "The type of \"\(name)\" can't be changed while assets have values for it."
    }
  }
}
