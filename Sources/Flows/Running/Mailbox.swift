import Synchronization

/// Where messages for one reader wait until it takes all of them at once.
final class Mailbox<Message: Sendable>: Sendable {
  private struct State {
    var messages: [Message] = []
    var reader: CheckedContinuation<[Message], Never>?
    var isClosed = false
  }

  private let state = Mutex(State())

  func post(_ message: Message) {
    let (reader, messages) = state.withLock { state -> (CheckedContinuation<[Message], Never>?, [Message]) in
      state.messages.append(message)
      guard let reader = state.reader else { return (nil, []) }
      defer {
        state.reader = nil
        state.messages = []
      }
      return (reader, state.messages)
    }
    reader?.resume(returning: messages)
  }

  /// Everything that has come since the last call; waits for something to come.
  /// - Returns: nothing when the reader's task is cancelled.
  func take() async -> [Message] {
    await withTaskCancellationHandler {
      await withCheckedContinuation { reader in
        let messages = state.withLock { state -> [Message]? in
          if state.messages.isEmpty, !state.isClosed {
            state.reader = reader
            return nil
          }
          defer { state.messages = [] }
          return state.messages
        }
        if let messages { reader.resume(returning: messages) }
      }
    } onCancel: {
      close()
    }
  }

  /// Everything that has come since the last call, without waiting.
  func takeAtHand() -> [Message] {
    state.withLock { state in
      defer { state.messages = [] }
      return state.messages
    }
  }

  private func close() {
    let reader = state.withLock { state in
      state.isClosed = true
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(returning: [])
  }
}
