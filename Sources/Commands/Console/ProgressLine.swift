import Core
import Foundation

/// Says how far long work is: one live line on a terminal, a plain line now and then in a log.
final class ProgressLine {
  private let label: String
  private let now: () -> Date
  private let began: Date
  private var lastShown: Date?

  init(_ label: String, now: @escaping () -> Date = Effects.live.now) {
    self.label = label
    self.now = now
    began = now()
  }

  /// - Parameters:
  ///   - done: how much is done, in pieces.
  ///   - total: of how many; `nil` when that isn't known yet.
  func show(_ done: Int, of total: Int?) {
    let time = now()
    let pause = Console.isTerminal ? 0.1 : 5.0
    if let lastShown, time.timeIntervalSince(lastShown) < pause { return }
    lastShown = time
    Console.write(Console.isTerminal ? "\r\u{1B}[K\(text(done, total, time))" : text(done, total, time) + "\n", to: 2)
  }

  /// Ends the live line.
  func finish(_ text: String) {
    Console.write(Console.isTerminal ? "\r\u{1B}[K\(text)\n" : text + "\n", to: 2)
  }

  private func text(_ done: Int, _ total: Int?, _ time: Date) -> String {
    let seconds = time.timeIntervalSince(began)
    guard let total, total > 0 else { return "\(label): \(done)" }
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? ", \(Int((Double(total - done) / rate).rounded())) s left" : ""
    return "\(label): \(done) of \(total), \(String(format: "%.1f", rate)) a second\(left)"
  }
}
