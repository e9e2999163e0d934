import Core

/// Thrown where a body isn't written yet.
struct Unfinished: CodedError {
  var code: String { "unfinished" }
  var category: ErrorCategory { .fault }
  var message: String { "This part of the library isn't written yet." }
}
