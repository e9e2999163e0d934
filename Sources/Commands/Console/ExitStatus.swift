import ArgumentParser
import Core

/// What a command's end means to the program that called it (after sysexits.h).
enum ExitStatus: Int32 {
  /// It did what it was asked for.
  case success = 0
  /// It ran, and what it was asked for failed: a run that failed, a check that is bad.
  case failure = 1
  /// The command line is wrong.
  case usage = 64
  /// What was given to it is wrong: a file, an expression, a value.
  case data = 65
  /// Something it names isn't there.
  case notFound = 66
  /// Something it needs is away: the database, a service.
  case unavailable = 69
  /// A fault in Weir.
  case fault = 70
  /// No room left, or a file that can't be made.
  case cannotCreate = 73
  /// Not now; later it may work.
  case tryLater = 75
  /// Not allowed.
  case notPermitted = 77
  /// A setting is wrong.
  case settings = 78

  init(_ error: any CodedError) {
    if error.code.hasSuffix("_setting") || error.code == "unreadable_settings_file" {
      self = .settings
      return
    }
    self =
      switch error.category {
      case .invalid, .conflict, .gone, .preconditionFailed, .tooLarge, .unsupportedMedia, .rangeNotSatisfiable: .data
      case .unauthenticated, .forbidden: .notPermitted
      case .notFound: .notFound
      case .rateLimited, .timeout: .tryLater
      case .upstream, .unavailable: .unavailable
      case .insufficientStorage: .cannotCreate
      case .fault: .fault
      }
  }

  /// For the table in `weir --help`.
  static let explanation = """
    Exit status: 0 done; 1 ran, but failed; 64 wrong command line; 65 wrong input; 66 not found; 69 something needed is \
    away; 73 no room; 75 try later; 77 not allowed; 78 wrong setting.
    """
}

extension ExitStatus {
  var code: ExitCode { ExitCode(rawValue) }
}
