package import Core

/// Why a file didn't get where it should.
package enum TransferError: CodedError, Equatable {
  /// The bytes that came aren't those that the handle promises.
  case checksumMismatch(name: String, expected: String, found: String)
  /// The file has another size than its handle says.
  case lyingSize(name: String, promised: Int64, found: Int64)
  /// The destination doesn't have the blocks any more that it took; the transfer begins again.
  case lostBlocks
  /// The destination has no room for the file.
  case destinationFull(place: String, status: Int?)
  /// The destination doesn't take the file.
  case refused(place: String, status: Int, reason: String)
  /// The destination is away or asks for patience.
  case busy(place: String, status: Int, seconds: Int64?)
  /// The destination says it has something else than what was sent.
  case damagedOnArrival(place: String, expected: String, found: String)

  package var code: String {
    switch self {
    case .checksumMismatch: "checksum_mismatch"
    case .lyingSize: "file_size_differs"
    case .lostBlocks: "blocks_lost"
    case .destinationFull: "destination_full"
    case .refused: "destination_refused"
    case .busy: "destination_busy"
    case .damagedOnArrival: "damaged_on_arrival"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .checksumMismatch, .lyingSize: .conflict
    case .lostBlocks, .busy: .unavailable
    case .destinationFull: .insufficientStorage
    case .refused(_, 401, _), .refused(_, 403, _): .forbidden
    case .refused: .invalid
    case .damagedOnArrival: .upstream
    }
  }

  package var message: String {
    switch self {
    case .checksumMismatch(let name, let expected, let found):
      "The bytes of \"\(name)\" have the SHA-256 \(found) and not \(expected); nothing was put in place."
    case .lyingSize(let name, let promised, let found):
      "\"\(name)\" has \(found) bytes and not the \(promised) that were announced."
    case .lostBlocks: "The destination doesn't have the blocks any more that were sent."
    case .destinationFull(let place, let status):
      "There is no room left at \(place)" + (status.map { " (status \($0))" } ?? "") + "."
    case .refused(let place, let status, let reason):
      "\(place) refuses the file with status \(status)" + (reason.isEmpty ? "." : ": \(reason).")
    case .busy(let place, let status, _): "\(place) can't take the file now (status \(status))."
    case .damagedOnArrival(let place, let expected, let found):
      "\(place) says it has \(found) where \(expected) was sent."
    }
  }

  package var advice: String? {
    switch self {
    case .checksumMismatch: "Look at the file where it comes from; make a new handle of it if it is right."
    case .lyingSize: "List or open the file again, so that the handle fits what is there."
    case .destinationFull: "Free some space there, then run the step again: it goes on where it stopped."
    case .refused: "Check the address and what it allows."
    case .lostBlocks, .busy, .damagedOnArrival: "Try again in a moment."
    }
  }
}

extension TransferError: AskingForPatience {
  var patience: Int64? {
    if case .busy(_, _, let seconds) = self { seconds } else { nil }
  }
}
