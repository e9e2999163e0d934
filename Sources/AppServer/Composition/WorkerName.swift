import Core
import Foundation

/// The name under which the server of a data folder takes runs.
///
/// It stays the same from start to start, so that a server which was killed takes its runs back at once instead of
/// waiting for its own leases to lapse. One process at a time has it: a lock, which ends with the process however that
/// ends, keeps a second one on the same folder from taking runs away from the first.
enum WorkerName {
  /// Locks the name until this process ends, and makes it at the first start.
  /// - Returns: `nil` when another process has it, or the folder can't keep it; any other name will do then.
  static func take(in folder: DataFolder, effects: Effects) -> String? {
    let descriptor = open(folder.workerName, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    // The descriptor stays open on purpose: closing it would give the lock away.
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    if let kept = try? file.readToEnd(), !kept.isEmpty { return String(decoding: kept, as: UTF8.self) }
    let name = effects.token(bytes: 9)
    guard (try? file.write(contentsOf: Data(name.utf8))) != nil, (try? file.synchronize()) != nil else { return nil }
    return name
  }
}
