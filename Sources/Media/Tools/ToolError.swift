/// Why a program that a worker started gave no answer.
enum ToolError: Error, Equatable {
  case cannotStart(Int32)
  case missing(String)
  case timedOut
  case broken(Int32)
  case tooMuchOutput
}
