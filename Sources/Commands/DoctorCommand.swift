import AppServer
import ArgumentParser
import Core

/// `weir doctor`
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at everything a server needs, and say what is wrong.",
    discussion: "Ends with 0 when everything needed is there, with 1 when something is bad.")

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let findings = await Doctor(try await options.load()).examine(logger: Log.quiet())
    let console = Console(isJSON: json)
    for finding in findings {
      console.say("\(Self.mark(finding.result)) \(finding.what): \(finding.detail)")
      if let advice = finding.advice { console.say("     \(advice)") }
    }
    let checks = findings.map { finding -> JSONValue in
      [
        "what": .string(finding.what), "result": .string(finding.result.rawValue), "detail": .string(finding.detail),
        "advice": JSONValue(finding.advice),
      ]
    }
    console.result(["checks": .array(checks)])
    if findings.contains(where: { $0.result == .bad }) { throw ExitStatus.failure.code }
  }

  private static func mark(_ result: Finding.Result) -> String {
    switch result {
    case .good: "ok  "
    case .warning: "note"
    case .bad: "bad "
    }
  }
}
