import CSSH
import Connections
import Core
import Foundation
import Synchronization

/// A session with an SFTP server. Its calls block: run them by ``BlockingWork``. They take turns.
final class SFTPSession: Sendable {
  /// The pointer is used only while the lock is held: libssh2 knows no two threads in one session.
  private let session: Mutex<OpaquePointer>

  private init(_ session: sending OpaquePointer) {
    self.session = Mutex(session)
  }

  deinit {
    // Sends one small packet, which the socket's buffer takes.
    session.withLock { cssh_end($0) }
  }

  /// Connects, compares the server's key with the one that is known, and signs in.
  /// - Throws: ``ActionError``.
  static func open(_ address: String, port: Int, host: String, _ keys: SSHCredential) throws -> SFTPSession {
    let known = keys.knownHostKey.split(separator: " ").map(String.init)
    var fault: Int32 = 0
    guard let pointer = cssh_start(address, Int32(port), 30_000, known.first { !$0.isEmpty }, &fault) else {
      throw SFTPFault.error(fault, host)
    }
    var length = 0
    let shown = cssh_host_key(pointer, &length).map { Data(bytes: $0, count: length) } ?? Data()
    guard known.count > 1, shown.base64EncodedString() == known[1], !shown.isEmpty else {
      cssh_end(pointer)
      throw SFTPFault.unknownHost(host, key: shown, isKnown: known.count > 1)
    }
    fault = signIn(pointer, keys)
    if fault == 0 { fault = cssh_begin_sftp(pointer) }
    guard fault == 0 else {
      cssh_end(pointer)
      throw SFTPFault.error(fault, host)
    }
    return SFTPSession(pointer)
  }

  private static func signIn(_ session: OpaquePointer, _ keys: SSHCredential) -> Int32 {
    guard let key = keys.privateKey?.revealed else {
      return cssh_password(session, keys.userName, keys.password?.revealed ?? "")
    }
    return cssh_private_key(session, keys.userName, key, key.utf8.count, keys.passphrase?.revealed)
  }

  func facts(_ path: [UInt8], name: String) throws -> cssh_facts {
    try session.withLock { session in
      var facts = cssh_facts()
      try check(cssh_stat(session, path.characters, path.count, &facts), name)
      return facts
    }
  }

  /// What a folder holds, without itself and the one above.
  func list(_ path: [UInt8], name: String) throws -> [(name: [UInt8], facts: cssh_facts)] {
    try session.withLock { session in
      var fault: Int32 = 0
      guard let folder = cssh_open_folder(session, path.characters, path.count, &fault) else {
        throw SFTPFault.error(fault, name)
      }
      defer { cssh_close(folder) }
      var found: [(name: [UInt8], facts: cssh_facts)] = []
      var room = [CChar](repeating: 0, count: 4096)
      while true {
        var facts = cssh_facts()
        let length = cssh_next(session, folder, &room, room.count, &facts)
        if length < 0 { throw SFTPFault.error(Int32(-length), name) }
        if length == 0 { return found }
        let bytes = room.prefix(length).map { UInt8(bitPattern: $0) }
        if bytes != Array(".".utf8), bytes != Array("..".utf8) { found.append((bytes, facts)) }
      }
    }
  }

  func openFile(_ path: [UInt8], writes: Bool, name: String) throws -> SFTPFile {
    try session.withLock { session in
      var fault: Int32 = 0
      guard let file = cssh_open_file(session, path.characters, path.count, writes ? 1 : 0, &fault) else {
        throw SFTPFault.error(fault, name)
      }
      return SFTPFile(session: self, handle: SFTPHandle(pointer: file), name: name)
    }
  }

  func read(_ file: SFTPHandle, at offset: Int64, count: Int, name: String) throws -> [UInt8] {
    try session.withLock { session in
      var got = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
        while got < count, let start = buffer.baseAddress {
          let more = cssh_read(session, file.pointer, UInt64(offset) + UInt64(got), start + got, count - got)
          if more <= 0 {
            if more < 0 { got = more }
            break
          }
          got += more
        }
        used = max(got, 0)
      }
      if got < 0 { throw SFTPFault.error(Int32(-got), name) }
      return bytes
    }
  }

  func write(_ file: SFTPHandle, at offset: Int64, _ bytes: [UInt8], name: String) throws {
    try session.withLock { session in
      try check(cssh_write(session, file.pointer, UInt64(offset), bytes, bytes.count), name)
    }
  }

  func close(_ file: SFTPHandle) -> Bool {
    session.withLock { _ in cssh_close(file.pointer) == 0 }
  }

  func makeFolder(_ path: [UInt8], name: String) throws {
    try session.withLock { try check(cssh_make_folder($0, path.characters, path.count), name) }
  }

  func remove(_ path: [UInt8], isFolder: Bool, name: String) throws {
    try session.withLock { try check(cssh_remove($0, path.characters, path.count, isFolder ? 1 : 0), name) }
  }

  func rename(_ from: [UInt8], to: [UInt8], name: String) throws {
    try session.withLock {
      try check(cssh_rename($0, from.characters, from.count, to.characters, to.count), name)
    }
  }

  private func check(_ fault: Int32, _ name: String) throws {
    if fault != 0 { throw SFTPFault.error(fault, name) }
  }
}

/// An open file of a session.
struct SFTPHandle: @unchecked Sendable {
  // Used only by its session, which holds its lock meanwhile.
  let pointer: UnsafeMutableRawPointer
}

/// An open file; closed when nobody has it any more.
final class SFTPFile: Sendable {
  let session: SFTPSession
  let handle: SFTPHandle
  private let name: String

  init(session: SFTPSession, handle: SFTPHandle, name: String) {
    self.session = session
    self.handle = handle
    self.name = name
  }

  deinit {
    _ = session.close(handle)
  }

  func read(at offset: Int64, count: Int) throws -> [UInt8] {
    try session.read(handle, at: offset, count: count, name: name)
  }

  func write(_ bytes: [UInt8], at offset: Int64) throws {
    try session.write(handle, at: offset, bytes, name: name)
  }
}

extension [UInt8] {
  fileprivate var characters: [CChar] { map { CChar(bitPattern: $0) } }
}
