import Foundation

/// Which key signs, which are published and when the next one is made: decided by their ages alone, so that processes
/// that share a store agree without talking.
///
/// A new key is published a day before it signs, so that whoever keeps a copy of the published keys has it by then; an
/// old key stays published until the last token it signed is over.
struct SigningKeySchedule: Sendable {
  /// How long a key is published before it signs, in seconds.
  static let lead: TimeInterval = 86_400

  /// How long one key signs, in seconds.
  let lifetime: TimeInterval
  /// How long what it signed is good, in seconds.
  let tokenLifetime: TimeInterval

  /// A key as far as the schedule sees it.
  struct Key: Sendable, Hashable {
    let id: String
    let createdAt: Date
  }

  /// The key that signs now: the newest that has been published long enough, or the oldest when none has.
  func signer(among keys: [Key], now: Date) -> Key? {
    let ordered = sorted(keys)
    return ordered.last { now >= takesOver($0) } ?? ordered.first
  }

  /// Whether another key is due.
  func needsKey(_ keys: [Key], now: Date) -> Bool {
    guard let newest = sorted(keys).last else { return true }
    return now >= newest.createdAt.addingTimeInterval(lifetime - Self.lead)
  }

  /// The keys that nothing valid is signed with any more.
  func expired(_ keys: [Key], now: Date) -> [Key] {
    let ordered = sorted(keys)
    return zip(ordered, ordered.dropFirst()).filter { _, successor in
      now >= takesOver(successor).addingTimeInterval(tokenLifetime + Self.lead)
    }.map(\.0)
  }

  private func takesOver(_ key: Key) -> Date { key.createdAt.addingTimeInterval(Self.lead) }

  private func sorted(_ keys: [Key]) -> [Key] {
    keys.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
  }
}
