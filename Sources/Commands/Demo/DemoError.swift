import Core

/// Why the demo stopped.
enum DemoError: CodedError {
  /// A door that should have opened didn't.
  case refused(String, status: Int, answer: String)
  /// The data folder isn't a demo's.
  case foreignFolder(String)
  /// There is nothing to bring in.
  case emptyFolder(String)
  /// The flow ran, and didn't do its work.
  case runFailed(reason: String, log: String)

  var code: String {
    switch self {
    case .refused: "demo_refused"
    case .foreignFolder: "demo_folder_foreign"
    case .emptyFolder: "demo_folder_empty"
    case .runFailed: "demo_run_failed"
    }
  }

  var category: ErrorCategory {
    switch self {
    case .refused, .runFailed: .fault
    case .emptyFolder, .foreignFolder: .invalid
    }
  }

  var message: String {
    switch self {
    case .refused(let what, let status, let answer):
      "The demo's step \"\(what)\" was answered with \(status). \(answer.prefix(400))"
    case .foreignFolder(let path): "The folder \(path) isn't empty, and no demo made it."
    case .emptyFolder(let path): "There are no files in \(path)."
    case .runFailed(let reason, _): "The flow didn't finish its work: \(reason)"
    }
  }

  var advice: String? {
    switch self {
    case .refused: nil
    case .foreignFolder: "Choose another with --data-folder."
    case .emptyFolder: "Name a folder with pictures, videos or PDFs."
    case .runFailed(_, let log): "Look at its process log: \(log)"
    }
  }
}
