/// What the doctor found out about one thing.
package struct Finding: Sendable {
  /// How bad it is.
  package enum Result: String, Sendable {
    case good
    /// It works, but something is missing or soon will be.
    case warning
    /// It doesn't work.
    case bad
  }

  /// What was looked at.
  package let what: String
  package let result: Result
  /// What was found, in a sentence.
  package let detail: String
  /// What to do, where there is something to do.
  package let advice: String?

  init(_ what: String, _ result: Result, _ detail: String, advice: String? = nil) {
    self.what = what
    self.result = result
    self.detail = detail
    self.advice = advice
  }
}
