import Core
import Foundation
import Persistence

/// Writes library events in the transaction of what they tell of.
///
/// The row that counts them is locked until the transaction ends, so events become visible in the order of their
/// numbers and a reader that has seen one has seen all before it. Write them last, to hold it shortly.
struct EventOutbox {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  func add(_ type: LibraryEventType, _ data: JSONObject, _ act: Act) throws {
    let row = try session.row("update library_event_clock set last = last + 1 returning last")
    guard let sequence = try row?.int64("last") else {
      throw PersistenceError.corrupt(reason: "the count of library events is missing")
    }
    let id: ID<LibraryEvent> = act.effects.id()
    try session.run(
      """
      insert into library_event (sequence, id, type, at, data)
      values (\(sequence), \(id), \(type.rawValue), \(act.at), \(JSONValue.object(data)))
      """)
    try session.notify(LibraryEvents.channel)
  }
}
